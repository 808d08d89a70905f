import type { TokenSet } from 'mercadopago-oauth'

/** The application of the tests. */
export const application = {
  clientId: '1234567890123456',
  clientSecret: 'canary-client-secret-of-32-chars',
  redirectUri: 'https://app.example/callback',
} as const

/** The example pair of RFC 7636, appendix B. */
export const codeVerifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
export const codeChallengeOfVerifier = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

/** Mercado Pago's response to a good code. */
export const tokenResponse = {
  access_token: 'APP_USR-1234567890123456-112112-0123456789abcdef0123456789abcdef-987654321',
  token_type: 'bearer',
  expires_in: 15552000,
  scope: 'offline_access read write',
  user_id: 987654321,
  refresh_token: 'TG-0123456789abcdef01234567-987654321',
  public_key: 'APP_USR-3a1c2f44-5a3b-4c0e-9d57-0a8e6a5f1b22',
  live_mode: true,
} as const

/** Every value of a token set, for exact comparison. */
export function valuesOf(tokens: TokenSet): Record<string, unknown> {
  const { accessToken, refreshToken, tokenType, expiresAt, scope, sellerId } = tokens
  const { publicKey, liveMode } = tokens
  return {
    accessToken,
    refreshToken,
    tokenType,
    expiresAt: expiresAt.toISOString(),
    scope,
    sellerId,
    publicKey,
    liveMode,
  }
}
