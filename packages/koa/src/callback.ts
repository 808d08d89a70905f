import type { Context, Middleware } from 'koa'
import type { Endpoints, LinkResult } from 'mercadopago-oauth/adapter'
import { type FailureOptions, respond, setHeaders, withHeaders } from './response.ts'

/** The value in `ctx.state` for later middleware, after a seller returned. */
export interface MercadoPagoState {
  /** The tokens, where the seller goes, and what `connect` was given. */
  mercadoPago: LinkResult
}

/** How `callback()` ends. */
export interface CallbackOptions extends FailureOptions {
  /**
   * Finds the app's signed-in user. An attempt is bound to this user. Return an id, or an object that has one.
   * Default: `ctx.state.user`.
   */
  user: (ctx: Context) => unknown
  /** Decides whether a seller that is linked to another user may move to this one. Default: no. */
  mayMove: ((ctx: Context) => boolean | Promise<boolean>) | undefined
  /** Runs before the response is sent; without `sellers`, keep the tokens here. What it throws is thrown on. */
  onLinked: ((ctx: Context, result: LinkResult) => void | Promise<void>) | undefined
}

export function callbackMiddleware(
  endpoints: Endpoints,
  callback: CallbackOptions & { requireUser: boolean },
): Middleware<MercadoPagoState> {
  const { user, mayMove, onLinked, requireUser } = callback
  return async function mercadoPagoCallback(ctx, next) {
    const outcome = await endpoints.callback({
      method: ctx.method,
      header: (name) => ctx.get(name),
      query: ctx.querystring,
      user: () => user(ctx),
      requireUser,
      mayMove: mayMove && (() => mayMove(ctx)),
    })
    if (outcome.reply !== undefined) return respond(ctx, outcome.reply, callback)
    const { result, headers } = outcome
    setHeaders(ctx, headers)
    try {
      await onLinked?.(ctx, result)
      ctx.state.mercadoPago = result
      await next()
    } catch (error) {
      // The attempt is used up in any case, so its cookie is removed.
      throw withHeaders(ctx, error, headers)
    }
  }
}
