import type { Check } from './check.ts'
import { fault, type Observation, ok, unknown } from './finding.ts'
import { type TokenRefusal, tokenRefusal } from './token-refusal.ts'

const undecided = 'It is not known whether the credentials are right.'
const later = 'Try again later.'

/** What each response to a made-up code says about the credentials. */
const meanings: Readonly<Record<TokenRefusal, Observation>> = {
  'wrong code': ok(
    'The token endpoint accepts the credentials: it refuses only the made-up code (invalid_grant).',
  ),
  'wrong credentials': fault(
    'The token endpoint refuses the credentials (invalid_client).',
    'Every code is refused once the seller has consented.',
    'Copy Client ID and Client Secret of the same application from its production credentials; the secret is not an access token.',
  ),
  'verifier wanted': unknown(
    'The token endpoint asks for a code verifier, although one was sent (invalid_request, code_verifier).',
    undecided,
    'Look at "Enable PKCE" in the application details; a proxy in between may drop fields.',
  ),
  malformed: unknown(
    'The token endpoint calls the request malformed (invalid_request).',
    undecided,
    'Check the Client ID and the redirect URI.',
  ),
  'flow not allowed': fault(
    'The application may not exchange codes (unauthorized_client or unsupported_grant_type).',
    'Every code is refused once the seller has consented.',
    'Switch on the flow authorization_code in the application details.',
  ),
  'scope not allowed': fault(
    'The token endpoint refuses the scope (invalid_scope).',
    'Every code is refused once the seller has consented.',
    'Check the permissions of the application: read, write, offline_access.',
  ),
  'application blocked': fault(
    'The provider has blocked this application or this machine (unauthorized_application or forbidden).',
    'No seller can link, and no token can be renewed.',
    'Look for a notice in the panel, and ask the support of the provider.',
  ),
  'too many requests': unknown(
    'The token endpoint receives too many requests (HTTP 429).',
    undecided,
    'Try again in a minute. Check what else of yours calls it.',
  ),
  'server failure': unknown(
    'The token endpoint responds with an error (HTTP 5xx).',
    undecided,
    later,
  ),
  redirect: fault(
    'The token endpoint responds with a redirect.',
    'Redirects are not followed, because they would carry the credentials elsewhere.',
    'Check the provider and its address.',
  ),
  'not found': fault(
    'There is no token endpoint at its address (HTTP 404 or 405).',
    'No code can be exchanged.',
    'Check the provider and its address.',
  ),
  tokens: fault(
    'The server at the address of the token endpoint accepts a made-up code.',
    'You cannot trust it as an authorization server.',
    'Check the provider and its address.',
  ),
  unclear: unknown(
    'The token endpoint refuses the request in an unknown way.',
    undecided,
    'Check the provider and its address; a proxy in between may have responded.',
  ),
}

/** Checks that Client ID and secret belong together and to this provider. Needs no seller and no real code. */
export const credentials: Check = {
  name: 'credentials',
  async look(_settings, probes) {
    const response = await probes.madeUpCode('with verifier')
    if (response === undefined) {
      return [
        unknown(
          'The credentials were not tried.',
          'The Client ID or the Client Secret is missing.',
          'Set both and run this again.',
        ),
      ]
    }
    if ('phase' in response) {
      return [unknown('The token endpoint did not respond.', undecided, 'See the check "hosts".')]
    }
    return [meanings[tokenRefusal(response)]]
  },
}
