import { type LeasedSeller, type Leases, newHolder } from '../records/leases.ts'
import type { SellerRecords, UnreadableRecord } from '../records/seller-records.ts'

/** What a queue of due sellers works with. */
export interface DueQueueParts {
  records: SellerRecords
  leases: Leases
  clock: () => Date
  leaseMs: number
  /** Only sellers whose renewal is due at or before this. */
  dueBefore: Date
  /** How many sellers are leased at once. */
  batchSize: number
}

/** A due seller whose lease is ours, or one whose record cannot be read. */
export type DueSeller = LeasedSeller | UnreadableRecord

/** How long a record that cannot be read is put off. */
const unreadablePauseMs = 60_000

/**
 * Sellers who are due, the longest first. They are leased in batches, because each call of the store costs as much
 * as a request to the provider. A seller who waits here for a third of the lease is released, so that no lease
 * expires in the queue.
 */
export class DueQueue {
  readonly #parts: DueQueueParts
  #waiting: DueSeller[] = []
  #claiming: Promise<boolean> | undefined
  #releaseAtMs = 0
  #timer: NodeJS.Timeout | undefined
  #isClosed = false

  constructor(parts: DueQueueParts) {
    this.#parts = parts
  }

  /**
   * Takes the next seller; `undefined` when nobody is due any more.
   *
   * @throws StoreUnavailableError `store_unavailable`
   */
  async next(): Promise<DueSeller | undefined> {
    // A process that stood still may be back before its timer is.
    if (this.#waiting.length > 0 && performance.now() >= this.#releaseAtMs) await this.#release()
    while (this.#waiting.length === 0) {
      this.#claiming ??= this.#claim().finally(() => {
        this.#claiming = undefined
      })
      if (!(await this.#claiming)) return undefined
    }
    const next = this.#waiting.shift()
    if (this.#waiting.length === 0) clearTimeout(this.#timer)
    return next
  }

  /** Releases those who wait, and leases nobody else. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.#claiming?.catch(() => {})
    await this.#release()
  }

  /** Leases a batch; returns whether anybody was due. */
  async #claim(): Promise<boolean> {
    if (this.#isClosed) return false
    const { records, leaseMs, clock, dueBefore, batchSize } = this.#parts
    const holder = newHolder()
    const putOffUntil = new Date(clock().getTime() + unreadablePauseMs)
    const waitMs = leaseMs / 3
    this.#releaseAtMs = performance.now() + waitMs
    const claim = { dueBefore, limit: batchSize, holder, leaseMs, putOffUntil }
    const claimed = await records.claimDue(claim)
    this.#waiting = claimed.map((one) => ('error' in one ? one : { ...one, holder }))
    if (claimed.length > 1) this.#timer = setTimeout(() => void this.#release(), waitMs)
    return claimed.length > 0
  }

  async #release(): Promise<void> {
    clearTimeout(this.#timer)
    const { leases } = this.#parts
    const released = this.#waiting.splice(0)
    await Promise.all(released.map((one) => 'error' in one || leases.end(one)))
  }
}
