import type { Client } from '../../client.ts'
import { ReauthorizationRequiredError } from '../../errors.ts'
import type { LeasedSeller, Leases } from '../records/leases.ts'
import { isUsable } from '../records/live-token.ts'
import type { Announce } from '../records/seller-events.ts'
import type { SellerRecord } from '../records/seller-record.ts'
import type { SellerRecords } from '../records/seller-records.ts'
import { markLost } from './lost-seller.ts'
import type { Renewer } from './renewer.ts'

/** What a check works with. */
export interface AuthorizationCheckParts {
  client: Client
  records: SellerRecords
  leases: Leases
  renewer: Renewer
  announce: Announce
  clock: () => Date
}

/**
 * Asks the provider whether a seller's authorization still stands, by one read with the access token, and
 * marks the seller `revoked` if not. Under the lease, so that the token in the request is the latest: a
 * renewal that is under way is waited for.
 */
export async function checkAuthorization(
  parts: AuthorizationCheckParts,
  sellerId: string,
): Promise<void> {
  const taken = await parts.leases.take(sellerId, isOver)
  if ('done' in taken) return
  if (isUsable(taken.record, parts.clock())) return await askWithAccessToken(parts, taken)
  // An expired access token is refused in any case; the refresh token tells then, if there is a good one.
  if (taken.record.lostReason === null) await parts.renewer.renewLeased(taken)
  else await parts.leases.end(taken)
}

function isOver({ lostReason }: SellerRecord): boolean {
  return lostReason === 'revoked' || lostReason === 'expired'
}

async function askWithAccessToken(
  { client, records, leases, announce }: AuthorizationCheckParts,
  seller: LeasedSeller,
): Promise<void> {
  try {
    await client.userInfo(records.open(seller.record).accessToken)
  } catch (error) {
    if (!(error instanceof ReauthorizationRequiredError)) throw error
    await markLost({ records, announce }, seller, 'revoked')
  } finally {
    await leases.end(seller)
  }
}
