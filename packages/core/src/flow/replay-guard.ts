/**
 * Remembers which attempts were finished, so that each is finished once. Every token store is one too,
 * which makes single use hold across machines.
 */
export interface ReplayGuard {
  /**
   * Takes a key for good: `true` for the first caller, `false` for every later one until `expiresAt`,
   * when the key may be forgotten. Atomic. Throws when it cannot tell.
   */
  claim(key: string, expiresAt: Date): Promise<boolean>
}

/** The replay guard of one process: holds each key until it expires. */
export class MemoryReplayGuard implements ReplayGuard {
  readonly #expiries = new Map<string, number>()
  readonly #clock: () => Date

  constructor({ clock = () => new Date() }: { clock?: () => Date } = {}) {
    this.#clock = clock
  }

  async claim(key: string, expiresAt: Date): Promise<boolean> {
    this.#sweep(this.#clock().getTime())
    if (this.#expiries.has(key)) return false
    this.#expiries.set(key, expiresAt.getTime())
    return true
  }

  /** Drops expired keys from the oldest claim on, up to the first that still counts. */
  #sweep(nowMs: number): void {
    for (const [key, expiresAtMs] of this.#expiries) {
      if (expiresAtMs > nowMs) return
      this.#expiries.delete(key)
    }
  }
}
