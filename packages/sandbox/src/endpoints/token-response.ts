import type { IssuedTokens } from '../grants/ledger.ts'
import type { Switches } from '../switches/switches.ts'

/** The body of a good response of the token endpoint. */
export function tokenResponse(
  { grant, publicKey, refreshToken, ...tokens }: IssuedTokens,
  grantType: string,
  switches: Switches,
): Record<string, unknown> {
  const isSparse = grantType === 'refresh_token' && switches.renewalResponse === 'sparse'
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
  return [...scopes, ...moreWords(scopeWords)].join(' ')
}

function moreWords(scopeWords: Switches['scopeWords']): readonly string[] {
  // An old record of Mercado Pago has this word.
  if (scopeWords === 'extra') return ['payments']
  return scopeWords === 'long' ? Array.from({ length: 80 }, (_, index) => `word-${index + 1}`) : []
}
