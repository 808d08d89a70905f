import type { Connections } from '../grants/connections.ts'
import type { Ledger } from '../grants/ledger.ts'
import { withQuery } from '../query.ts'
import type { Seller } from '../registry/seller.ts'
import type { Switches } from '../switches/switches.ts'
import type { AuthorizationRequest } from './authorization-request.ts'
import { AuthorizationRefusal } from './refusal.ts'

interface ConsentParts {
  ledger: Ledger
  connections: Connections
  switches: Switches
}

/**
 * The seller said yes. Returns the URL to redirect to (RFC 6749, section 4.1.2).
 *
 * @throws AuthorizationRefusal when the account may not consent.
 */
export function allow(
  request: AuthorizationRequest,
  seller: Seller,
  { ledger, connections, switches }: ConsentParts,
): string {
  if (switches.consentingAccount === 'operator') {
    throw new AuthorizationRefusal(
      'invalid_operator_user_id',
      'Only the administrator of an account can give access. This user is an operator.',
    )
  }
  const { application, redirectUri, challenge, state } = request
  const code = ledger.issueCode(seller.id, application, { redirectUri, challenge })
  connections.connect(seller.id, application)
  return withQuery(redirectUri, { code, state })
}

/**
 * The seller said no. Returns the URL to redirect to (RFC 6749, section 4.1.2.1); that Mercado Pago responds like
 * this is an assumption.
 */
export function deny({ redirectUri, state }: AuthorizationRequest): string {
  return withQuery(redirectUri, { error: 'access_denied', state })
}
