import type Router from '@koa/router'
import type { NotedState } from '../../request-log.ts'
import type { Wso2Ledger } from '../grants/wso2-ledger.ts'
import type { Wso2Applications } from '../registry/application.ts'
import { bearerRefusal, respondWithOAuthErrors } from './oauth-error.ts'

interface UserInfoParts {
  applications: Wso2Applications
  ledger: Wso2Ledger
  tenantPath: string
}

/** `GET /oauth2/userinfo`: the claims of the user that the access token belongs to. */
export function addUserInfoEndpoint(
  router: Router<NotedState>,
  { applications, ledger, tenantPath }: UserInfoParts,
): void {
  router.get(`${tenantPath}/oauth2/userinfo`, respondWithOAuthErrors(), (ctx) => {
    // The header only: a token in a URL ends up in logs.
    const token = /^Bearer (\S+)$/i.exec(ctx.get('authorization'))?.[1]
    const tokens = token === undefined ? undefined : ledger.findAccessToken(token)
    if (!tokens || !ledger.isAccessTokenLive(tokens)) {
      throw bearerRefusal('invalid_token', 'The access token is not active.')
    }
    const { clientId, scopes, user } = tokens.grant
    ctx.state.notes.clientId = clientId
    if (!user || !scopes.includes('openid')) {
      throw bearerRefusal('insufficient_scope', 'The access token does not have the scope openid.')
    }
    const visible = applications.find(clientId)?.claims ?? []
    const claims = Object.entries(user.claims).filter(([name]) => visible.includes(name))
    ctx.body = { sub: user.sub, ...Object.fromEntries(claims) }
  })
}
