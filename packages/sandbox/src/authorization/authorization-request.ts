import { type CodeChallenge, readCodeChallenge } from '../grants/code-challenge.ts'
import type { Application, Applications } from '../registry/application.ts'
import type { Switches } from '../switches/switches.ts'
import { codeChallengeFault } from './code-challenge-fault.ts'
import { redirectUriFault } from './redirect-uri-fault.ts'
import { AuthorizationRefusal } from './refusal.ts'

const parameters = [
  'client_id',
  'response_type',
  'redirect_uri',
  'state',
  'scope',
  'platform_id',
  'code_challenge',
  'code_challenge_method',
]
// No limit is documented. This one is the length of a short database column.
const longestState = 255

/** An authorization request that may go on to the consent page. */
export interface AuthorizationRequest {
  readonly application: Application
  readonly redirectUri: string
  readonly state: string | undefined
  readonly challenge: CodeChallenge | undefined
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
  const application = readApplication(query, applications)
  const redirectUri = readRedirectUri(query, application, switches)
  assertResponseType(query, application)
  assertPlatform(query, switches)
  assertState(query, switches)
  const challenge = readChallenge(query, application, switches)
  return { application, redirectUri, state: query.get('state') ?? undefined, challenge }
}

// RFC 6749, section 3.1: a parameter must not be included more than once.
function assertNothingRepeated(query: URLSearchParams): void {
  const names = [...query.keys()]
  const name = names.find((each, index) => names.indexOf(each) < index)
  if (name === undefined) return
  const what = parameters.includes(name) ? name : 'A parameter'
  throw new AuthorizationRefusal('repeated_parameter', `${what} appears more than once.`)
}

function readApplication(query: URLSearchParams, applications: Applications): Application {
  const clientId = query.get('client_id') ?? ''
  const application = applications.find(clientId)
  if (application) return application
  throw new AuthorizationRefusal('unknown_client', clientIdFault(clientId))
}

function clientIdFault(clientId: string): string {
  if (clientId === '') return 'client_id is missing.'
  if (/^\d+$/.test(clientId)) return `No application has the client_id ${clientId.slice(0, 32)}.`
  return 'client_id is not a number. Send the number of the application, not its secret or a token.'
}

function readRedirectUri(
  query: URLSearchParams,
  { redirectUris }: Application,
  { plainHttpRedirect, redirectQuery }: Switches,
): string {
  const received = query.get('redirect_uri') ?? ''
  if (!redirectUris.includes(received)) {
    throw new AuthorizationRefusal('redirect_uri', redirectUriFault(received, redirectUris))
  }
  if (plainHttpRedirect === 'refused' && !received.startsWith('https:')) {
    throw new AuthorizationRefusal('redirect_uri', 'redirect_uri must use https, not http.')
  }
  if (redirectQuery === 'refused' && received.includes('?')) {
    throw new AuthorizationRefusal('redirect_uri', 'redirect_uri must not have a query.')
  }
  return received
}

function assertResponseType(query: URLSearchParams, { flows }: Application): void {
  const responseType = query.get('response_type') ?? ''
  if (responseType !== 'code') {
    const fault = responseType === '' ? 'is missing' : 'has another value'
    throw new AuthorizationRefusal('response_type', `response_type ${fault}. It must be "code".`)
  }
  if (!flows.includes('authorization_code')) {
    throw new AuthorizationRefusal(
      'flow_disabled',
      'The application does not allow the flow authorization_code.',
    )
  }
}

function assertPlatform(query: URLSearchParams, { platformId }: Switches): void {
  if (platformId === 'ignored' || query.get('platform_id') === 'mp') return
  const fault = query.has('platform_id') ? 'has another value' : 'is missing'
  throw new AuthorizationRefusal('platform_id', `platform_id ${fault}. It must be "mp".`)
}

function assertState(query: URLSearchParams, { longState }: Switches): void {
  const { length } = query.get('state') ?? ''
  if (longState === 'accepted' || length <= longestState) return
  throw new AuthorizationRefusal(
    'state',
    `state has ${length} characters. It must have at most ${longestState}.`,
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
        'PKCE is required for this application and code_challenge is missing.',
      )
    }
    if (method === null) return undefined
    throw new AuthorizationRefusal(
      'code_challenge',
      'code_challenge_method was sent without code_challenge.',
    )
  }
  if (pkce === 'off') {
    throw new AuthorizationRefusal(
      'pkce_off',
      'PKCE is off for this application and code_challenge was sent.',
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
    codeChallengeFault(value, method ?? undefined, missingChallengeMethod),
  )
}
