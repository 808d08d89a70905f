import type Router from '@koa/router'
import { originOf } from '../../origin.ts'
import type { NotedState } from '../../request-log.ts'
import type { IdTokenSigner } from '../grants/id-token.ts'

/**
 * The discovery document, below the issuer, which is the token endpoint; and the key set.
 *
 * @see OpenID Connect Discovery 1.0, section 4
 */
export function addDiscovery(
  router: Router<NotedState>,
  { tenantPath, signer }: { tenantPath: string; signer: IdTokenSigner },
): void {
  const oauth2 = `${tenantPath}/oauth2`

  router.get(`${oauth2}/token/.well-known/openid-configuration`, (ctx) => {
    const base = `${originOf(ctx)}${oauth2}`
    ctx.body = {
      issuer: `${base}/token`,
      authorization_endpoint: `${base}/authorize`,
      token_endpoint: `${base}/token`,
      revocation_endpoint: `${base}/revoke`,
      introspection_endpoint: `${base}/introspect`,
      userinfo_endpoint: `${base}/userinfo`,
      jwks_uri: `${base}/jwks`,
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      scopes_supported: ['openid'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      code_challenge_methods_supported: ['S256', 'plain'],
    }
  })

  router.get(`${oauth2}/jwks`, (ctx) => {
    ctx.body = { keys: [signer.jwk] }
  })
}
