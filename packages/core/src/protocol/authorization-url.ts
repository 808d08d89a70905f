import type { Application } from './token-endpoint.ts'

/** What an authorization URL carries besides the application's own parameters. */
export interface AuthorizationUrlParameters {
  /** Comes back unchanged: `createState()`. */
  state: string
  /** `codeChallenge` of a `createPkcePair()`. */
  codeChallenge: string
  /** Permissions to ask for, after those of the provider. Default: none, so the application's own checkboxes decide. */
  scope?: string | readonly string[] | undefined
  /** Further parameters. They never override one of ours. */
  extraParams?: Readonly<Record<string, string>> | undefined
}

/**
 * The address of the consent page.
 *
 * @see RFC 6749, section 4.1.1; RFC 7636, section 4.3
 */
export function authorizationUrl(
  { clientId, redirectUri, provider }: Omit<Application, 'clientSecret'>,
  { state, codeChallenge, scope = [], extraParams }: AuthorizationUrlParameters,
): string {
  const { origin, pathname, searchParams } = new URL(provider.authorizationEndpoint)
  const scopeText = scopeOf(provider.scope, scope)
  const params = {
    ...extraParams,
    ...(scopeText === '' ? {} : { scope: scopeText }),
    ...provider.authorizationParams,
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    state,
    code_challenge: codeChallenge,
    code_challenge_method: provider.codeChallengeMethod,
  }
  for (const [name, value] of Object.entries(params)) searchParams.set(name, value)
  return `${origin}${pathname}?${searchParams}`
}

function scopeOf(always: readonly string[], named: string | readonly string[]): string {
  const words = typeof named === 'string' ? named.split(' ') : named
  return [...new Set([...always, ...words])].filter((word) => word !== '').join(' ')
}
