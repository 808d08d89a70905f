/** As much of a browser as a login needs: it keeps cookies, and follows no redirect. */
export class Browser {
  #pool
  #cookies = new Map()

  constructor(pool) {
    this.#pool = pool
  }

  get cookieNames() {
    return [...this.#cookies.keys()]
  }

  get cookieValues() {
    return [...this.#cookies.values()]
  }

  /** Another browser with the same cookies: somebody has copied them. */
  copy() {
    const copy = new Browser(this.#pool)
    copy.#cookies = new Map(this.#cookies)
    return copy
  }

  async get(path) {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const request = { method: 'GET', path, headers: cookie === '' ? {} : { cookie } }
    const { statusCode, headers, body } = await this.#pool.request(request)
    for (const line of [headers['set-cookie'] ?? []].flat()) this.keep(line)
    return { status: statusCode, location: headers.location, body: await body.text() }
  }

  /** Takes a `Set-Cookie` line; its attributes do not matter within one login. */
  keep(line) {
    const [pair] = line.split(';', 1)
    const mark = pair.indexOf('=')
    this.#cookies.set(pair.slice(0, mark), pair.slice(mark + 1))
  }
}
