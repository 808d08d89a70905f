import { assertObject, assertOptionalString, baseUrl, invalidValue } from '../option.ts'
import { openIdProfile } from './open-id-profile.ts'
import type { Provider } from './provider.ts'

/** Options of {@link wso2Provider}. */
export interface Wso2Options {
  /** Where the server is, such as `https://localhost:9443`. Absolute https URL, with the path before `/oauth2` if there is one. */
  baseUrl: string
  /** Whose users sign in. Default: the server's own. */
  tenant?: string
}

/**
 * WSO2 Identity Server. The application needs the grant types *Code* and *Refresh Token*, and its callback URL is
 * compared exactly. A server with a private certificate needs the client option `agent: new Agent({ ca })`.
 *
 * @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming the option.
 * @see https://is.docs.wso2.com/en/6.1.0/guides/login/oidc-auth-code-pkce/
 */
export function wso2Provider(options: Wso2Options): Provider {
  assertObject(options, 'options')
  const oauth2 = `${baseUrl(options.baseUrl, 'baseUrl')}${tenantPath(options.tenant)}/oauth2`
  return {
    name: 'wso2',
    authorizationEndpoint: `${oauth2}/authorize`,
    tokenEndpoint: `${oauth2}/token`,
    userInfoEndpoint: `${oauth2}/userinfo`,
    revocationEndpoint: `${oauth2}/revoke`,
    clientAuthentication: 'client_secret_basic',
    // Without it there is no profile, and so nobody to keep the tokens for.
    scope: ['openid'],
    issuer: `${oauth2}/token`,
    profile: openIdProfile,
  }
}

function tenantPath(tenant: string | undefined): string {
  assertOptionalString(tenant, 'tenant')
  if (tenant === undefined) return ''
  if (!/^[\w-][\w.-]*$/.test(tenant)) {
    throw invalidValue('tenant', 'must be a domain, such as shop.example')
  }
  return `/t/${tenant}`
}
