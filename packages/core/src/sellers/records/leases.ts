import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { RenewalUnavailableError } from '../../errors.ts'
import { jittered } from '../../random.ts'
import { released } from './record-change.ts'
import type { SellerRecord } from './seller-record.ts'
import type { Leased, SellerRecords } from './seller-records.ts'
import type { StoreDeadline } from './store-deadline.ts'

/** A seller whose lease is ours. */
export interface LeasedSeller extends Leased {
  readonly holder: string
}

/** The dependencies of leases. */
export interface LeasesOptions {
  records: SellerRecords
  leaseMs: number
  /** How long to wait for another machine that has the lease. */
  waitMs: number
  /** Ends every wait; no lease is taken afterwards. */
  closing: AbortSignal
  clock: () => Date
}

interface LeftLease {
  readonly holder: string
  /** Whether a renewal under it may have been sent without a response. */
  readonly abandoned: boolean
}

/** How often a waiting machine checks whether another has finished. The longest wait is half as long again. */
const pollMs = 150
/** Reading costs a store less than writing, so not every poll asks for the lease. */
const pollsPerLease = 4

/** Takes the leases of sellers, and waits for those that other machines have. */
export class Leases {
  readonly #options: LeasesOptions
  /** Leases that this process may still have, because the store did not confirm that they were taken or ended. */
  readonly #left = new Map<string, LeftLease>()

  constructor(options: LeasesOptions) {
    this.#options = options
  }

  /**
   * Takes a seller's lease, unless there is nothing left to do.
   *
   * @param isDone - judges the record as it is now; `true` may mean that another machine did it.
   * @param deadline - for the first try, of a caller whose steps have one deadline.
   * @returns the leased seller, or the record that `isDone`.
   * @throws RenewalUnavailableError `closed`; `renewal_busy` when another machine has not finished in time.
   * @throws ReauthorizationRequiredError `not_linked`; and what else `SellerRecords.get` throws.
   */
  async take(
    sellerId: string,
    isDone: (record: SellerRecord) => boolean,
    deadline?: StoreDeadline,
  ): Promise<LeasedSeller | { done: SellerRecord }> {
    this.#assertOpen()
    const { holder, abandoned } = this.#leftOrNew(sellerId)
    const first = await this.#lease(sellerId, { holder, abandoned }, deadline)
    const leased =
      first === 'held' ? await this.#awaited(sellerId, { holder, abandoned }, isDone) : first
    if ('done' in leased) return leased
    const seller = { ...leased, holder, abandoned: leased.abandoned || abandoned }
    if (!isDone(leased.record) && !this.#options.closing.aborted) return seller
    // What was wanted is there, or no longer wanted.
    await this.end(seller)
    this.#assertOpen()
    return { done: leased.record }
  }

  /**
   * Ends a lease under which no renewal was sent. The record keeps that an earlier holder abandoned it: the
   * next renewal must be told.
   */
  async end({ record, holder, abandoned }: LeasedSeller): Promise<void> {
    const { records, clock } = this.#options
    const ended = abandoned
      ? records.save(released(record, abandoned, clock()), record.generation, holder)
      : records.release(record.sellerId, holder)
    await ended.catch(() => this.leave({ record, holder, abandoned }))
  }

  async #awaited(
    sellerId: string,
    left: LeftLease,
    isDone: (record: SellerRecord) => boolean,
  ): Promise<Leased | { done: SellerRecord }> {
    const { records, waitMs, leaseMs, closing } = this.#options
    const endsAtMs = performance.now() + waitMs
    for (let polls = 1; performance.now() < endsAtMs; polls++) {
      await sleep(jittered(pollMs), undefined, { signal: closing }).catch(() => {})
      this.#assertOpen()
      const deadline = records.deadline()
      const record = await records.get(sellerId, deadline)
      if (isDone(record)) return { done: record }
      if (polls % pollsPerLease > 0) continue
      const leased = await this.#lease(sellerId, left, deadline)
      if (leased !== 'held') return leased
    }
    throw new RenewalUnavailableError('renewal_busy', {
      retryAfterSeconds: Math.ceil(leaseMs / 1000),
    })
  }

  /**
   * Remembers a lease that could not be ended, which would shut this process out, too: the next try is made as
   * the same holder.
   */
  leave({ record: { sellerId }, holder, abandoned }: LeasedSeller): void {
    this.#left.set(sellerId, { holder, abandoned })
  }

  #leftOrNew(sellerId: string): LeftLease {
    const left = this.#left.get(sellerId)
    this.#left.delete(sellerId)
    return left ?? { holder: newHolder(), abandoned: false }
  }

  async #lease(
    sellerId: string,
    left: LeftLease,
    deadline: StoreDeadline | undefined,
  ): Promise<Leased | 'held'> {
    const { records, leaseMs } = this.#options
    try {
      return await records.lease(sellerId, left.holder, leaseMs, deadline)
    } catch (error) {
      this.#left.set(sellerId, left)
      throw error
    }
  }

  #assertOpen(): void {
    if (this.#options.closing.aborted) throw new RenewalUnavailableError('closed')
  }
}

/** Names who takes a lease. Not from the cache of `randomUUID`, which a copied process has, too. */
export function newHolder(): string {
  return randomUUID({ disableEntropyCache: true })
}
