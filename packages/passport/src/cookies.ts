import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Cookies as ParsedCookies, parseCookie, stringifySetCookie } from 'cookie'
import type { Cookies } from 'mercadopago-oauth'

/** The cookies of a request, read and written as plain headers: no session and no cookie parser is needed. */
export function cookiesOf(request: IncomingMessage, response: ServerResponse): Cookies {
  let parsed: ParsedCookies | undefined
  // Not before somebody asks: a callback that is refused for its address never does.
  const received = () => {
    parsed ??= parseCookie(request.headers.cookie ?? '')
    return parsed
  }
  return {
    get: (name) => received()[name],
    names: () => Object.keys(received()),
    set(name, value, attributes) {
      response.appendHeader('Set-Cookie', stringifySetCookie({ name, value, ...attributes }))
    },
    delete(name, attributes) {
      const cookie = stringifySetCookie({ name, value: '', ...attributes, maxAge: 0 })
      response.appendHeader('Set-Cookie', cookie)
    },
  }
}
