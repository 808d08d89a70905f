import { TokenResponseError } from '../errors.ts'
import { assertAvailable, jsonObject } from '../http/response.ts'
import { createTransport, type TransportOptions } from '../http/transport.ts'
import { assertOptionalObject, assertString, invalidValue, secureUrl } from '../option.ts'
import { openIdProfile } from './open-id-profile.ts'
import type { Provider } from './provider.ts'

/** Options of {@link discoverProvider}: how the metadata is asked for, and what the provider is called. */
export interface DiscoveryOptions extends TransportOptions {
  /** Short name; Passport's strategy name. Default: the issuer's host. */
  name?: string
}

type Metadata = Readonly<Record<string, unknown>>

/**
 * Reads a server's metadata and makes a provider of it: a plain object, to be spread where the server
 * differs from what it says. Do it once, at start.
 *
 * @param issuer - exactly as the server writes it; absolute https URL.
 * @throws TypeError `ERR_INVALID_ARG_VALUE`, naming `issuer`: it has another name for itself, or lacks what is needed.
 * @throws TokenResponseError `token_response_invalid`: there are no metadata.
 * @throws UpstreamUnavailableError `upstream_unavailable`, `upstream_timeout`, `upstream_rate_limited`
 * @see OpenID Connect Discovery 1.0, section 4; RFC 8414, section 3
 */
export async function discoverProvider(
  issuer: string,
  options: DiscoveryOptions = {},
): Promise<Provider> {
  const url = secureUrl(issuer, 'issuer')
  if (url.search !== '') throw invalidValue('issuer', 'must not carry a query')
  assertOptionalObject(options, 'options')
  const { name = url.host } = options
  assertString(name, 'name')
  const metadata = await readMetadata(url, createTransport(options))
  if (metadata.issuer !== issuer) {
    throw invalidValue('issuer', 'must be written exactly as the server writes it in its metadata')
  }
  return { name, ...providerOf(metadata, issuer) }
}

/** Where OpenID Connect puts them, else where RFC 8414 does. */
async function readMetadata(
  { origin, pathname }: URL,
  transport: ReturnType<typeof createTransport>,
): Promise<Metadata> {
  const path = pathname.replace(/\/$/, '')
  for (const url of [
    `${origin}${path}/.well-known/openid-configuration`,
    `${origin}/.well-known/oauth-authorization-server${path}`,
  ]) {
    const response = await transport({ method: 'GET', url, headers: {} })
    assertAvailable(response)
    const metadata = response.status === 200 ? jsonObject(response) : undefined
    if (metadata !== undefined) return metadata
  }
  throw new TokenResponseError()
}

function providerOf(metadata: Metadata, issuer: string): Omit<Provider, 'name'> {
  const userInfoEndpoint = endpoint(metadata, 'userinfo_endpoint')
  const revocationEndpoint = endpoint(metadata, 'revocation_endpoint')
  assertS256(metadata)
  return {
    authorizationEndpoint: requiredEndpoint(metadata, 'authorization_endpoint'),
    tokenEndpoint: requiredEndpoint(metadata, 'token_endpoint'),
    clientAuthentication: clientAuthentication(metadata),
    issuer,
    requireIssuer: metadata.authorization_response_iss_parameter_supported === true,
    ...(userInfoEndpoint === undefined
      ? {}
      : { userInfoEndpoint, scope: ['openid'], profile: openIdProfile }),
    ...(revocationEndpoint === undefined ? {} : { revocationEndpoint }),
  }
}

/** Metadata that came by https must not lead to http, not even on this machine. */
function endpoint(metadata: Metadata, member: string): string | undefined {
  const value = metadata[member]
  if (value === undefined) return undefined
  const { href, protocol } = secureUrl(value, `issuer.${member}`)
  const isIssuerSecure = String(metadata.issuer).startsWith('https:')
  if (isIssuerSecure && protocol !== 'https:') {
    throw invalidValue(`issuer.${member}`, 'must use https, as the issuer does')
  }
  return href
}

function requiredEndpoint(metadata: Metadata, member: string): string {
  const url = endpoint(metadata, member)
  if (url === undefined) throw invalidValue('issuer', `must be a server that names its ${member}`)
  return url
}

/** A server that says nothing of methods is taken to know it. */
function assertS256({ code_challenge_methods_supported: methods }: Metadata): void {
  if (methods !== undefined && !list(methods).includes('S256')) {
    throw invalidValue('issuer', 'must be a server that supports PKCE with S256')
  }
}

/** What the server leaves unsaid is HTTP Basic (RFC 8414, section 2). */
function clientAuthentication({
  token_endpoint_auth_methods_supported: methods = ['client_secret_basic'],
}: Metadata): Provider['clientAuthentication'] {
  const ours = ['client_secret_basic', 'client_secret_post'] as const
  const method = ours.find((one) => list(methods).includes(one))
  if (method === undefined) {
    throw invalidValue('issuer', 'must be a server that takes a client secret')
  }
  return method
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
