/**
 * Remembers which attempts were finished, so that each is finished once. Every token store is one too,
 * which makes single use hold across machines.
 */
export interface ReplayGuard {
  /**
   * Claims a key: `true` for the first caller, `false` for every later one. The key may be forgotten after
   * `expiresAt`, but not within an hour of the claim: the clock that set `expiresAt` may be behind. Atomic.
   * Throws when it cannot tell.
   */
  claim(key: string, expiresAt: Date): Promise<boolean>
}

/** How long a key is kept at least, in milliseconds. */
const leastLifeMs = 60 * 60 * 1000
/** How many expired keys one call forgets at most: more than it adds, and few enough to take no time. */
const sweepSize = 16

/** The replay guard of one process. */
export class MemoryReplayGuard implements ReplayGuard {
  readonly #expiries = new Map<string, number>()
  readonly #clock: () => Date

  constructor({ clock = () => new Date() }: { clock?: () => Date } = {}) {
    this.#clock = clock
  }

  async claim(key: string, expiresAt: Date): Promise<boolean> {
    const nowMs = this.#clock().getTime()
    this.#sweep(nowMs)
    if (this.#expiries.has(key)) return false
    this.#expiries.set(key, Math.max(expiresAt.getTime(), nowMs + leastLifeMs))
    return true
  }

  /** Forgets expired keys from the oldest claim on, up to the first that still counts. */
  #sweep(nowMs: number): void {
    let left = sweepSize
    for (const [key, expiresAtMs] of this.#expiries) {
      if (expiresAtMs > nowMs || left === 0) return
      this.#expiries.delete(key)
      left -= 1
    }
  }
}
