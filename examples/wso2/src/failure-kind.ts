import type { MercadoPagoOAuthError } from 'mercadopago-oauth'

/** Who can mend a failure: the user by signing in again, time alone, or the operator of the app. */
export type FailureKind = 'again' | 'later' | 'setup'

const laterCodes = ['upstream_unavailable', 'upstream_timeout', 'upstream_rate_limited']
const againCodes = ['code_rejected', 'exchange_outcome_unknown']

export function kindOf({ code, status }: MercadoPagoOAuthError): FailureKind {
  if (laterCodes.includes(code)) return 'later'
  return status < 500 || againCodes.includes(code) ? 'again' : 'setup'
}
