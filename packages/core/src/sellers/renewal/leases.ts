import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { ReauthorizationRequiredError, StoreUnavailableError } from '../../errors.ts'
import type { GuardedStore } from '../store/guarded-store.ts'
import type { LeaseOutcome, SellerKey, TokenRecord } from '../store/token-store.ts'
import { jittered } from './jitter.ts'

/** A seller whose lease is ours. */
export interface LeasedSeller {
  readonly record: TokenRecord
  readonly holder: string
  /** Somebody before us may have died between sending the refresh token and saving the answer. */
  readonly abandoned: boolean
}

/** What leases are taken with. */
export interface LeasesOptions {
  store: GuardedStore
  application: string
  leaseMs: number
  /** How long to wait for another machine that has the lease. */
  waitMs: number
  /** Ends every wait; no lease is taken afterwards. */
  closing: AbortSignal
}

/** How often a waiting machine looks whether another has finished. */
const pollMs = 200
/** Reading costs a store less than writing, so not every look asks for the lease. */
const looksPerLease = 3

/** Takes the leases of sellers, and waits for those that other machines have. */
export class Leases {
  readonly #options: LeasesOptions
  /** Holders whose lease may have been taken although the store did not say so. */
  readonly #unconfirmed = new Map<string, string>()

  constructor(options: LeasesOptions) {
    this.#options = options
  }

  /**
   * Takes a seller's lease, unless there is nothing left to do.
   *
   * @param isDone - judges the record as it is now; `true` may mean that another machine did it.
   * @param store - for the first try; of a caller whose steps have one deadline.
   * @returns the leased seller, or the record that `isDone`.
   * @throws ReauthorizationRequiredError `not_linked`
   * @throws StoreUnavailableError also when another machine has not finished in time.
   */
  async take(
    sellerId: string,
    isDone: (record: TokenRecord) => boolean,
    store: GuardedStore = this.#options.store,
  ): Promise<LeasedSeller | { done: TokenRecord }> {
    const { application, closing } = this.#options
    if (closing.aborted) throw new StoreUnavailableError()
    const key = { application, sellerId }
    const holder = this.#unconfirmed.get(sellerId) ?? randomUUID()
    this.#unconfirmed.delete(sellerId)
    const outcome = await this.#lease(store, key, holder)
    const leased = outcome.state === 'leased' ? outcome : await this.#awaited(key, holder, isDone)
    if ('done' in leased) return leased
    const { record, abandoned } = leased
    if (!isDone(record) && !closing.aborted) return { record, holder, abandoned }
    // What was wanted is there, or no longer wanted.
    await this.end({ record, holder, abandoned })
    if (closing.aborted) throw new StoreUnavailableError()
    return { done: record }
  }

  /**
   * Ends a lease under which no renewal was tried. One that somebody abandoned stays until it runs out:
   * the next renewal must hear of it.
   */
  async end({ record, holder, abandoned }: LeasedSeller): Promise<void> {
    // A lease that cannot be ended runs out, too.
    if (!abandoned) await this.#options.store.release(record, holder).catch(() => {})
  }

  async #awaited(
    key: SellerKey,
    holder: string,
    isDone: (record: TokenRecord) => boolean,
  ): Promise<Extract<LeaseOutcome, { state: 'leased' }> | { done: TokenRecord }> {
    const { waitMs, closing } = this.#options
    const endsAtMs = performance.now() + waitMs
    for (let looks = 1; performance.now() < endsAtMs; looks++) {
      await sleep(jittered(pollMs), undefined, { signal: closing }).catch(() => {})
      if (closing.aborted) break
      const store = this.#options.store.withOneDeadline()
      const record = await store.get(key)
      if (record === undefined) throw new ReauthorizationRequiredError('not_linked')
      if (isDone(record)) return { done: record }
      if (looks % looksPerLease > 0) continue
      const outcome = await this.#lease(store, key, holder)
      if (outcome.state === 'leased') return outcome
    }
    throw new StoreUnavailableError()
  }

  /** A lease whose answer was lost would shut us out, too: the next try is made as the same holder. */
  async #lease(
    store: GuardedStore,
    key: SellerKey,
    holder: string,
  ): Promise<Exclude<LeaseOutcome, { state: 'missing' }>> {
    let outcome: LeaseOutcome
    try {
      outcome = await store.lease(key, holder, this.#options.leaseMs)
    } catch (error) {
      this.#unconfirmed.set(key.sellerId, holder)
      throw error
    }
    if (outcome.state === 'missing') throw new ReauthorizationRequiredError('not_linked')
    return outcome
  }
}
