import type Router from '@koa/router'
import { verifierMatches } from '../../grants/code-challenge.ts'
import { originOf } from '../../origin.ts'
import type { NotedState } from '../../request-log.ts'
import type { IdTokenSigner } from '../grants/id-token.ts'
import { lifetimeSeconds } from '../grants/lifetime.ts'
import {
  isReplaced,
  type Wso2Code,
  type Wso2Ledger,
  type Wso2Tokens,
} from '../grants/wso2-ledger.ts'
import type { Wso2Application, Wso2Applications, Wso2GrantType } from '../registry/application.ts'
import { authenticateClient } from './client-authentication.ts'
import { Form, readForm } from './form.ts'
import { invalidGrant, OAuthError, respondWithOAuthErrors } from './oauth-error.ts'

interface TokenParts {
  applications: Wso2Applications
  ledger: Wso2Ledger
  signer: IdTokenSigner
  tenantPath: string
  clientSecretPost: boolean
}

type GrantRule = (form: Form, application: Wso2Application, ledger: Wso2Ledger) => Wso2Tokens

const rules: ReadonlyMap<string, [Wso2GrantType, GrantRule]> = new Map([
  ['authorization_code', ['authorization_code', authorizationCodeGrant]],
  ['refresh_token', ['refresh_token', refreshTokenGrant]],
  ['client_credentials', ['client_credentials', clientCredentialsGrant]],
])

/** `POST /oauth2/token` */
export function addTokenEndpoint(
  router: Router<NotedState>,
  { applications, ledger, signer, tenantPath, clientSecretPost }: TokenParts,
): void {
  router.post(`${tenantPath}/oauth2/token`, respondWithOAuthErrors(), readForm(), (ctx) => {
    const form = new Form(ctx.request.body)
    const authorization = ctx.get('authorization')
    const [grantType, rule] = rules.get(form.optional('grant_type') ?? '') ?? []
    if (grantType !== undefined) ctx.state.notes.grantType = grantType
    const application = authenticateClient(authorization, form, applications, clientSecretPost)
    ctx.state.notes.clientId = application.clientId

    form.required('grant_type')
    if (grantType === undefined || rule === undefined) {
      throw new OAuthError('unsupported_grant_type', 'The server does not know this grant type.')
    }
    if (!application.grantTypes.includes(grantType)) {
      throw new OAuthError('unauthorized_client', 'The application may not use this grant type.')
    }
    const tokens = rule(form, application, ledger)
    const { grant, accessToken, refreshToken } = tokens
    const hasIdToken = grant.user !== undefined && grant.scopes.includes('openid')
    const issuer = `${originOf(ctx)}${tenantPath}/oauth2/token`
    // JSON drops a field that is undefined.
    ctx.body = {
      access_token: accessToken,
      refresh_token: refreshToken,
      scope: grant.scopes.length > 0 ? grant.scopes.join(' ') : undefined,
      id_token: hasIdToken ? signer.idToken(issuer, tokens) : undefined,
      token_type: 'Bearer',
      expires_in: lifetimeSeconds.accessToken,
    }
  })
}

function authorizationCodeGrant(
  form: Form,
  application: Wso2Application,
  ledger: Wso2Ledger,
): Wso2Tokens {
  const issued = ledger.findCode(form.required('code'))
  // Another application's attempt does not cost the code.
  if (issued?.grant.clientId !== application.clientId) {
    throw invalidGrant('Invalid authorization code.')
  }
  if (issued.state === 'inactive') {
    // An attacker may have it, and the tokens too (RFC 6749, section 4.1.2).
    issued.grant.isRevoked = true
    throw invalidGrant('Inactive authorization code.')
  }
  if (!ledger.isLive(issued)) throw invalidGrant('Expired or Revoked authorization code.')
  // Whatever is wrong from here on costs the code.
  issued.state = 'revoked'
  assertBinding(issued, form, application)
  issued.state = 'inactive'
  return ledger.issueTokens(issued.grant, isRenewable(application))
}

function assertBinding(
  { redirectUri, challenge }: Wso2Code,
  form: Form,
  { pkceMandatory }: Wso2Application,
): void {
  if (redirectUri !== undefined && form.optional('redirect_uri') !== redirectUri) {
    throw invalidGrant('redirect_uri differs from the authorization request.')
  }
  const verifier = form.optional('code_verifier')
  if (verifier === undefined && pkceMandatory) {
    throw invalidGrant('No code_verifier was found, and PKCE is mandatory for this application.')
  }
  if (verifier === undefined && challenge !== undefined) {
    throw invalidGrant('The code_verifier is empty, and this code is bound to a code_challenge.')
  }
  if (!verifierMatches(challenge, verifier)) throw invalidGrant('PKCE validation failed.')
}

function refreshTokenGrant(
  form: Form,
  application: Wso2Application,
  ledger: Wso2Ledger,
): Wso2Tokens {
  const tokens = ledger.findRefreshToken(form.required('refresh_token'))
  if (tokens?.grant.clientId !== application.clientId) {
    throw invalidGrant('Invalid refresh token.')
  }
  if (isReplaced(tokens)) throw invalidGrant('Inactive refresh token.')
  if (!ledger.isRefreshTokenLive(tokens)) throw invalidGrant('Refresh token is expired.')
  const asked = form.optional('scope')?.split(' ') ?? []
  if (!asked.every((scope) => tokens.grant.scopes.includes(scope))) {
    throw new OAuthError('invalid_scope', 'The scope exceeds the granted scope.')
  }
  tokens.isRenewed = true
  return ledger.issueTokens(tokens.grant, isRenewable(application))
}

function clientCredentialsGrant(
  _form: Form,
  { clientId }: Wso2Application,
  ledger: Wso2Ledger,
): Wso2Tokens {
  return ledger.issueTokens({ clientId, scopes: [], isRevoked: false }, false)
}

function isRenewable({ grantTypes }: Wso2Application): boolean {
  return grantTypes.includes('refresh_token')
}
