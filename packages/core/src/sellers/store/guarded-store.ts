import { StoreUnavailableError } from '../../errors.ts'
import { checkedRecord } from './record-check.ts'
import type {
  ClaimedSeller,
  DueQuery,
  LeaseOutcome,
  SellerKey,
  TokenRecord,
  TokenStore,
  UnreadableSeller,
} from './token-store.ts'
import { WaitingTime } from './waiting-time.ts'

/**
 * The store as the others see it: every call ends within a deadline, what it gives is a record, and every
 * failure is a `StoreUnavailableError`. A call that was given up may still take effect; each is safe to repeat.
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
    return this.#bounded(async () => {
      const record = await this.#store.get(key)
      return record && checkedRecord(record)
    })
  }

  save(record: TokenRecord, expected: number | undefined, holder?: string): Promise<boolean> {
    return this.#bounded(() => this.#store.save(record, expected, holder))
  }

  lease(key: SellerKey, holder: string, leaseMs: number): Promise<LeaseOutcome> {
    return this.#bounded(async () => {
      const outcome = await this.#store.lease(key, holder, leaseMs)
      if (outcome.state === 'leased') checkedRecord(outcome.record)
      return outcome
    })
  }

  release(key: SellerKey, holder: string): Promise<void> {
    return this.#bounded(() => this.#store.release(key, holder))
  }

  claimDue(query: DueQuery): Promise<ClaimedSeller[]> {
    return this.#bounded(async () => (await this.#store.claimDue(query)).map(checkedClaim))
  }

  byOwner(application: string, owner: string): Promise<TokenRecord[]> {
    return this.#bounded(async () =>
      (await this.#store.byOwner(application, owner)).map(checkedRecord),
    )
  }

  list(
    application: string,
    after: string | undefined,
    limit: number,
  ): Promise<(TokenRecord | UnreadableSeller)[]> {
    return this.#bounded(async () =>
      (await this.#store.list(application, after, limit)).map((listed) =>
        'state' in listed || isRecord(listed) ? listed : unreadable(listed),
      ),
    )
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

function checkedClaim(claimed: ClaimedSeller): ClaimedSeller {
  const isWhole = claimed.state === 'unreadable' || isRecord(claimed.record)
  return isWhole ? claimed : unreadable(claimed.record)
}

function isRecord(value: TokenRecord): boolean {
  try {
    checkedRecord(value)
    return true
  } catch {
    return false
  }
}

function unreadable({ sellerId }: TokenRecord): UnreadableSeller {
  return { state: 'unreadable', sellerId: String(sellerId) }
}
