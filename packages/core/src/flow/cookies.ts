/** The browser's cookies, as the flow needs them; an adapter supplies one for each request. */
export interface Cookies {
  /** The value the browser sent, or `undefined`. */
  get(name: string): string | undefined
  /** Every name the browser sent. */
  names(): readonly string[]
  /** Sends the browser a cookie, beside those that were set before. */
  set(name: string, value: string, attributes: CookieAttributes): void
  /** Tells the browser to forget the cookie; the attributes are those it was set with. */
  delete(name: string, attributes: CookieAttributes): void
}

/** What every cookie of the flow is set with. @see RFC 6265bis, sections 4.1.2 and 4.1.3 */
export interface CookieAttributes {
  /** No script of a page reads it. */
  readonly httpOnly: true
  /** Not `strict`: the provider's redirect comes from another site. */
  readonly sameSite: 'lax'
  /** As the prefix `__Host-` wants it. */
  readonly path: '/'
  /** `true` unless the redirect URI is http, which it may be on loopback only. */
  readonly secure: boolean
  /** Seconds. */
  readonly maxAge: number
}
