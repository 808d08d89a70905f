import type { Client } from 'mercadopago-oauth'
import {
  type ApplicationOptions,
  assertFunction,
  assertOptionalFunction,
  createEndpoints,
  createNotificationsEndpoint,
  type EndpointSettings,
  failureReply,
  type LinkResult,
  type NotificationsOptions,
} from 'mercadopago-oauth/adapter'
import { bodyOf, endpointRequest, isAt, queryOf } from './request.ts'
import {
  type FailureOptions,
  linkedResponse,
  type MaybeResponse,
  pageOf,
  report,
  responseOf,
} from './response.ts'

/** Options of {@link mercadoPago}: those of core's client and flow, and how they meet a `Request`. */
export interface MercadoPagoOptions extends ApplicationOptions, EndpointSettings, FailureOptions {
  /**
   * Finds the app's signed-in user. An attempt is bound to this user. Return an id, an object that has one, or
   * `undefined` if no user is signed in. It may be async.
   */
  user: (request: Request) => unknown
  /** Decides whether a seller that is linked to another user may move to this one. Default: no. */
  mayMove?: ((request: Request) => boolean | Promise<boolean>) | undefined
  /**
   * Runs before the response is sent; without `sellers`, keep the tokens here. What it returns is the response.
   * Default: a redirect to `returnTo`. What it throws is a failure: 500, and `onError` receives it.
   */
  onLinked?: ((result: LinkResult, request: Request) => MaybeResponse) | undefined
  /** The path at which `handler` begins attempts. Default `/mercadopago/connect`. */
  connectPath?: string | undefined
  /** The path at which `handler` receives notifications. Default `/mercadopago/notifications`. */
  notificationsPath?: string | undefined
}

/** Options of `connect()`. */
export interface ConnectOptions {
  /**
   * Where the seller is redirected afterwards; a URL on another site becomes the default. Default: the query's
   * `returnTo`.
   */
  returnTo?: string | undefined
  /** Anything JSON holds, at most 1 KiB; it comes back in the result's `context`. */
  context?: unknown
  /** The only seller who may come back, when a known one links again; another is `seller_mismatch`. Default: any. */
  expectedSellerId?: string | undefined
}

/** The flow of one application, from a `Request` to a `Response`. Each function works on its own, without `this`. */
export interface MercadoPago {
  /** The client inside, for everything after the link. */
  readonly client: Client
  /** Redirects the browser to the consent page. */
  readonly connect: (request: Request, options?: ConnectOptions) => Promise<Response>
  /** Finishes the attempt, links the seller if there are `sellers`, and calls `onLinked`. */
  readonly callback: (request: Request) => Promise<Response>
  /**
   * Whether the attempt that a request to the callback would end was begun for this application. Of several
   * applications that share a callback it finds the one whose `callback` to use.
   */
  readonly hasAttempt: (request: Request) => boolean
  /**
   * Receives Mercado Pago's notifications, whose body nobody may have read before: a seller who withdrew is
   * marked once Mercado Pago confirms it.
   *
   * @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`: there is no `webhookSecret`, or no `sellers`.
   */
  readonly notifications: (request: Request) => Promise<Response>
  /**
   * All of it by path: `connectPath`, the path of the redirect URI (or `callbackPath`), and, with a `webhookSecret`
   * and `sellers`, `notificationsPath`; 404 elsewhere. Visitors who are not signed in get a 403, unless `anonymous`
   * is set.
   */
  readonly handler: (request: Request) => Promise<Response>
}

/**
 * Makes the handlers that link Mercado Pago sellers, or those of another `provider`.
 *
 * @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming the option.
 */
export function mercadoPago(options: MercadoPagoOptions): MercadoPago {
  const endpoints = createEndpoints(options)
  const { user, mayMove, onLinked, webhookSecret: secret, sellers } = options
  const { connectPath = '/mercadopago/connect' } = options
  const { notificationsPath = '/mercadopago/notifications' } = options
  assertFunction(user, 'user')
  for (const name of ['mayMove', 'onLinked', 'onError', 'errorPage'] as const) {
    assertOptionalFunction(options[name], name)
  }

  async function connect(request: Request, asked: ConnectOptions = {}, requireUser = false) {
    const { returnTo = returnToOf(request), context, expectedSellerId } = asked
    const reply = await endpoints.connect({
      ...endpointRequest(request),
      user: () => user(request),
      requireUser,
      returnTo,
      context,
      expectedSellerId,
    })
    return pageOf(reply, request, options)
  }

  async function callback(request: Request, requireUser = false) {
    const outcome = await endpoints.callback({
      ...endpointRequest(request),
      query: queryOf(request),
      user: () => user(request),
      requireUser,
      mayMove: mayMove && (() => mayMove(request)),
    })
    if (outcome.reply !== undefined) return pageOf(outcome.reply, request, options)
    const { result, headers } = outcome
    try {
      return linkedResponse(await onLinked?.(result, request), result.returnTo, headers)
    } catch (error) {
      // The attempt is used up in any case, so its cookie is removed.
      return pageOf(failureReply(error, headers), request, options)
    }
  }

  async function notifications(request: Request) {
    // Without an endpoint something is missing, and this says what.
    const endpoint =
      endpoints.notifications ??
      createNotificationsEndpoint({ secret, sellers } as NotificationsOptions)
    const reply = await endpoint({
      ...endpointRequest(request),
      query: queryOf(request),
      body: () => bodyOf(request),
    })
    await report(reply.error, request, options)
    return responseOf(reply)
  }

  async function handler(request: Request) {
    if (isAt(endpoints.callbackPath, request)) return callback(request, true)
    if (isAt(connectPath, request)) return connect(request, {}, true)
    if (endpoints.notifications && isAt(notificationsPath, request)) return notifications(request)
    return new Response('Not Found\n', { status: 404 })
  }

  return Object.freeze({
    client: endpoints.client,
    connect: (request: Request, asked?: ConnectOptions) => connect(request, asked),
    callback: (request: Request) => callback(request),
    hasAttempt: (request: Request) =>
      endpoints.hasAttempt({ ...endpointRequest(request), query: queryOf(request) }),
    notifications,
    handler,
  })
}

function returnToOf(request: Request): string | undefined {
  return new URLSearchParams(queryOf(request)).get('returnTo') ?? undefined
}
