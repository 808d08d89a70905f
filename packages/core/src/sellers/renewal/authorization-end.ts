import type { Client } from '../../client.ts'
import { MercadoPagoOAuthError } from '../../errors.ts'
import type { Revocation } from '../../protocol/revocation.ts'
import { isUsable } from '../access/live-token.ts'
import type { TokenVault } from '../record/token-vault.ts'
import type { TokenRecord } from '../store/token-store.ts'

/** What an end works with. */
export interface AuthorizationEndParts {
  client: Client
  vault: TokenVault
  clock: () => Date
}

/** Tells the provider that the authorization of a seller who was removed is over; `false` when it did not agree. */
export async function endAuthorization(
  parts: AuthorizationEndParts,
  record: TokenRecord,
): Promise<boolean> {
  try {
    return await parts.client.revoke(await revocationOf(parts, record))
  } catch (error) {
    if (error instanceof MercadoPagoOAuthError) return false
    throw error
  }
}

/** An authorization is deleted with an access token that still works: one that has ended is renewed. */
async function revocationOf(
  { client, vault, clock }: AuthorizationEndParts,
  record: TokenRecord,
): Promise<Revocation> {
  const { sellerId, lostReason } = record
  const accessToken = vault.open(record, 'accessToken')
  if (record.refreshToken === null) return { sellerId, accessToken }
  const refreshToken = vault.open(record, 'refreshToken')
  const isDeleted = client.provider.authorizationUrlOf !== undefined
  if (!isDeleted || lostReason !== null || isUsable(record, clock())) {
    return { sellerId, accessToken, refreshToken }
  }
  const renewed = await client.refreshTokenGrant(refreshToken)
  const { accessToken: latest, refreshToken: next = refreshToken } = renewed
  return { sellerId, accessToken: latest, refreshToken: next }
}
