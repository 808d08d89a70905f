import { verifierMatches } from '../grants/code-challenge.ts'
import type { Grant } from '../grants/grant.ts'
import type { IssuedCode, IssuedTokens, Ledger } from '../grants/ledger.ts'
import type { Application, Scope } from '../registry/application.ts'
import type { Switches } from '../switches/switches.ts'
import type { EndpointError } from './endpoint-error.ts'
import {
  expiredGrant,
  flowDisabled,
  invalidGrant,
  invalidScope,
  missingParameter,
  noGrant,
  wrongVerifier,
} from './token-error.ts'
import type { TokenRequest } from './token-request.ts'

/** A token request whose application is known. */
interface GrantRequest {
  readonly request: TokenRequest
  readonly application: Application
  readonly ledger: Ledger
  readonly switches: Switches
}

/** The handler of each grant type. Each throws an `EndpointError`. */
export const grantRules: ReadonlyMap<string, (request: GrantRequest) => IssuedTokens> = new Map([
  ['authorization_code', authorizationCodeGrant],
  ['refresh_token', refreshTokenGrant],
  ['client_credentials', clientCredentialsGrant],
])

function authorizationCodeGrant(asked: GrantRequest): IssuedTokens {
  const { request, application, ledger, switches } = asked
  if (!application.flows.includes('authorization_code')) throw flowDisabled('authorization_code')
  const code = request.required('code')
  const redirectUri = request.required('redirect_uri')
  const verifier = request.optional('code_verifier')

  const issued = ledger.findCode(code)
  const isOwn = issued?.grant.clientId === application.clientId
  const needsVerifier = application.pkce === 'required' || (isOwn && issued.challenge)
  if (needsVerifier && verifier === undefined) throw missingParameter('code_verifier')
  if (!isOwn) throw refusedTicket(code, asked)

  const fault = faultOf(issued, redirectUri, verifier, switches)
  // A wrong guess costs the code, unless switched. A stranger's attempt does not.
  if (!fault || switches.failedExchange === 'spends') ledger.spendCode(code)
  if (fault) throw fault
  const { grant } = issued
  if (switches.secondConsent === 'ends') ledger.endTokens(grant.userId, grant.clientId)
  return ledger.issueTokens({ ...grant, isLive: !request.isTest() })
}

function faultOf(
  { redirectUri, challenge }: IssuedCode,
  receivedRedirectUri: string,
  receivedVerifier: string | undefined,
  { unaskedVerifier, wrongVerifierError }: Switches,
): EndpointError | undefined {
  if (redirectUri !== receivedRedirectUri) return invalidGrant()
  const isIgnored = challenge === undefined && unaskedVerifier === 'ignored'
  if (isIgnored || verifierMatches(challenge, receivedVerifier)) return undefined
  return wrongVerifierError === 'invalid_request' ? wrongVerifier() : invalidGrant()
}

function refreshTokenGrant(asked: GrantRequest): IssuedTokens {
  const { request, application, ledger, switches } = asked
  const refreshToken = request.required('refresh_token')
  const grant = ledger.findRefreshToken(refreshToken, application.clientId)
  if (!grant) throw refusedTicket(refreshToken, asked)
  const scopes = scopesOf(request, grant)
  const staysTest = switches.testTokenRenewal === 'remembered' && !grant.isLive
  return ledger.renew(refreshToken, { ...grant, scopes, isLive: !staysTest && !request.isTest() })
}

/** A renewal may ask for less than was granted; without `offline_access` it gives no refresh token. */
function scopesOf(request: TokenRequest, { scopes }: Grant): readonly Scope[] {
  const asked = request.optional('scope')?.split(' ')
  if (!asked) return scopes
  if (!asked.every((scope) => scopes.some((each) => each === scope))) throw invalidScope()
  return scopes.filter((scope) => asked.includes(scope))
}

function clientCredentialsGrant({ request, application, ledger }: GrantRequest): IssuedTokens {
  const { clientId, scopes, flows, owner } = application
  if (!flows.includes('client_credentials')) throw flowDisabled('client_credentials')
  const isLive = !request.isTest()
  return ledger.issueClientCredentialsToken({ clientId, userId: owner.id, scopes, isLive })
}

function refusedTicket(
  ticket: string,
  { application, ledger, switches }: GrantRequest,
): EndpointError {
  const tellsWithdrawal = switches.withdrawnGrant === 'unauthorized_client'
  if (tellsWithdrawal && ledger.wasWithdrawn(ticket, application.clientId)) return noGrant()
  const tellsWhy = switches.expiredGrant === 'expired_grant'
  const hasExpired = tellsWhy && ledger.hasExpired(ticket, application.clientId)
  return hasExpired ? expiredGrant() : invalidGrant()
}
