import { type Cookies as ParsedCookies, parseCookie, serializeCookie } from 'cookie-es'
import type { CookieAttributes, Cookies } from '../flow/cookies.ts'

/** Our values are base64url, which a cookie holds as it is. Any other value that does not fit is refused. */
const unencoded = { encode: (value: string) => value }

/**
 * The cookies of one request, read from its header and written to those of its reply: no session, no
 * cookie parser and no cookie support of a framework is needed.
 */
export class HeaderCookies implements Cookies {
  /** The `Set-Cookie` lines of the reply, so far. */
  readonly headers: [name: string, value: string][] = []
  readonly #header: () => string
  #received: ParsedCookies | undefined

  /** @param header - reads the `Cookie` header; only asked when a cookie is. */
  constructor(header: () => string | null | undefined) {
    this.#header = () => header() ?? ''
  }

  get(name: string): string | undefined {
    return this.#parsed()[name]
  }

  names(): readonly string[] {
    return Object.keys(this.#parsed())
  }

  set(name: string, value: string, attributes: CookieAttributes): void {
    this.headers.push(['Set-Cookie', serializeCookie({ name, value, ...attributes }, unencoded)])
  }

  delete(name: string, attributes: CookieAttributes): void {
    this.set(name, '', { ...attributes, maxAge: 0 })
  }

  #parsed(): ParsedCookies {
    this.#received ??= parseCookie(this.#header())
    return this.#received
  }
}
