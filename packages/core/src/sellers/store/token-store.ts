import type { ReplayGuard } from '../../flow/replay-guard.ts'

/** Which record: one application's link with one seller. */
export interface SellerKey {
  /** The application's Client ID. */
  readonly application: string
  /** Well-formed text without control characters. */
  readonly sellerId: string
}

/** Why a seller must link again; see `ReauthorizationRequiredError.reason`. */
export type LostReason = 'revoked' | 'expired' | 'rotation_lost' | 'no_offline_access'

/**
 * What a store keeps of a seller. The tokens in it are sealed text: a store never sees a token, and need
 * not understand any field but those it is asked to compare.
 */
export interface TokenRecord extends SellerKey {
  /** A safe integer above 0. Grows with every new token pair; compared at every save. */
  readonly generation: number
  /** Sealed. Any length. */
  readonly accessToken: string
  /** Sealed; `null` where the seller granted none. Any length. */
  readonly refreshToken: string | null
  /** When the access token ends. */
  readonly expiresAt: Date
  /** When a renewal is due; `null` when there is nothing to renew or no use in trying. */
  readonly dueAt: Date | null
  /** Why the seller must link again; `null` while all is well. */
  readonly lostReason: LostReason | null
  /** The app's user or shop the seller belongs to. */
  readonly owner: string | null
  /** Space separated. Any length. */
  readonly scope: string
  /** The seller's public key; `null` where the provider gave none. */
  readonly publicKey: string | null
  /** `live_mode` of the answer; `null` where it did not say. */
  readonly liveMode: boolean | null
  /** When the seller consented last. */
  readonly linkedAt: Date
  /** When the tokens were renewed last; `null` before the first time. */
  readonly renewedAt: Date | null
}

/** What came of asking for a lease. */
export type LeaseOutcome =
  | {
      readonly state: 'leased'
      /** As it is now, read under the lease. */
      readonly record: TokenRecord
      /** An earlier holder's lease ran out without a release or a save: it may have died at work. */
      readonly abandoned: boolean
    }
  | { readonly state: 'held' }
  | { readonly state: 'missing' }

/** A seller of whom what is stored is no record: one damaged row must not stop the others. */
export interface UnreadableSeller {
  /** Tells it from a record, and from a seller that was leased whole. */
  readonly state: 'unreadable'
  /** Where the damage is. */
  readonly sellerId: string
}

/** A seller that a sweep got: leased in any case. */
export type ClaimedSeller = Extract<LeaseOutcome, { state: 'leased' }> | UnreadableSeller

/** Which due sellers a sweep wants. */
export interface DueQuery {
  /** The application's Client ID. */
  readonly application: string
  /** Only records whose `dueAt` is at or before this. */
  readonly dueBefore: Date
  /** At most this many. */
  readonly limit: number
  /** Who leases them. */
  readonly holder: string
  /** For how long, in milliseconds. */
  readonly leaseMs: number
}

/**
 * Where seller tokens live. Small on purpose; every method is one atomic step, and each throws when it
 * cannot do its work, never returning `false` for a failure.
 *
 * A *lease* is also the proof that the store can be written, made before a single-use refresh token is
 * spent. Its time is judged by the store's own clock, because the machines' clocks differ. A lease that
 * was neither released nor ended by its holder's save stays on record after it runs out: the next holder
 * is told that it was `abandoned`.
 *
 * `mercadopago-oauth/store-contract` holds a test for every sentence here.
 */
export interface TokenStore extends ReplayGuard {
  /** The record as last saved, never an older copy; `undefined` when there is none. Throws when it cannot be read. */
  get(key: SellerKey): Promise<TokenRecord | undefined>
  /**
   * Writes the record if the stored generation is `expected` (`undefined`: if there is no record), and
   * tells whether it did. With `holder`, the lease ends in the same step if that holder has it.
   */
  save(record: TokenRecord, expected: number | undefined, holder?: string): Promise<boolean>
  /**
   * Takes the seller's lease for `leaseMs`, unless another holder's is running. The same holder may take
   * it again, which makes it last longer and is never `abandoned`.
   */
  lease(key: SellerKey, holder: string, leaseMs: number): Promise<LeaseOutcome>
  /** Ends the lease if that holder has it; does nothing to another's. */
  release(key: SellerKey, holder: string): Promise<void>
  /**
   * Leases up to `limit` due sellers, the longest due first, that nobody holds, this holder included. Two
   * callers never get the same one. If the answer is lost, its sellers stay leased until that runs out.
   */
  claimDue(query: DueQuery): Promise<ClaimedSeller[]>
  /** Every seller of an owner, in the order they were linked. */
  byOwner(application: string, owner: string): Promise<TokenRecord[]>
  /** Up to `limit` sellers in ascending order of `sellerId`, compared by code points, beginning after `after`. */
  list(
    application: string,
    after: string | undefined,
    limit: number,
  ): Promise<(TokenRecord | UnreadableSeller)[]>
  /** Removes the record and its lease; does nothing when there is none. */
  delete(key: SellerKey): Promise<void>
}
