import { type Cookies as ParsedCookies, parseCookie, stringifySetCookie } from 'cookie'
import type { Context } from 'koa'
import type { Cookies } from 'mercadopago-oauth'

/**
 * The cookies of a request. Koa's own `ctx.cookies` will not do: it keeps a RegExp for every name it
 * was ever asked for, and refuses `Secure` behind a TLS proxy the app does not trust.
 */
export function cookiesOf(ctx: Context): Cookies {
  let parsed: ParsedCookies | undefined
  // Not before somebody asks: a callback that is refused for its address never does.
  const received = () => {
    parsed ??= parseCookie(ctx.get('cookie'))
    return parsed
  }
  return {
    get: (name) => received()[name],
    names: () => Object.keys(received()),
    set(name, value, attributes) {
      ctx.res.appendHeader('Set-Cookie', stringifySetCookie({ name, value, ...attributes }))
    },
    delete(name, attributes) {
      const cookie = stringifySetCookie({ name, value: '', ...attributes, maxAge: 0 })
      ctx.res.appendHeader('Set-Cookie', cookie)
    },
  }
}
