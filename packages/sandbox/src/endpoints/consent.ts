import type { Ledger } from '../grants/ledger.ts'
import type { Seller } from '../registry/seller.ts'
import type { AuthorizationRequest } from './authorization-request.ts'

/** What a denial does: redirect with `access_denied`, or show a page and tell the application nothing. */
export type Denial = 'redirect' | 'silent'

/** The seller said yes. Returns the URL to redirect to (RFC 6749, section 4.1.2). */
export function allow(request: AuthorizationRequest, seller: Seller, ledger: Ledger): string {
  const { application, redirectUri, challenge, state } = request
  const code = ledger.issueCode(seller.id, application, { redirectUri, challenge })
  return withParameters(redirectUri, { code, state })
}

/**
 * The seller said no. Returns the URL to redirect to (RFC 6749, section 4.1.2.1); that Mercado Pago
 * answers so is an assumption.
 */
export function deny({ redirectUri, state }: AuthorizationRequest): string {
  return withParameters(redirectUri, { error: 'access_denied', state })
}

// By hand, not through URL: the query that the URI already has must stay as it was registered.
function withParameters(uri: string, parameters: Record<string, string | undefined>): string {
  const query = Object.entries(parameters)
    .flatMap(([name, value]) => (value === undefined ? [] : `${name}=${encodeURIComponent(value)}`))
    .join('&')
  return `${uri}${uri.includes('?') ? '&' : '?'}${query}`
}
