import type Router from '@koa/router'
import { secretsMatch } from '../../registry/credentials.ts'
import type { NotedState } from '../../request-log.ts'
import {
  accessTokenEnd,
  refreshTokenEnd,
  type Wso2Ledger,
  type Wso2Tokens,
} from '../grants/wso2-ledger.ts'
import type { Introspector } from '../introspector.ts'
import type { Wso2Applications } from '../registry/application.ts'
import { authenticateClient, readBasic } from './client-authentication.ts'
import { Form, readForm } from './form.ts'
import { invalidClient, respondWithOAuthErrors } from './oauth-error.ts'

interface IntrospectionParts {
  applications: Wso2Applications
  ledger: Wso2Ledger
  tenantPath: string
  introspector: Introspector
}

/** `POST /oauth2/introspect` (RFC 7662) */
export function addIntrospectionEndpoint(
  router: Router<NotedState>,
  { applications, ledger, tenantPath, introspector }: IntrospectionParts,
): void {
  router.post(`${tenantPath}/oauth2/introspect`, respondWithOAuthErrors(), readForm(), (ctx) => {
    const form = new Form(ctx.request.body)
    const authorization = ctx.get('authorization')
    if (introspector === 'administrator') assertAdministrator(authorization)
    else authenticateClient(authorization, form, applications, false)

    const token = form.required('token')
    const byAccessToken = ledger.findAccessToken(token)
    const byRefreshToken = ledger.findRefreshToken(token)
    ctx.body = { active: false }
    if (byAccessToken && ledger.isAccessTokenLive(byAccessToken)) {
      ctx.body = description(byAccessToken, accessTokenEnd(byAccessToken))
    }
    if (byRefreshToken && ledger.isRefreshTokenLive(byRefreshToken)) {
      ctx.body = description(byRefreshToken, refreshTokenEnd(byRefreshToken))
    }
  })
}

function assertAdministrator(authorization: string): void {
  const [name = '', password = ''] = readBasic(authorization) ?? []
  // As a WSO2 server is delivered.
  if (!secretsMatch('admin:admin', `${name}:${password}`)) throw invalidClient()
}

function description({ grant, issuedAt }: Wso2Tokens, end: Date): Record<string, unknown> {
  return {
    active: true,
    token_type: 'Bearer',
    client_id: grant.clientId,
    scope: grant.scopes.join(' '),
    sub: grant.user?.sub,
    username: grant.user?.claims.preferred_username,
    iat: Math.floor(issuedAt.getTime() / 1000),
    exp: Math.floor(end.getTime() / 1000),
  }
}
