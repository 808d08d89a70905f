import type { Context } from 'koa'
import { type HeaderPairs, MercadoPagoOAuthError, type Reply } from 'mercadopago-oauth/adapter'

/** Who deals with a failure: this middleware, by constant text, or the app's own error handling. */
export type ErrorHandling = 'respond' | 'throw'

/** How failures are handled. */
export interface FailureOptions {
  /**
   * `respond` (default): a page of constant text. `throw`: the app's own error handler decides. With `respond` and
   * with `failureRedirect`, failures of 500 and above also go to the app's `error` event.
   */
  errors: ErrorHandling
  /**
   * Where the browser goes after a failure, such as `/sellers`: a path or URL of the app. The error's code is added
   * to it as the parameter `error`; a visitor who is not signed in goes there without one. It takes precedence over
   * `errors`.
   */
  failureRedirect: string | undefined
}

/** Sends a reply. An error of the app's own function is always thrown on. */
export function respond(ctx: Context, reply: Reply, failure: FailureOptions): void {
  const { status, headers, body, error } = reply
  setHeaders(ctx, headers)
  const target = redirectOf(reply, failure)
  if (error !== undefined) {
    const isOurs = error instanceof MercadoPagoOAuthError
    const isThrown = failure.errors === 'throw' && target === undefined
    if (!isOurs || isThrown) throw withHeaders(ctx, error, headers)
    if (status >= 500) ctx.app.emit('error', error, ctx)
  }
  if (target !== undefined) {
    ctx.redirect(target)
    return
  }
  ctx.status = status
  ctx.body = body
}

/** Where a failure leads the browser. A request with an unsupported method is not redirected. */
function redirectOf(
  { status, error }: Reply,
  { failureRedirect }: FailureOptions,
): string | undefined {
  if (failureRedirect === undefined || status === 405) return undefined
  if (error instanceof MercadoPagoOAuthError) return withCode(failureRedirect, error.code)
  return status === 403 ? failureRedirect : undefined
}

/** The address with the parameter `error`. */
function withCode(address: string, code: string): string {
  const [, path = '', query, hash = ''] = /^([^?#]*)(\?[^#]*)?(#.*)?$/.exec(address) ?? []
  return `${path}${query === undefined ? '?' : `${query}&`}error=${code}${hash}`
}

export function setHeaders(ctx: Context, headers: HeaderPairs): void {
  for (const [name, value] of headers) {
    if (name === 'Set-Cookie') ctx.append(name, value)
    else ctx.set(name, value)
  }
}

/**
 * The error, with headers that Koa's own error handling keeps: it drops those of the response. They are taken
 * off again after it, because an app may throw one error for several requests.
 */
export function withHeaders(ctx: Context, error: unknown, headers: HeaderPairs): Error {
  const cookies = headers.filter(([name]) => name === 'Set-Cookie').map(([, value]) => value)
  const value = { ...Object(error).headers, ...Object.fromEntries(headers) }
  if (cookies.length > 0) value['Set-Cookie'] = cookies
  const carrier =
    error instanceof Error && Object.isExtensible(error)
      ? error
      : new Error('the app threw something that cannot carry headers', { cause: error })
  const before = Object.getOwnPropertyDescriptor(carrier, 'headers')
  Object.defineProperty(carrier, 'headers', { value, configurable: true })
  ctx.res.once('close', () => {
    if (before === undefined) Reflect.deleteProperty(carrier, 'headers')
    else Object.defineProperty(carrier, 'headers', before)
  })
  return carrier
}
