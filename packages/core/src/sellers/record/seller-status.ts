import type { LostReason, TokenRecord } from '../store/token-store.ts'

/** What a screen may show of a seller; never a token. */
export interface SellerStatus {
  sellerId: string
  owner: string | undefined
  /** Whether the link works without the seller doing anything. */
  isLinked: boolean
  /** Why the seller must link again, or will have to. */
  lostReason: LostReason | undefined
  /** When the access token ends. */
  expiresAt: Date
  /** When a renewal is due; absent when there is nothing to renew. */
  dueAt: Date | undefined
  linkedAt: Date
  renewedAt: Date | undefined
  scope: readonly string[]
  publicKey: string | undefined
  liveMode: boolean | undefined
}

export function sellerStatus(record: TokenRecord): SellerStatus {
  return {
    sellerId: record.sellerId,
    owner: record.owner ?? undefined,
    isLinked: record.lostReason === null,
    lostReason: record.lostReason ?? undefined,
    expiresAt: record.expiresAt,
    dueAt: record.dueAt ?? undefined,
    linkedAt: record.linkedAt,
    renewedAt: record.renewedAt ?? undefined,
    scope: record.scope.split(' ').filter((word) => word !== ''),
    publicKey: record.publicKey ?? undefined,
    liveMode: record.liveMode ?? undefined,
  }
}
