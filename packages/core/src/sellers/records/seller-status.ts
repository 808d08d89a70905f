import { isExpired } from './live-token.ts'
import type { LostReason } from './record-body.ts'
import { scopeOf } from './record-change.ts'
import { isOverdue } from './renewal-window.ts'
import type { SellerRecord } from './seller-record.ts'

/**
 * The state of a seller's link. `linked`: no problem. `overdue`: the token works, but should have been renewed days
 * ago: check that sweeps run. `ended`: the access token expired and was not renewed. `relink`: the seller must link
 * again, see `lostReason`; the token may still work until `expiresAt`.
 */
export type SellerState = 'linked' | 'overdue' | 'ended' | 'relink'

/** What a screen may show of a seller; never a token. */
export interface SellerStatus {
  /** The seller's id at the provider. */
  sellerId: string
  /** The app's user or shop the seller belongs to. */
  owner: string | undefined
  /** The state of the link. */
  state: SellerState
  /** Whether the state is `linked` or `overdue`: the token works, and the seller need not do anything. */
  isLinked: boolean
  /** Why the seller must link again; absent otherwise. */
  lostReason: LostReason | undefined
  /** Whether the seller granted no refresh token: the link ends at `expiresAt`, and only a new consent prolongs it. */
  cannotRenew: boolean
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

/** What a status is judged by. */
export interface StatusParts {
  now: Date
  renewBeforeMs: number
}

export function sellerStatus(record: SellerRecord, parts: StatusParts): SellerStatus {
  const { sellerId, expiresAt, linkedAt } = record
  const state = stateOf(record, parts)
  return {
    sellerId,
    owner: record.owner ?? undefined,
    state,
    isLinked: state === 'linked' || state === 'overdue',
    lostReason: record.lostReason ?? undefined,
    cannotRenew: record.refreshToken === null,
    expiresAt,
    dueAt: record.dueAt ?? undefined,
    linkedAt,
    renewedAt: record.renewedAt ?? undefined,
    scope: scopeOf(record),
    publicKey: record.publicKey ?? undefined,
    liveMode: record.liveMode ?? undefined,
  }
}

function stateOf(record: SellerRecord, { now, renewBeforeMs }: StatusParts): SellerState {
  if (record.lostReason !== null) return 'relink'
  if (isExpired(record, now)) return 'ended'
  const { linkedAt, renewedAt, expiresAt } = record
  const life = { issuedAt: renewedAt ?? linkedAt, expiresAt, renewBeforeMs }
  return isOverdue(life, now) ? 'overdue' : 'linked'
}
