import { parseSetCookie } from 'cookie'
import { isEnded } from './cookie-jar.ts'

/** The response to a page request. */
export interface PageResponse {
  status: number
  headers: Headers
  body: string
  /** The code in the constant text of an error, or `undefined`. */
  code: string | undefined
  /** As the browser saw them, one line a cookie. */
  setCookies: string[]
}

/** As much of a browser as an attack needs: it keeps cookies and follows no redirect. */
export class Browser {
  readonly cookies: Map<string, string>
  readonly #origin: string
  readonly #headers: Record<string, string>

  constructor(
    origin: string,
    headers: Record<string, string> = {},
    cookies: Iterable<[string, string]> = [],
  ) {
    this.#origin = origin
    this.#headers = headers
    this.cookies = new Map(cookies)
  }

  /** All cookies, as the header `Cookie` has them. */
  get cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  /** The names of the cookies whose attempt may still be finished. */
  live(): readonly string[] {
    return [...this.cookies]
      .filter(([name, value]) => !(name.includes('mp-') && isEnded(value)))
      .map(([name]) => name)
  }

  /** The same cookies in a second browser, or in this one before they were used. */
  copy(origin: string = this.#origin): Browser {
    return new Browser(origin, this.#headers, this.cookies)
  }

  async get(path: string, init: RequestInit = {}): Promise<PageResponse> {
    const cookie = this.cookieHeader
    // A server ends a connection that was idle for 5 s, just when a busy machine uses it again.
    const fresh = { connection: 'close', ...(cookie === '' ? {} : { cookie }) }
    const response = await fetch(new URL(path, this.#origin), {
      ...init,
      headers: { ...this.#headers, ...fresh, ...init.headers },
      redirect: 'manual',
    })
    const setCookies = response.headers.getSetCookie()
    for (const { name, value = '', maxAge } of setCookies.map((line) => parseSetCookie(line))) {
      if (maxAge === 0) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    const body = await response.text()
    const code = /\((\w+)\)/.exec(body)?.[1]
    return { status: response.status, headers: response.headers, body, code, setCookies }
  }

  /** Starts an attempt; the address of the consent page, and the state in it. */
  async connect(query = ''): Promise<{ authorizationUrl: URL; state: string }> {
    const { status, headers } = await this.get(`/connect${query}`)
    const authorizationUrl = new URL(headers.get('location') ?? '')
    if (status !== 302) throw new Error(`no redirect but ${status}`)
    return { authorizationUrl, state: authorizationUrl.searchParams.get('state') ?? '' }
  }

  /** Comes back to the callback with these parameters. */
  callback(params: Record<string, string> | string): Promise<PageResponse> {
    const query = typeof params === 'string' ? params : new URLSearchParams(params).toString()
    return this.get(`/callback?${query}`)
  }
}
