import type { Context, Middleware } from 'koa'
import {
  type AuthorizationFlowOptions,
  type Client,
  type ClientOptions,
  createAuthorizationFlow,
  createClient,
  type Notification,
  type NotificationReceiverOptions,
} from 'mercadopago-oauth'
import { type CallbackOptions, callbackMiddleware, type MercadoPagoState } from './callback.ts'
import { type ConnectOptions, connectMiddleware } from './connect.ts'
import { type NotificationsOptions, notificationsMiddleware } from './notifications.ts'
import { type Routes, type RoutesOptions, routesMiddleware } from './routes.ts'

/** Options of {@link mercadoPago}: those of core's client and flow, and how they meet Koa. */
export interface MercadoPagoOptions
  extends ClientOptions,
    Omit<AuthorizationFlowOptions, 'client'>,
    Partial<CallbackOptions> {
  /** Permissions to ask for. Default: none named, so the application's own settings decide. */
  scope?: string | readonly string[]
  /** The webhook secret of the application, from its panel. With it and `sellers`, `routes()` takes in notifications. */
  webhookSecret?: string | readonly string[] | undefined
  /** Called once for each notification, of every topic, after what it says was confirmed. */
  onNotification?: ((notification: Notification) => void | Promise<void>) | undefined
}

/** The flow of one application, as middleware. */
export interface MercadoPago {
  /** The client inside, for everything after the link. */
  readonly client: Client
  /** Redirects the browser to the consent page. */
  connect(options?: ConnectOptions): Middleware
  /**
   * Finishes the attempt, links the seller if there are `sellers`, puts the result into `ctx.state.mercadoPago` and calls the next middleware.
   * A failure is answered with constant text, or thrown: see `errors`.
   *
   * @throws CallbackInputError `callback_method`, and what core's `finish()` and `link()` throw, where
   *   `errors` is `'throw'`.
   */
  callback(): Middleware<MercadoPagoState>
  /**
   * Takes in Mercado Pago's notifications, with or without a body parser before it: a seller who withdrew
   * is marked once Mercado Pago confirms it.
   *
   * @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming `secret` or `sellers`.
   */
  notifications(options?: NotificationsOptions): Middleware
  /**
   * All of it on a router: `/mercadopago/connect`, the path of the redirect URI, and, with a
   * `webhookSecret`, `/mercadopago/notifications`.
   */
  routes(options?: RoutesOptions): Routes
}

/**
 * Makes the middleware that links Mercado Pago sellers, or those of another `provider`.
 *
 * @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming the option.
 */
export function mercadoPago(options: MercadoPagoOptions): MercadoPago {
  const client = createClient(options)
  const { scope, user = userOfState, sellers, mayMove, onLinked, errors = 'answer' } = options
  // The sellers' store also makes each attempt single use on all machines.
  const replayGuard = options.replayGuard ?? sellers
  const flow = createAuthorizationFlow({ ...options, client, ...(replayGuard && { replayGuard }) })

  function connect(connectOptions: ConnectOptions = {}): Middleware {
    return connectMiddleware(flow, { user, scope, ...connectOptions })
  }
  function callback(): Middleware<MercadoPagoState> {
    return callbackMiddleware(flow, { user, sellers, mayMove, onLinked, errors })
  }
  function notifications(given: NotificationsOptions = {}): Middleware {
    const { webhookSecret: secret, onNotification, clock } = options
    // Missing ones are named by the receiver.
    const from = { secret, sellers, clock, onNotification, ...given } as NotificationReceiverOptions
    return notificationsMiddleware(from)
  }
  const handlers = {
    connect,
    callback,
    ...(sellers && options.webhookSecret !== undefined && { notifications }),
  }
  return Object.freeze({
    client,
    connect,
    callback,
    notifications,
    routes: (routesOptions: RoutesOptions = {}) =>
      routesMiddleware(new URL(client.redirectUri), handlers, routesOptions),
  })
}

/** `ctx.state.user.id`, where sign-in middleware usually leaves it. */
function userOfState(ctx: Context): string | undefined {
  const id: unknown = ctx.state.user?.id
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined
}
