import {
  assertObject,
  assertOptionalBoolean,
  assertOptionalFunction,
  assertOptionalObject,
  assertOptionalString,
  assertString,
  checkedPrivateHosts,
  invalidType,
  invalidValue,
  secureUrl,
} from '../option.ts'
import type { ProfileFields } from './seller-profile.ts'

/** An authorization server: where it is, and how it differs from the others. A plain object, so spread it to change a part. */
export interface Provider {
  /** Short name; Passport's strategy name and `profile.provider`. */
  name: string
  /** Absolute https URL (RFC 6749, section 3.1). */
  authorizationEndpoint: string
  /** Absolute https URL (RFC 6749, section 3.2). */
  tokenEndpoint: string
  /** Absolute https URL of the profile. Without it there is no `userInfo`. */
  userInfoEndpoint?: string
  /** How the client proves itself at the token endpoint (RFC 6749, section 2.3.1). */
  clientAuthentication: 'client_secret_post' | 'client_secret_basic'
  /** Default `S256`. `plain` only for a server that knows nothing better (RFC 7636, section 4.2). */
  codeChallengeMethod?: 'S256' | 'plain'
  /** Permissions that are always asked for, before those the app names. Default: none. */
  scope?: readonly string[]
  /** Parameters added to every authorization URL. */
  authorizationParams?: Readonly<Record<string, string>>
  /** The `iss` an authorization response may have (RFC 9207). Default: the origin of `authorizationEndpoint`. */
  issuer?: string
  /** Refuse authorization responses without `iss`. Default `false`. */
  requireIssuer?: boolean
  /**
   * The member of a token response that holds the seller's numeric id. The response to a code grant is refused
   * without it. If the provider names no member, the id comes from the profile.
   */
  sellerIdMember?: string
  /** Absolute https URL that takes back a token (RFC 7009). */
  revocationEndpoint?: string
  /** The URL of a seller's authorization, where `DELETE` with the seller's token ends it. Absolute https. */
  authorizationUrlOf?(authorization: { clientId: string; sellerId: string }): string
  /**
   * Hosts that may be reached by http, as `localhost` may, for a sandbox in a container: single names such as
   * `sandbox`, or names that end with `.test`, `.local`, `.internal` or `.alt`. Public names are refused.
   * Default: none.
   */
  developmentHosts?: readonly string[]
  /** Reads the profile from the parsed response; `undefined` when it is not one. */
  profile?(response: Readonly<Record<string, unknown>>): ProfileFields | undefined
}

/** A provider whose every setting was checked and has its default. */
export interface CheckedProvider extends Provider {
  readonly codeChallengeMethod: 'S256' | 'plain'
  readonly scope: readonly string[]
  readonly authorizationParams: Readonly<Record<string, string>>
  readonly issuer: string
  readonly requireIssuer: boolean
  readonly developmentHosts: readonly string[]
}

type EndpointName =
  | 'authorizationEndpoint'
  | 'tokenEndpoint'
  | 'userInfoEndpoint'
  | 'revocationEndpoint'

/** Copies and freezes a provider, or throws a `TypeError` that names the setting. */
export function checkedProvider(provider: Provider): CheckedProvider {
  assertObject(provider, 'provider')
  assertString(provider.name, 'provider.name')
  const developmentHosts = checkedPrivateHosts(
    provider.developmentHosts,
    'provider.developmentHosts',
  )
  const endpoint = (name: EndpointName) =>
    secureUrl(provider[name], `provider.${name}`, developmentHosts)
  const authorizationEndpoint = endpoint('authorizationEndpoint')
  endpoint('tokenEndpoint')
  if (provider.userInfoEndpoint !== undefined) endpoint('userInfoEndpoint')
  if (provider.revocationEndpoint !== undefined) endpoint('revocationEndpoint')
  assertOptionalFunction(provider.authorizationUrlOf, 'provider.authorizationUrlOf')
  assertOptionalObject(provider.authorizationParams, 'provider.authorizationParams')
  const { scope = [] } = provider
  if (!Array.isArray(scope)) throw invalidType('provider.scope', 'must be an array')
  for (const word of scope) assertString(word, 'provider.scope')
  assertOptionalString(provider.sellerIdMember, 'provider.sellerIdMember')
  assertOptionalFunction(provider.profile, 'provider.profile')
  if (provider.sellerIdMember === undefined && !(provider.userInfoEndpoint && provider.profile)) {
    throw invalidValue(
      'provider.sellerIdMember',
      'must name the seller, unless "userInfoEndpoint" and "profile" do',
    )
  }
  assertOptionalString(provider.issuer, 'provider.issuer')
  assertOptionalBoolean(provider.requireIssuer, 'provider.requireIssuer')
  const { clientAuthentication, codeChallengeMethod = 'S256' } = provider
  if (!['client_secret_post', 'client_secret_basic'].includes(clientAuthentication)) {
    throw invalidValue(
      'provider.clientAuthentication',
      'must be client_secret_post or client_secret_basic',
    )
  }
  if (!['S256', 'plain'].includes(codeChallengeMethod)) {
    throw invalidValue('provider.codeChallengeMethod', 'must be S256 or plain')
  }
  return Object.freeze({
    ...provider,
    codeChallengeMethod,
    scope: Object.freeze([...scope]),
    authorizationParams: Object.freeze({ ...provider.authorizationParams }),
    issuer: provider.issuer ?? authorizationEndpoint.origin,
    requireIssuer: provider.requireIssuer ?? false,
    developmentHosts: Object.freeze(developmentHosts),
  })
}
