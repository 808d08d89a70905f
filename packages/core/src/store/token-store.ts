import type { ReplayGuard } from '../flow/replay-guard.ts'

/**
 * Names a record: one application's link with one seller. Each id is well-formed Unicode without control
 * characters, 1 to 1,024 bytes long in UTF-8.
 */
export interface SellerKey {
  /** The application's Client ID. */
  readonly clientId: string
  /** The seller's id at the provider. */
  readonly sellerId: string
}

/**
 * A seller's record in a store: the values that it compares or sorts by, and a `body` that it returns unread.
 */
export interface TokenRecord extends SellerKey {
  /** A safe integer above 0. Compared at every save; grows with every new token pair. */
  readonly generation: number
  /** When a renewal is due, to the millisecond; `null` when there is nothing to renew. */
  readonly dueAt: Date | null
  /** The app's user or shop the seller belongs to: well-formed text without NUL; `null` for nobody. */
  readonly owner: string | null
  /** When the seller consented last, to the millisecond. */
  readonly linkedAt: Date
  /**
   * JSON with the sealed tokens inside. A store returns it byte for byte: well-formed Unicode without NUL,
   * at most 64 KiB in UTF-8.
   */
  readonly body: string
}

/** A seller whose lease was just taken. */
export interface LeasedRecord {
  /** As it is now, read under the lease. */
  readonly record: TokenRecord
  /** An earlier holder's lease expired without a release or a save: that holder may have died at work. */
  readonly abandoned: boolean
}

/** What `lease()` returns. */
export type LeaseOutcome =
  | ({ readonly state: 'leased' } & LeasedRecord)
  | { readonly state: 'held' }
  | { readonly state: 'missing' }

/** Which due sellers a sweep asks for. */
export interface DueQuery {
  /** The application's Client ID. */
  readonly clientId: string
  /** Only records whose `dueAt` is at or before this. */
  readonly dueBefore: Date
  /** At most this many. */
  readonly limit: number
  /** Who leases them. */
  readonly holder: string
  /** For how long, in milliseconds. */
  readonly leaseMs: number
}

/** Which sellers `list()` returns. */
export interface ListQuery {
  /** The application's Client ID. */
  readonly clientId: string
  /** Only sellers whose id comes after this one. Default: from the first. */
  readonly after?: string | undefined
  /** At most this many. */
  readonly limit: number
  /** A date: only records whose `dueAt` is at or before it. `'never'`: only those without a `dueAt`. Default: all. */
  readonly due?: Date | 'never' | undefined
}

/**
 * Where seller tokens live. Each method is one atomic step, and its promise rejects when it cannot do its work: it
 * never throws before it returns a promise, and never resolves to `false` for a failure.
 *
 * A store does not judge what it holds: core checks every record it is given.
 *
 * A *lease* also proves that the store can be written, before a single-use refresh token is spent. The store
 * judges its time by its own clock, because the clocks of machines differ. A lease that was neither released nor
 * ended by a save stays on record after it expires: the next holder is told that it was `abandoned`.
 *
 * `mercadopago-oauth/store-contract` has a test for every sentence here.
 */
export interface TokenStore extends ReplayGuard {
  /** Returns the record as last saved, never an older copy; `undefined` when there is none. */
  get(key: SellerKey): Promise<TokenRecord | undefined>
  /**
   * Writes the record if the stored generation is `expected` (`undefined`: if there is no record). Returns
   * whether it did; `true`, too, for a record that is stored already, member for member.
   *
   * @param endLease - ends a lease in the same step: that of this holder, or with `true` anybody's.
   */
  save(
    record: TokenRecord,
    expected: number | undefined,
    endLease?: string | true,
  ): Promise<boolean>
  /**
   * Takes the seller's lease for `leaseMs`, unless another holder's is running. The same holder may take
   * it again: that prolongs it, and never counts as `abandoned`.
   */
  lease(key: SellerKey, holder: string, leaseMs: number): Promise<LeaseOutcome>
  /** Ends the lease if this holder has it; leaves another's alone. */
  release(key: SellerKey, holder: string): Promise<void>
  /**
   * Leases up to `limit` due sellers that nobody holds, this holder included; the longest due first. Two
   * callers never get the same one. If the response is lost, its sellers stay leased until the lease expires.
   */
  claimDue(query: DueQuery): Promise<LeasedRecord[]>
  /** Returns every seller of an owner, in the order they were linked. */
  byOwner(clientId: string, owner: string): Promise<TokenRecord[]>
  /** Returns sellers in ascending order of `sellerId`, compared by code points. */
  list(query: ListQuery): Promise<TokenRecord[]>
  /** Removes the record and its lease; does nothing when there is none. */
  delete(key: SellerKey): Promise<void>
}
