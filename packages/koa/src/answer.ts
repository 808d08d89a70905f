import type { Context } from 'koa'
import { MercadoPagoOAuthError } from 'mercadopago-oauth'
import type { HeaderPairs, Reply } from 'mercadopago-oauth/adapter'

/** Who deals with a failure: this middleware, by constant text, or the app's own error handling. */
export type ErrorHandling = 'answer' | 'throw'

/** Answers with a reply. What a function of the app threw is thrown on in any case. */
export function answer(ctx: Context, reply: Reply, errors: ErrorHandling): void {
  const { status, headers, body, error } = reply
  setHeaders(ctx, headers)
  if (error !== undefined) {
    const isOurs = error instanceof MercadoPagoOAuthError
    if (!isOurs || errors === 'throw') throw withHeaders(ctx, error, headers)
    if (status >= 500) ctx.app.emit('error', error, ctx)
  }
  ctx.status = status
  ctx.body = body
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
