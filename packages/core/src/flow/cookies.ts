/** The browser's cookies, as the flow needs them; an adapter supplies one for each request. */
export interface Cookies {
  /** The value the browser sent, or `undefined`. */
  get(name: string): string | undefined
  /** Every name the browser sent. */
  names(): readonly string[]
  set(name: string, value: string, attributes: CookieAttributes): void
  /** Tells the browser to forget the cookie; the attributes are those it was set with. */
  delete(name: string, attributes: CookieAttributes): void
}

/** What every cookie of the flow is set with. @see RFC 6265bis, sections 4.1.2 and 4.1.3 */
export interface CookieAttributes {
  readonly httpOnly: true
  readonly sameSite: 'lax'
  readonly path: '/'
  readonly secure: boolean
  /** Seconds. */
  readonly maxAge: number
}
