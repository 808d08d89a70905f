import type { Context, Middleware } from 'koa'
import {
  type AuthorizationFlow,
  type AuthorizationResult,
  CallbackInputError,
  errorAnswer,
  MercadoPagoOAuthError,
} from 'mercadopago-oauth'
import { cookiesOf } from './cookies.ts'

/** What later middleware finds in `ctx.state` after a seller came back. */
export interface MercadoPagoState {
  mercadoPago: AuthorizationResult
}

/** How `callback()` ends. */
export interface CallbackOptions {
  /** The app's signed-in user, to whom an attempt is bound. Default: `ctx.state.user.id`, if any. */
  user: (ctx: Context) => string | undefined
  /** Runs before anything is answered: keep the tokens here. What it throws is thrown on. */
  onLinked: ((ctx: Context, result: AuthorizationResult) => void | Promise<void>) | undefined
  /** `answer` (default): constant text, failures of 500 and above also go to the app's `error` event. `throw`: the app's own error handler decides. */
  errors: 'answer' | 'throw'
}

export function callbackMiddleware(
  flow: AuthorizationFlow,
  { user, onLinked, errors }: CallbackOptions,
): Middleware<MercadoPagoState> {
  async function finish(ctx: Context): Promise<AuthorizationResult> {
    if (ctx.method !== 'GET') throw new CallbackInputError('callback_method')
    const query = ctx.querystring
    return await flow.finish({ cookies: cookiesOf(ctx), user: user(ctx), query })
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
    let result: AuthorizationResult
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
