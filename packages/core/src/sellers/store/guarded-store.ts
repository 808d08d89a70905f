import { StoreUnavailableError } from '../../errors.ts'
import type {
  ClaimedSeller,
  DueQuery,
  LeaseOutcome,
  SellerKey,
  TokenRecord,
  TokenStore,
} from './token-store.ts'
import { WaitingTime } from './waiting-time.ts'

/**
 * The store as the rest of this room sees it: every call ends within a deadline, and every failure is a
 * `StoreUnavailableError`. A call that was given up may still take effect; each is safe to repeat.
 */
export class GuardedStore implements TokenStore {
  readonly #store: TokenStore
  readonly #timeoutMs: number
  readonly #waitingTime: WaitingTime | undefined

  constructor(store: TokenStore, timeoutMs: number, waitingTime?: WaitingTime) {
    this.#store = store
    this.#timeoutMs = timeoutMs
    this.#waitingTime = waitingTime
  }

  /** The same store for several steps of which somebody awaits the last: one deadline for them all. */
  withOneDeadline(): GuardedStore {
    return new GuardedStore(this.#store, this.#timeoutMs, new WaitingTime(this.#timeoutMs))
  }

  get(key: SellerKey): Promise<TokenRecord | undefined> {
    return this.#bounded(() => this.#store.get(key))
  }

  save(record: TokenRecord, expected: number | undefined, holder?: string): Promise<boolean> {
    return this.#bounded(() => this.#store.save(record, expected, holder))
  }

  lease(key: SellerKey, holder: string, leaseMs: number): Promise<LeaseOutcome> {
    return this.#bounded(() => this.#store.lease(key, holder, leaseMs))
  }

  release(key: SellerKey, holder: string): Promise<void> {
    return this.#bounded(() => this.#store.release(key, holder))
  }

  claimDue(query: DueQuery): Promise<ClaimedSeller[]> {
    return this.#bounded(() => this.#store.claimDue(query))
  }

  byOwner(application: string, owner: string): Promise<TokenRecord[]> {
    return this.#bounded(() => this.#store.byOwner(application, owner))
  }

  list(application: string, after: string | undefined, limit: number): Promise<TokenRecord[]> {
    return this.#bounded(() => this.#store.list(application, after, limit))
  }

  delete(key: SellerKey): Promise<void> {
    return this.#bounded(() => this.#store.delete(key))
  }

  claim(key: string, expiresAt: Date): Promise<boolean> {
    return this.#bounded(() => this.#store.claim(key, expiresAt))
  }

  async #bounded<T>(work: () => Promise<T>): Promise<T> {
    const waitingTime = this.#waitingTime ?? new WaitingTime(this.#timeoutMs)
    try {
      return await waitingTime.for(work())
    } catch (error) {
      if (error instanceof StoreUnavailableError) throw error
      throw new StoreUnavailableError({ cause: error })
    }
  }
}
