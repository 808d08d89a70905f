import type { CookieAttributes, Cookies } from 'mercadopago-oauth'

/** Whether a sealed cookie is too short for a verifier: then it only says that its attempt ended. */
export function isEnded(value: string): boolean {
  const nonceAndTag = 28
  return Buffer.from(value, 'base64url').length - nonceAndTag < 43
}

/** What the server asked of a browser. */
export interface CookieOrder {
  name: string
  value: string
  attributes: CookieAttributes
}

/**
 * A browser's cookies on one host. It sends them oldest first, as browsers do, and remembers what the
 * server asked for.
 */
export class CookieJar implements Cookies {
  readonly written: CookieOrder[] = []
  readonly deleted: Omit<CookieOrder, 'value'>[] = []
  readonly #cookies: Map<string, string>

  constructor(cookies: Iterable<readonly [string, string]> = []) {
    this.#cookies = new Map(cookies)
  }

  get(name: string): string | undefined {
    return this.#cookies.get(name)
  }

  names(): readonly string[] {
    return [...this.#cookies.keys()]
  }

  /** The names of those whose attempt may still be finished. */
  live(): readonly string[] {
    return this.names().filter((name) => !isEnded(this.get(name) ?? ''))
  }

  set(name: string, value: string, attributes: CookieAttributes): void {
    this.#cookies.set(name, value)
    this.written.push({ name, value, attributes })
  }

  delete(name: string, attributes: CookieAttributes): void {
    this.#cookies.delete(name)
    this.deleted.push({ name, attributes })
  }

  /** Writes a cookie that the server did not set. */
  plant(name: string, value: string): void {
    this.#cookies.set(name, value)
  }

  /** The only cookie; throws when there is another number of them. */
  only(): { name: string; value: string } {
    const [cookie, ...others] = [...this.#cookies]
    if (cookie === undefined || others.length > 0) {
      throw new Error(`the jar holds ${this.#cookies.size} cookies`)
    }
    return { name: cookie[0], value: cookie[1] }
  }

  /** The browser as it is now; later changes stay in one of the two. */
  copy(): CookieJar {
    return new CookieJar(this.#cookies)
  }

  /** Bytes of all names and values. */
  get bytes(): number {
    return [...this.#cookies].reduce((sum, [name, value]) => sum + name.length + value.length, 0)
  }
}
