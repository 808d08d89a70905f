import type Router from '@koa/router'
import type { NotedState } from '../../request-log.ts'
import type { Wso2Ledger } from '../grants/wso2-ledger.ts'
import type { Wso2Applications } from '../registry/application.ts'
import { authenticateClient } from './client-authentication.ts'
import { Form, readForm } from './form.ts'
import { respondWithOAuthErrors } from './oauth-error.ts'

interface RevocationParts {
  applications: Wso2Applications
  ledger: Wso2Ledger
  tenantPath: string
  clientSecretPost: boolean
}

/** `POST /oauth2/revoke` (RFC 7009). The hint is not needed: no two tokens are alike. */
export function addRevocationEndpoint(
  router: Router<NotedState>,
  { applications, ledger, tenantPath, clientSecretPost }: RevocationParts,
): void {
  router.post(`${tenantPath}/oauth2/revoke`, respondWithOAuthErrors(), readForm(), (ctx) => {
    const form = new Form(ctx.request.body)
    const authorization = ctx.get('authorization')
    const application = authenticateClient(authorization, form, applications, clientSecretPost)
    ctx.state.notes.clientId = application.clientId

    const token = form.required('token')
    const byRefreshToken = ledger.findRefreshToken(token)
    const byAccessToken = ledger.findAccessToken(token)
    // A refresh token takes the access tokens along (section 2.1).
    if (byRefreshToken?.grant.clientId === application.clientId) {
      byRefreshToken.grant.isRevoked = true
    }
    if (byAccessToken?.grant.clientId === application.clientId) {
      byAccessToken.isAccessTokenRevoked = true
    }
    // Also for a token that nobody knows (section 2.2).
    ctx.status = 200
    ctx.body = ''
  })
}
