import type { Context, Middleware } from 'koa'
import type { Client } from 'mercadopago-oauth'
import {
  type ApplicationOptions,
  assertOptionalString,
  createEndpoints,
  type EndpointSettings,
  type NotificationsOptions as NotificationsEndpointOptions,
} from 'mercadopago-oauth/adapter'
import { type CallbackOptions, callbackMiddleware, type MercadoPagoState } from './callback.ts'
import { type ConnectOptions, connectMiddleware } from './connect.ts'
import { type NotificationsOptions, notificationsMiddleware } from './notifications.ts'
import { type Routes, type RoutesOptions, routesMiddleware } from './routes.ts'

/** Options of {@link mercadoPago}: those of core's client and flow, and how they meet Koa. */
export interface MercadoPagoOptions
  extends ApplicationOptions,
    EndpointSettings,
    Partial<CallbackOptions> {}

/** The flow of one application, as middleware. */
export interface MercadoPago {
  /** The client inside, for everything after the link. */
  readonly client: Client
  /** Redirects the browser to the consent page. */
  connect(options?: ConnectOptions): Middleware
  /**
   * Finishes the attempt, links the seller if there are `sellers`, puts the result into `ctx.state.mercadoPago` and
   * calls the next middleware. A failure gets a response of constant text, or is thrown: see `errors`.
   *
   * @throws CallbackInputError `callback_method`, and what core's `finish()` and `link()` throw, where
   *   `errors` is `'throw'`.
   */
  callback(): Middleware<MercadoPagoState>
  /**
   * Whether the attempt that a request to the callback would end was begun for this application. Of several
   * applications that share a callback it finds the one whose `callback()` to use.
   */
  hasAttempt(ctx: Context): boolean
  /**
   * Receives Mercado Pago's notifications, with or without a body parser before it: a seller who withdrew
   * is marked once Mercado Pago confirms it.
   *
   * @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming `secret` or `sellers`.
   */
  notifications(options?: NotificationsOptions): Middleware
  /**
   * All of it on a router: `/mercadopago/connect`, the path of the redirect URI (or `callbackPath`), and, with a
   * `webhookSecret` and `sellers`, `/mercadopago/notifications`. Visitors who are not signed in get a 403, unless
   * `anonymous` is set.
   */
  routes(options?: RoutesOptions): Routes
}

/**
 * Makes the middleware that links Mercado Pago sellers, or those of another `provider`.
 *
 * @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming the option.
 */
export function mercadoPago(options: MercadoPagoOptions): MercadoPago {
  const endpoints = createEndpoints(options)
  const { user = userOfState, mayMove, onLinked, errors = 'respond', failureRedirect } = options
  assertOptionalString(failureRedirect, 'failureRedirect')
  const failure = { errors, failureRedirect }

  function connect(connectOptions: ConnectOptions = {}, requireUser = false): Middleware {
    return connectMiddleware(endpoints, { user, ...failure, requireUser, ...connectOptions })
  }
  function callback(requireUser = false): Middleware<MercadoPagoState> {
    return callbackMiddleware(endpoints, { user, mayMove, onLinked, ...failure, requireUser })
  }
  function notifications(given: NotificationsOptions = {}): Middleware {
    const { webhookSecret: secret, sellers, clock, onNotification } = options
    const from = { secret, sellers, clock, onNotification, ...given }
    // The endpoint names what is missing.
    return notificationsMiddleware(from as NotificationsEndpointOptions)
  }
  function routes(routesOptions: RoutesOptions = {}): Routes {
    const handlers = {
      connect: connect(routesOptions, true),
      callback: callback(true),
      notifications: endpoints.notifications && notifications(),
    }
    return routesMiddleware(endpoints.callbackPath, handlers, routesOptions)
  }
  return Object.freeze({
    client: endpoints.client,
    connect: (connectOptions?: ConnectOptions) => connect(connectOptions),
    callback: () => callback(),
    hasAttempt: (ctx: Context) =>
      endpoints.hasAttempt({ header: (name) => ctx.get(name), query: ctx.querystring }),
    notifications,
    routes,
  })
}

/** The usual place of the user that sign-in middleware sets. */
function userOfState({ state }: Context): unknown {
  return state.user
}
