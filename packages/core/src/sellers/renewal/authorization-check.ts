import type { Client } from '../../client.ts'
import { ReauthorizationRequiredError } from '../../errors.ts'
import type { LeasedSeller, Leases } from '../records/leases.ts'
import { isUsable } from '../records/live-token.ts'
import type { Announce } from '../records/seller-events.ts'
import type { SellerRecord } from '../records/seller-record.ts'
import type { SellerRecords } from '../records/seller-records.ts'
import { markLost } from './lost-seller.ts'
import type { PendingSaves } from './pending-saves.ts'
import type { Renewer } from './renewer.ts'

/** The dependencies of a check. */
export interface AuthorizationCheckParts {
  client: Client
  records: SellerRecords
  leases: Leases
  pending: PendingSaves
  renewer: Renewer
  announce: Announce
  clock: () => Date
}

/**
 * Asks the provider whether a seller's authorization still stands, and marks the seller `revoked` if not. An
 * access token that is refused proves little, so the refresh token is tried, too, if there is a good one. Under
 * the lease, so that the tokens are the latest: a renewal that is under way is waited for.
 */
export async function checkAuthorization(
  parts: AuthorizationCheckParts,
  sellerId: string,
): Promise<void> {
  // A pair that is kept here is newer than the record. Without it, the check would judge tokens that are spent.
  await parts.pending.saveKept(sellerId)
  const taken = await parts.leases.take(sellerId, isOver)
  if ('done' in taken) return
  const { lostReason, refreshToken } = taken.record
  const isRenewable = lostReason === null && refreshToken !== null
  if (isUsable(taken.record, parts.clock())) {
    if (await isAccepted(parts, taken)) await parts.leases.end(taken)
    else if (isRenewable) await parts.renewer.renewLeased(taken)
    else await markLost(parts, taken, 'revoked')
  } else if (isRenewable) await parts.renewer.renewLeased(taken)
  else await parts.leases.end(taken)
}

function isOver({ lostReason }: SellerRecord): boolean {
  return lostReason === 'revoked' || lostReason === 'expired'
}

/** Whether the provider takes the access token. A failure to ask leaves everything as it was. */
async function isAccepted(
  { client, records, leases }: AuthorizationCheckParts,
  seller: LeasedSeller,
): Promise<boolean> {
  try {
    const { accessToken } = await records.open(seller.record)
    await client.userInfo(accessToken)
    return true
  } catch (error) {
    if (error instanceof ReauthorizationRequiredError) return false
    await leases.end(seller)
    throw error
  }
}
