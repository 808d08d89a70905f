import type { IssuedTokens } from '../grants/ledger.ts'
import type { Switches } from '../switches/switches.ts'

/** The body of a good answer of the token endpoint. */
export function tokenAnswer(
  { grant, publicKey, refreshToken, ...tokens }: IssuedTokens,
  grantType: string,
  switches: Switches,
): Record<string, unknown> {
  const isSparse = grantType === 'refresh_token' && switches.renewalAnswer === 'sparse'
  return {
    access_token: tokens.accessToken,
    token_type: switches.tokenType,
    expires_in: tokens.expiresInSeconds,
    scope: scopeOf(grant.scopes, switches),
    ...(!isSparse && { user_id: grant.userId }),
    ...(refreshToken && { refresh_token: refreshToken }),
    ...(publicKey && !isSparse && { public_key: publicKey }),
    ...(!isSparse && { live_mode: grant.isLive || switches.testTokenLiveMode === 'true' }),
  }
}

function scopeOf(scopes: readonly string[], { scopeWords }: Switches): string {
  if (scopeWords === 'reversed') return scopes.toReversed().join(' ')
  // An old record of Mercado Pago has this word.
  return [...scopes, ...(scopeWords === 'extra' ? ['payments'] : [])].join(' ')
}
