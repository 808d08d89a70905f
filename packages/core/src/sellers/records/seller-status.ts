import type { LostReason } from './record-body.ts'
import { scopeOf } from './record-change.ts'
import type { SellerRecord } from './seller-record.ts'

/** What a screen may show of a seller; never a token. */
export interface SellerStatus {
  /** The seller's id at the provider. */
  sellerId: string
  /** The app's user or shop the seller belongs to. */
  owner: string | undefined
  /** Whether the link works without the seller doing anything. */
  isLinked: boolean
  /** Why the seller must link again, or will have to. */
  lostReason: LostReason | undefined
  /** When the access token expires. */
  expiresAt: Date
  /** When a renewal is due; absent when there is nothing to renew. */
  dueAt: Date | undefined
  /** When the seller consented last. */
  linkedAt: Date
  /** When the tokens were renewed last; absent before the first time. */
  renewedAt: Date | undefined
  /** The granted permissions. */
  scope: readonly string[]
  /** The seller's public key for Mercado Pago's front-end libraries. */
  publicKey: string | undefined
  /** Whether the provider calls these credentials production ones; absent when it does not say. */
  liveMode: boolean | undefined
}

export function sellerStatus(record: SellerRecord): SellerStatus {
  const { sellerId, expiresAt, linkedAt } = record
  return {
    sellerId,
    owner: record.owner ?? undefined,
    isLinked: record.lostReason === null,
    lostReason: record.lostReason ?? undefined,
    expiresAt,
    dueAt: record.dueAt ?? undefined,
    linkedAt,
    renewedAt: record.renewedAt ?? undefined,
    scope: scopeOf(record),
    publicKey: record.publicKey ?? undefined,
    liveMode: record.liveMode ?? undefined,
  }
}
