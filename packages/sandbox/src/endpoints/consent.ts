import type { Connections } from '../grants/connections.ts'
import type { Ledger } from '../grants/ledger.ts'
import { withQuery } from '../query.ts'
import type { Seller } from '../registry/seller.ts'
import type { AuthorizationRequest } from './authorization-request.ts'

/** What a denial does: redirect with `access_denied`, or show a page and tell the application nothing. */
export type Denial = 'redirect' | 'silent'

/** The seller said yes. Returns the URL to redirect to (RFC 6749, section 4.1.2). */
export function allow(
  request: AuthorizationRequest,
  seller: Seller,
  ledger: Ledger,
  connections: Connections,
): string {
  const { application, redirectUri, challenge, state } = request
  const code = ledger.issueCode(seller.id, application, { redirectUri, challenge })
  connections.connect(seller.id, application)
  return withQuery(redirectUri, { code, state })
}

/**
 * The seller said no. Returns the URL to redirect to (RFC 6749, section 4.1.2.1); that Mercado Pago
 * answers so is an assumption.
 */
export function deny({ redirectUri, state }: AuthorizationRequest): string {
  return withQuery(redirectUri, { error: 'access_denied', state })
}
