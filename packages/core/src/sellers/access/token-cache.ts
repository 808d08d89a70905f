import type { LiveToken } from '../records/live-token.ts'

interface Entry {
  readonly token: LiveToken
  readonly freshUntilMs: number
}

/** How many sellers a process remembers; beyond that the longest unread are forgotten. */
const maxEntries = 10_000

/**
 * What this process read a moment ago. Its short life is how long a change made on another machine may go
 * unseen.
 */
export class TokenCache {
  readonly #entries = new Map<string, Entry>()
  readonly #lifeMs: number

  constructor(lifeMs: number) {
    this.#lifeMs = lifeMs
  }

  /** The token, if it was read within the cache's life. */
  fresh(sellerId: string, nowMs: number): LiveToken | undefined {
    const entry = this.#entries.get(sellerId)
    return entry !== undefined && entry.freshUntilMs > nowMs ? entry.token : undefined
  }

  /** The last one read, however long ago: for when the store cannot be asked. */
  last(sellerId: string): LiveToken | undefined {
    return this.#entries.get(sellerId)?.token
  }

  put(sellerId: string, token: LiveToken, nowMs: number): void {
    this.#entries.delete(sellerId)
    this.#entries.set(sellerId, { token, freshUntilMs: nowMs + this.#lifeMs })
    if (this.#entries.size <= maxEntries) return
    for (const [oldest] of this.#entries) {
      this.#entries.delete(oldest)
      return
    }
  }

  drop(sellerId: string): void {
    this.#entries.delete(sellerId)
  }
}
