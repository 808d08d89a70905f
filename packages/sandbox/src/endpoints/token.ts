import { bodyParser } from '@koa/bodyparser'
import type Router from '@koa/router'
import type { FaultQueue } from '../faults/fault-queue.ts'
import { strikeFaults } from '../faults/fault-strike.ts'
import { verifierMatches } from '../grants/code-challenge.ts'
import type { IssuedTokens, Ledger } from '../grants/ledger.ts'
import type { Application, Applications } from '../registry/application.ts'
import type { NotedState } from '../request-log.ts'
import {
  answerTokenErrors,
  flowDisabled,
  invalidClient,
  invalidGrant,
  missingParameter,
  refuseAsTokenEndpoint,
  unreadableBody,
  unsupportedGrantType,
} from './token-error.ts'
import { TokenRequest } from './token-request.ts'

type GrantRule = (request: TokenRequest, application: Application, ledger: Ledger) => IssuedTokens

const rules: ReadonlyMap<string, GrantRule> = new Map([
  ['authorization_code', authorizationCodeGrant],
  ['refresh_token', refreshTokenGrant],
  ['client_credentials', clientCredentialsGrant],
])

/** `POST /oauth/token`: Mercado Pago's token endpoint. */
export function addTokenEndpoint(
  router: Router<NotedState>,
  applications: Applications,
  ledger: Ledger,
  faults: FaultQueue,
): void {
  const readBody = bodyParser({
    enableTypes: ['json', 'form'],
    jsonLimit: '64kb',
    formLimit: '64kb',
    onError(error) {
      throw unreadableBody('status' in error ? Number(error.status) : 400)
    },
  })

  const strike = strikeFaults(faults, 'token', refuseAsTokenEndpoint)

  router.post('/oauth/token', answerTokenErrors(), readBody, strike, (ctx) => {
    const request = new TokenRequest(ctx.request.body)
    const { grantType, clientId, clientSecret } = request.basics()
    const rule = rules.get(grantType)
    if (rule) ctx.state.notes.grantType = grantType

    const application = applications.authenticate(clientId, clientSecret)
    if (applications.find(clientId)) ctx.state.notes.clientId = clientId
    if (!application) throw invalidClient()
    if (!rule) throw unsupportedGrantType()
    ctx.body = tokenAnswer(rule(request, application, ledger))
  })
}

function authorizationCodeGrant(
  request: TokenRequest,
  application: Application,
  ledger: Ledger,
): IssuedTokens {
  if (!application.flows.includes('authorization_code')) throw flowDisabled('authorization_code')
  const code = request.required('code')
  const redirectUri = request.required('redirect_uri')
  const verifier = request.optional('code_verifier')

  const issued = ledger.findCode(code)
  const isOwn = issued?.grant.clientId === application.clientId
  const needsVerifier = application.pkce === 'required' || (isOwn && issued.challenge)
  if (needsVerifier && verifier === undefined) throw missingParameter('code_verifier')
  if (!isOwn) throw invalidGrant()

  // Undocumented, so the strict choice: a wrong guess costs the code. A stranger's attempt does not.
  ledger.spendCode(code)
  const isSameRedirect = issued.redirectUri === redirectUri
  if (!isSameRedirect || !verifierMatches(issued.challenge, verifier)) throw invalidGrant()
  return ledger.issueTokens({ ...issued.grant, isLive: !request.isTest() })
}

function refreshTokenGrant(
  request: TokenRequest,
  application: Application,
  ledger: Ledger,
): IssuedTokens {
  const grant = ledger.spendRefreshToken(request.required('refresh_token'), application.clientId)
  if (!grant) throw invalidGrant()
  // Whether test_token must be repeated is not documented. Here a test grant stays one.
  return ledger.issueTokens({ ...grant, isLive: grant.isLive && !request.isTest() })
}

function clientCredentialsGrant(
  request: TokenRequest,
  { clientId, scopes, flows, owner }: Application,
  ledger: Ledger,
): IssuedTokens {
  if (!flows.includes('client_credentials')) throw flowDisabled('client_credentials')
  const isLive = !request.isTest()
  return ledger.issueClientCredentialsToken({ clientId, userId: owner.id, scopes, isLive })
}

function tokenAnswer(tokens: IssuedTokens): Record<string, unknown> {
  const { grant, publicKey, refreshToken } = tokens
  return {
    access_token: tokens.accessToken,
    token_type: 'Bearer',
    expires_in: tokens.expiresInSeconds,
    scope: grant.scopes.join(' '),
    user_id: grant.userId,
    ...(refreshToken && { refresh_token: refreshToken }),
    ...(publicKey && { public_key: publicKey }),
    live_mode: grant.isLive,
  }
}
