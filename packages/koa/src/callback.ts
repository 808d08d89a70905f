import type { Context, Middleware } from 'koa'
import {
  type AuthorizationFlow,
  type AuthorizationResult,
  CallbackInputError,
  errorAnswer,
  MercadoPagoOAuthError,
  type SellerStatus,
  type SellerTokens,
} from 'mercadopago-oauth'
import { cookiesOf } from './cookies.ts'

/** A seller who came back, and was linked if there are `sellers`. */
export interface LinkResult extends AuthorizationResult {
  /** The seller as it is stored; absent without `sellers`. */
  seller?: SellerStatus
}

/** What later middleware finds in `ctx.state` after a seller came back. */
export interface MercadoPagoState {
  /** The tokens, where the seller goes, and what `connect` was given. */
  mercadoPago: LinkResult
}

/** How `callback()` ends. */
export interface CallbackOptions {
  /** The app's signed-in user, to whom an attempt is bound. Default: `ctx.state.user.id`, if any. */
  user: (ctx: Context) => string | undefined
  /** Where the tokens are kept: each seller who comes back is linked to the app's user. */
  sellers: SellerTokens | undefined
  /** Whether a seller that is linked to another user may move to this one. Default: no. */
  mayMove: ((ctx: Context) => boolean) | undefined
  /** Runs before anything is answered; without `sellers`, keep the tokens here. What it throws is thrown on. */
  onLinked: ((ctx: Context, result: LinkResult) => void | Promise<void>) | undefined
  /** `answer` (default): constant text, failures of 500 and above also go to the app's `error` event. `throw`: the app's own error handler decides. */
  errors: 'answer' | 'throw'
}

export function callbackMiddleware(
  flow: AuthorizationFlow,
  { user, sellers, mayMove, onLinked, errors }: CallbackOptions,
): Middleware<MercadoPagoState> {
  async function finish(ctx: Context): Promise<LinkResult> {
    if (ctx.method !== 'GET') throw new CallbackInputError('callback_method')
    const owner = user(ctx)
    const query = ctx.querystring
    const result = await flow.finish({ cookies: cookiesOf(ctx), user: owner, query })
    if (sellers === undefined) return result
    const seller = await sellers.link(result.tokens, { owner, move: mayMove?.(ctx) })
    return { ...result, seller }
  }

  function answer(ctx: Context, error: unknown): void {
    if (!(error instanceof MercadoPagoOAuthError)) throw error
    if (errors === 'throw') throw withCookies(error, ctx)
    if (error.status >= 500) ctx.app.emit('error', error, ctx)
    const { status, headers, body } = errorAnswer(error)
    ctx.status = status
    ctx.set(headers)
    ctx.body = body
  }

  return async function mercadoPagoCallback(ctx, next) {
    // The address holds the code and the state: nobody may keep it or be told of it.
    ctx.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' })
    let result: LinkResult
    try {
      result = await finish(ctx)
    } catch (error) {
      answer(ctx, error)
      return
    }
    await onLinked?.(ctx, result)
    ctx.state.mercadoPago = result
    await next()
  }
}

/** Koa's own error handling drops every header but the error's: the used attempt's cookie must go all the same. */
function withCookies(error: MercadoPagoOAuthError, ctx: Context): MercadoPagoOAuthError {
  const cookies = ctx.res.getHeader('Set-Cookie')
  if (cookies === undefined) return error
  return Object.defineProperty(error, 'headers', {
    value: { ...error.headers, 'Set-Cookie': cookies },
  })
}
