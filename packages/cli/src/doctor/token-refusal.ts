import { jsonFields } from '../json-fields.ts'
import type { Reply } from './exchange.ts'

/** How the token endpoint refused a made-up code. */
export type TokenRefusal =
  | 'wrong credentials'
  | 'wrong code'
  | 'verifier wanted'
  | 'malformed'
  | 'flow not allowed'
  | 'scope not allowed'
  | 'application blocked'
  | 'too many requests'
  | 'server failure'
  | 'redirect'
  | 'not found'
  | 'tokens'
  | 'unclear'

const byError: ReadonlyMap<string, TokenRefusal> = new Map([
  ['invalid_client', 'wrong credentials'],
  ['invalid_grant', 'wrong code'],
  ['expired_grant', 'wrong code'],
  ['invalid_request', 'malformed'],
  ['unauthorized_client', 'flow not allowed'],
  ['unsupported_grant_type', 'flow not allowed'],
  ['invalid_scope', 'scope not allowed'],
  ['unauthorized_application', 'application blocked'],
  ['forbidden', 'application blocked'],
  ['local_rate_limited', 'too many requests'],
])

/**
 * Reads a refusal. Mercado Pago puts the code into `error`, `errorKey` or `code`.
 *
 * @see RFC 6749, section 5.2
 */
export function tokenRefusal({ status, body }: Reply): TokenRefusal {
  if (status === 429) return 'too many requests'
  if (status >= 500) return 'server failure'
  if (status >= 300 && status < 400) return 'redirect'
  if (status < 300) return 'tokens'
  const fields = jsonFields(body)
  const error = [fields.error, fields.errorKey, fields.code].find((one) => typeof one === 'string')
  const refusal = byError.get(String(error).toLowerCase())
  if (refusal === 'malformed' && body.includes('code_verifier')) return 'verifier wanted'
  if (refusal !== undefined) return refusal
  if (status === 401) return 'wrong credentials'
  return status === 404 || status === 405 ? 'not found' : 'unclear'
}
