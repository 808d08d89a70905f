import type { HttpRequest } from '../http/transport.ts'
import { assertString, secureUrl } from '../option.ts'
import { type Application, clientRequest } from './token-endpoint.ts'

/** An authorization that is to end. */
export interface Revocation {
  /** Whose authorization. */
  sellerId: string
  /** Sent where there is no refresh token, and where the provider wants it as proof. */
  accessToken: string
  /** Sent instead of the access token, which ends with it. */
  refreshToken?: string | undefined
}

/**
 * What ends an authorization at this provider; nothing where there is no way. A refresh token takes the
 * access tokens along.
 *
 * @see RFC 7009, section 2.1
 */
export function revocationRequests(
  application: Application,
  { sellerId, accessToken, refreshToken }: Revocation,
): HttpRequest[] {
  assertString(accessToken, 'accessToken')
  const { clientId, provider } = application
  const { revocationEndpoint, authorizationUrlOf } = provider
  const requests: HttpRequest[] = []
  if (revocationEndpoint !== undefined) {
    const hint = refreshToken === undefined ? 'access_token' : 'refresh_token'
    const form = { token: refreshToken ?? accessToken, token_type_hint: hint }
    requests.push(clientRequest(application, revocationEndpoint, form))
  }
  if (authorizationUrlOf !== undefined) {
    const { href } = secureUrl(
      authorizationUrlOf({ clientId, sellerId }),
      'authorizationUrlOf',
      provider.developmentHosts,
    )
    const headers = { authorization: `Bearer ${accessToken}` }
    requests.push({ method: 'DELETE', url: href, headers })
  }
  return requests
}
