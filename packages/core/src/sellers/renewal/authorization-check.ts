import type { Client } from '../../client.ts'
import { ReauthorizationRequiredError } from '../../errors.ts'
import { isUsable } from '../access/live-token.ts'
import type { Announce } from '../seller-events.ts'
import type { GuardedStore } from '../store/guarded-store.ts'
import type { TokenRecord } from '../store/token-store.ts'
import type { LeasedSeller, Leases } from './leases.ts'
import { markLost } from './lost-mark.ts'
import type { Renewer } from './renewer.ts'

/** What a check works with. */
export interface AuthorizationCheckParts {
  client: Client
  store: GuardedStore
  leases: Leases
  renewer: Renewer
  announce: Announce
  clock: () => Date
}

/**
 * Asks the provider whether a seller's authorization still stands, by one read with the access token, and
 * marks the seller `revoked` if not. Under the lease, so that the token asked about is the latest: a
 * renewal that is under way is waited for.
 */
export async function checkAuthorization(
  parts: AuthorizationCheckParts,
  sellerId: string,
): Promise<void> {
  const taken = await parts.leases.take(sellerId, isOver)
  if ('done' in taken) return
  if (isUsable(taken.record, parts.clock())) return await askWithAccessToken(parts, taken)
  // A token that has ended is refused in any case; the refresh token tells then, if there is a good one.
  if (taken.record.lostReason === null) await parts.renewer.renewLeased(taken)
  else await parts.leases.end(taken)
}

function isOver({ lostReason }: TokenRecord): boolean {
  return lostReason === 'revoked' || lostReason === 'expired'
}

async function askWithAccessToken(
  { client, store, leases, renewer, announce }: AuthorizationCheckParts,
  seller: LeasedSeller,
): Promise<void> {
  try {
    await client.userInfo(renewer.open(seller.record).accessToken)
  } catch (error) {
    if (!(error instanceof ReauthorizationRequiredError)) throw error
    await markLost({ store, announce }, seller, 'revoked')
  } finally {
    await leases.end(seller)
  }
}
