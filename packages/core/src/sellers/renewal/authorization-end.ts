import type { Client } from '../../client.ts'
import { MercadoPagoOAuthError } from '../../errors.ts'
import type { Revocation } from '../../protocol/revocation.ts'
import { isUsable } from '../records/live-token.ts'
import type { SellerRecord } from '../records/seller-record.ts'
import type { SellerRecords } from '../records/seller-records.ts'

/** The dependencies of a revocation. */
export interface AuthorizationEndParts {
  client: Client
  records: SellerRecords
  clock: () => Date
}

/** Tells the provider that the authorization of a removed seller is over; `false` when it did not agree. */
export async function endAuthorization(
  parts: AuthorizationEndParts,
  record: SellerRecord,
): Promise<boolean> {
  try {
    return await parts.client.revoke(await revocationOf(parts, record))
  } catch (error) {
    if (error instanceof MercadoPagoOAuthError) return false
    throw error
  }
}

/** An authorization is deleted with an access token that still works: an expired one is renewed first. */
async function revocationOf(
  { client, records, clock }: AuthorizationEndParts,
  record: SellerRecord,
): Promise<Revocation> {
  const { sellerId, lostReason } = record
  const accessToken = await records.reveal(record, 'accessToken')
  if (record.refreshToken === null) return { sellerId, accessToken }
  const refreshToken = await records.reveal(record, 'refreshToken')
  const isDeleted = client.provider.authorizationUrlOf !== undefined
  if (!isDeleted || lostReason !== null || isUsable(record, clock())) {
    return { sellerId, accessToken, refreshToken }
  }
  const renewed = await client.refreshTokenGrant(refreshToken)
  const { accessToken: latest, refreshToken: next = refreshToken } = renewed
  return { sellerId, accessToken: latest, refreshToken: next }
}
