import { MemoryReplayGuard } from '../flow/replay-guard.ts'
import type {
  DueQuery,
  LeasedRecord,
  LeaseOutcome,
  ListQuery,
  SellerKey,
  TokenRecord,
  TokenStore,
} from './token-store.ts'

interface Entry {
  record: TokenRecord
  lease: { holder: string; expiresAtMs: number } | undefined
}

/** The reference store, in the memory of one process. For tests, and as an example of how a store behaves. */
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

  async save(
    record: TokenRecord,
    expected: number | undefined,
    endLease?: string | true,
  ): Promise<boolean> {
    const name = nameOf(record)
    const entry = this.#entries.get(name)
    if (entry?.record.generation !== expected) return false
    const isEnded = endLease === true || entry?.lease?.holder === endLease
    this.#entries.set(name, { record: copyOf(record), lease: isEnded ? undefined : entry?.lease })
    return true
  }

  async lease(key: SellerKey, holder: string, leaseMs: number): Promise<LeaseOutcome> {
    const entry = this.#entries.get(nameOf(key))
    if (entry === undefined) return { state: 'missing' }
    if (this.#isHeld(entry) && entry.lease?.holder !== holder) return { state: 'held' }
    return { state: 'leased', ...this.#take(entry, holder, leaseMs) }
  }

  async release(key: SellerKey, holder: string): Promise<void> {
    const entry = this.#entries.get(nameOf(key))
    if (entry?.lease?.holder === holder) entry.lease = undefined
  }

  async claimDue({
    clientId,
    dueBefore,
    limit,
    holder,
    leaseMs,
  }: DueQuery): Promise<LeasedRecord[]> {
    return [...this.#entries.values()]
      .filter((entry) => entry.record.clientId === clientId && !this.#isHeld(entry))
      .filter(({ record }) => isDue(record, dueBefore))
      .sort((a, b) => Number(a.record.dueAt) - Number(b.record.dueAt))
      .slice(0, limit)
      .map((entry) => this.#take(entry, holder, leaseMs))
  }

  async byOwner(clientId: string, owner: string): Promise<TokenRecord[]> {
    return this.#records(clientId)
      .filter((record) => record.owner === owner)
      .sort((a, b) => a.linkedAt.getTime() - b.linkedAt.getTime())
  }

  async list({ clientId, after, limit, due }: ListQuery): Promise<TokenRecord[]> {
    return this.#records(clientId)
      .filter(({ sellerId }) => after === undefined || compareCodePoints(sellerId, after) > 0)
      .filter((record) => due === undefined || isDue(record, due))
      .sort((a, b) => compareCodePoints(a.sellerId, b.sellerId))
      .slice(0, limit)
  }

  async delete(key: SellerKey): Promise<void> {
    this.#entries.delete(nameOf(key))
  }

  claim(key: string, expiresAt: Date): Promise<boolean> {
    return this.#guard.claim(key, expiresAt)
  }

  #records(clientId: string): TokenRecord[] {
    const records = [...this.#entries.values()].map(({ record }) => copyOf(record))
    return records.filter((record) => record.clientId === clientId)
  }

  #isHeld({ lease }: Entry): boolean {
    return lease !== undefined && lease.expiresAtMs > this.#clock().getTime()
  }

  #take(entry: Entry, holder: string, leaseMs: number): LeasedRecord {
    const abandoned = entry.lease !== undefined && entry.lease.holder !== holder
    entry.lease = { holder, expiresAtMs: this.#clock().getTime() + leaseMs }
    return { record: copyOf(entry.record), abandoned }
  }
}

function nameOf({ clientId, sellerId }: SellerKey): string {
  return JSON.stringify([clientId, sellerId])
}

function isDue({ dueAt }: TokenRecord, due: Date | 'never'): boolean {
  if (due === 'never') return dueAt === null
  return dueAt !== null && dueAt <= due
}

function compareCodePoints(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other))
}

/** The caller and the store must not share a date: either could change it. */
function copyOf({ dueAt, linkedAt, ...record }: TokenRecord): TokenRecord {
  return { ...record, dueAt: dueAt && copyOfDate(dueAt), linkedAt: copyOfDate(linkedAt) }
}

/** Like every store, this one does not judge what it is given. */
function copyOfDate(date: Date): Date {
  return typeof date === 'object' && date !== null ? new Date(date) : date
}
