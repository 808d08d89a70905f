const minuteMs = 60_000

/** The most sellers that are remembered. Beyond that, the one that was used least recently is forgotten first. */
const maxSellers = 10_000

/**
 * Limits the refresh requests for one seller in a minute, whatever the store says: a store that loses confirmed
 * writes must not turn every call into a request.
 */
export class RenewalRate {
  readonly #limit: number
  readonly #sent = new Map<string, number[]>()

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Counts a request, if it may be sent; else returns how long to wait, in milliseconds. */
  waitMs(sellerId: string, nowMs: number): number {
    const recent = (this.#sent.get(sellerId) ?? []).filter((atMs) => nowMs - atMs < minuteMs)
    const [oldest = nowMs] = recent
    if (recent.length >= this.#limit) return oldest + minuteMs - nowMs
    this.#sent.delete(sellerId)
    this.#sent.set(sellerId, [...recent, nowMs])
    if (this.#sent.size > maxSellers) this.#forgetOldest()
    return 0
  }

  #forgetOldest(): void {
    for (const [sellerId] of this.#sent) {
      this.#sent.delete(sellerId)
      return
    }
  }
}
