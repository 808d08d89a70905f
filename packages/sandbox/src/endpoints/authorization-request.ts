import { type CodeChallenge, readCodeChallenge } from '../grants/code-challenge.ts'
import type { Application, Applications } from '../registry/application.ts'
import type { Switches } from '../switches/switches.ts'

// Nothing is documented. It is what a short column of a database holds.
const longestState = 255

/** An authorization request that may go on to the consent page. */
export interface AuthorizationRequest {
  readonly application: Application
  readonly redirectUri: string
  readonly state: string | undefined
  readonly challenge: CodeChallenge | undefined
}

/**
 * A request that is refused with a page. Mercado Pago does not redirect on a configuration fault: the
 * application's callback is never called.
 */
export class AuthorizationRefusal extends Error {
  /** Short and stable, for the request log. */
  readonly reason: string

  /** @param explanation - One sentence for the developer; never a value that could be a secret. */
  constructor(reason: string, explanation: string) {
    super(explanation)
    this.reason = reason
  }
}

/**
 * Reads the query of an authorization request. `scope` is not looked at: the scopes are those of the
 * application.
 *
 * @throws AuthorizationRefusal
 */
export function readAuthorizationRequest(
  query: URLSearchParams,
  applications: Applications,
  switches: Switches,
): AuthorizationRequest {
  assertNothingRepeated(query)
  const application = applications.find(query.get('client_id') ?? '')
  if (!application) {
    throw new AuthorizationRefusal('unknown_client', 'No application has this client_id.')
  }
  const redirectUri = readRedirectUri(query, application)
  assertRedirectForm(redirectUri, switches)
  if (query.get('response_type') !== 'code') {
    throw new AuthorizationRefusal('response_type', 'response_type must be "code".')
  }
  if (!application.flows.includes('authorization_code')) {
    throw new AuthorizationRefusal(
      'flow_disabled',
      'The flow authorization_code is switched off for this application.',
    )
  }
  assertPlatform(query, switches)
  assertState(query, switches)
  const challenge = readChallenge(query, application, switches)
  return { application, redirectUri, state: query.get('state') ?? undefined, challenge }
}

// RFC 6749, section 3.1: a parameter must not be included more than once.
function assertNothingRepeated(query: URLSearchParams): void {
  if (new Set(query.keys()).size === query.size) return
  throw new AuthorizationRefusal('repeated_parameter', 'A parameter is there more than once.')
}

function readRedirectUri(query: URLSearchParams, { redirectUris }: Application): string {
  const received = query.get('redirect_uri')
  if (received !== null && redirectUris.includes(received)) return received
  const registered = redirectUris.length > 0 ? redirectUris.join(', ') : 'none'
  throw new AuthorizationRefusal(
    'redirect_uri',
    `redirect_uri is not identical to a registered one.\nRegistered: ${registered}\nReceived: ${received ?? 'none'}`,
  )
}

function assertRedirectForm(uri: string, { plainHttpRedirect, redirectQuery }: Switches): void {
  if (plainHttpRedirect === 'refused' && !uri.startsWith('https:')) {
    throw new AuthorizationRefusal('redirect_uri', 'redirect_uri must be https.')
  }
  if (redirectQuery === 'refused' && uri.includes('?')) {
    throw new AuthorizationRefusal('redirect_uri', 'redirect_uri must not have a query.')
  }
}

function assertPlatform(query: URLSearchParams, { platformId }: Switches): void {
  if (platformId === 'ignored' || query.get('platform_id') === 'mp') return
  throw new AuthorizationRefusal('platform_id', 'platform_id must be "mp".')
}

function assertState(query: URLSearchParams, { longState }: Switches): void {
  const { length } = query.get('state') ?? ''
  if (longState === 'accepted' || length <= longestState) return
  throw new AuthorizationRefusal(
    'state',
    `state has ${length} characters, which is more than ${longestState}.`,
  )
}

function readChallenge(
  query: URLSearchParams,
  { pkce }: Application,
  { missingChallenge, missingChallengeMethod, plainMethodName }: Switches,
): CodeChallenge | undefined {
  const value = query.get('code_challenge')
  const method = query.get('code_challenge_method')
  if (value === null) {
    if (pkce === 'required' && missingChallenge === 'page') {
      throw new AuthorizationRefusal(
        'pkce_required',
        'PKCE is switched on for this application and code_challenge is missing.',
      )
    }
    if (method === null) return undefined
    throw new AuthorizationRefusal(
      'code_challenge',
      'code_challenge_method is there without a code_challenge.',
    )
  }
  if (pkce === 'off') {
    throw new AuthorizationRefusal(
      'pkce_off',
      'PKCE is switched off for this application and a code_challenge was sent.',
    )
  }
  const plainNames = plainMethodName === 'either' ? ['plain', 'Plain'] : [plainMethodName]
  const challenge =
    method === null
      ? readCodeChallenge(value, missingChallengeMethod, [missingChallengeMethod])
      : readCodeChallenge(value, method, plainNames)
  if (challenge) return challenge
  throw new AuthorizationRefusal(
    'code_challenge',
    'The challenge is malformed: S256 takes 43 base64url characters; plain, also the meaning of no code_challenge_method, takes 43 to 128 characters of the RFC 7636 alphabet.',
  )
}
