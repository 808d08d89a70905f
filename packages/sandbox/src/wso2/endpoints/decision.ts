import { randomUUID } from 'node:crypto'
import { withQuery } from '../../query.ts'
import type { Wso2Ledger } from '../grants/wso2-ledger.ts'
import type { Wso2User } from '../registry/user.ts'
import type { RedirectedError, Wso2AuthorizationRequest } from './authorization-request.ts'

/** The user said yes. Returns the URL to redirect to (RFC 6749, section 4.1.2). */
export function allow(
  request: Wso2AuthorizationRequest,
  user: Wso2User,
  ledger: Wso2Ledger,
  withSessionState: boolean,
): string {
  const { application, redirectUri, namedRedirectUri, challenge, scopes, nonce, state } = request
  const grant = { clientId: application.clientId, user, scopes, nonce, isRevoked: false }
  const code = ledger.issueCode(grant, { redirectUri: namedRedirectUri, challenge })
  const hasSession = withSessionState && scopes.includes('openid')
  const session_state = hasSession ? `${randomUUID()}.sandbox` : undefined
  return withQuery(redirectUri, { code, state, session_state })
}

/** The user said no. Returns the URL to redirect to (RFC 6749, section 4.1.2.1). */
export function deny({ redirectUri, state }: Wso2AuthorizationRequest): string {
  const error_description = 'The user denied the consent.'
  return withQuery(redirectUri, { error: 'access_denied', error_description, state })
}

/** The server refused for the user. Returns the URL to redirect to. */
export function refuse({ error, message, returnAddress }: RedirectedError): string {
  const { redirectUri, state } = returnAddress
  return withQuery(redirectUri, { error, error_description: message, state })
}
