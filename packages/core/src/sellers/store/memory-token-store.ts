import { MemoryReplayGuard } from '../../flow/replay-guard.ts'
import type {
  ClaimedSeller,
  DueQuery,
  LeaseOutcome,
  SellerKey,
  TokenRecord,
  TokenStore,
} from './token-store.ts'

interface Entry {
  record: TokenRecord
  lease: { holder: string; expiresAtMs: number } | undefined
}

/** The reference store: one process, lost at its end. For tests, and to read how a store behaves. */
export class MemoryTokenStore implements TokenStore {
  readonly #entries = new Map<string, Entry>()
  readonly #guard: MemoryReplayGuard
  readonly #clock: () => Date

  constructor({ clock = () => new Date() }: { clock?: () => Date } = {}) {
    this.#clock = clock
    this.#guard = new MemoryReplayGuard({ clock })
  }

  async get(key: SellerKey): Promise<TokenRecord | undefined> {
    const entry = this.#entries.get(nameOf(key))
    return entry && copyOf(entry.record)
  }

  async save(record: TokenRecord, expected: number | undefined, holder?: string): Promise<boolean> {
    const name = nameOf(record)
    const entry = this.#entries.get(name)
    if (entry?.record.generation !== expected) return false
    const lease = entry?.lease?.holder === holder ? undefined : entry?.lease
    this.#entries.set(name, { record: copyOf(record), lease })
    return true
  }

  async lease(key: SellerKey, holder: string, leaseMs: number): Promise<LeaseOutcome> {
    const entry = this.#entries.get(nameOf(key))
    return entry === undefined ? { state: 'missing' } : this.#take(entry, holder, leaseMs)
  }

  async release(key: SellerKey, holder: string): Promise<void> {
    const entry = this.#entries.get(nameOf(key))
    if (entry?.lease?.holder === holder) entry.lease = undefined
  }

  async claimDue(query: DueQuery): Promise<ClaimedSeller[]> {
    const { application, dueBefore, limit, holder, leaseMs } = query
    return [...this.#entries.values()]
      .filter(({ record }) => record.application === application)
      .filter(({ record: { dueAt } }) => dueAt !== null && dueAt <= dueBefore)
      .filter((entry) => !this.#isHeld(entry))
      .sort((a, b) => Number(a.record.dueAt) - Number(b.record.dueAt))
      .slice(0, limit)
      .map((entry) => this.#take(entry, holder, leaseMs))
      .filter((outcome) => outcome.state === 'leased')
  }

  async byOwner(application: string, owner: string): Promise<TokenRecord[]> {
    return this.#records(application)
      .filter((record) => record.owner === owner)
      .sort((a, b) => a.linkedAt.getTime() - b.linkedAt.getTime())
  }

  async list(
    application: string,
    after: string | undefined,
    limit: number,
  ): Promise<TokenRecord[]> {
    return this.#records(application)
      .filter(({ sellerId }) => after === undefined || sellerId > after)
      .sort((a, b) => (a.sellerId < b.sellerId ? -1 : 1))
      .slice(0, limit)
  }

  async delete(key: SellerKey): Promise<void> {
    this.#entries.delete(nameOf(key))
  }

  claim(key: string, expiresAt: Date): Promise<boolean> {
    return this.#guard.claim(key, expiresAt)
  }

  #records(application: string): TokenRecord[] {
    const records = [...this.#entries.values()].map(({ record }) => copyOf(record))
    return records.filter((record) => record.application === application)
  }

  #isHeld({ lease }: Entry): boolean {
    return lease !== undefined && lease.expiresAtMs > this.#clock().getTime()
  }

  #take(entry: Entry, holder: string, leaseMs: number): LeaseOutcome {
    const isOwn = entry.lease?.holder === holder
    if (!isOwn && this.#isHeld(entry)) return { state: 'held' }
    const abandoned = entry.lease !== undefined && !isOwn
    entry.lease = { holder, expiresAtMs: this.#clock().getTime() + leaseMs }
    return { state: 'leased', record: copyOf(entry.record), abandoned }
  }
}

function nameOf({ application, sellerId }: SellerKey): string {
  return JSON.stringify([application, sellerId])
}

/** Neither side may change the other's dates. */
function copyOf(record: TokenRecord): TokenRecord {
  return structuredClone(record)
}
