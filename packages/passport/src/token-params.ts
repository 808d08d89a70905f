import type { SellerTokenSet } from 'mercadopago-oauth'

/**
 * The token response with the provider's own names, as passport-oauth2 passes it to a verify function. The tokens
 * in it can be read but are not enumerable, so that printing it shows none.
 */
export interface TokenParams {
  readonly [name: string]: unknown
  /** The same response, judged: dates, lists, and the seller's id as text. */
  readonly tokens: SellerTokenSet
}

const secretMembers = ['access_token', 'refresh_token', 'id_token']

export function tokenParams(tokens: SellerTokenSet): TokenParams {
  const params = Object.create(Object.prototype, {
    tokens: { value: tokens, enumerable: true },
    // Node's `inspect` shows what is not enumerable, too, when it is asked for `showHidden`.
    [Symbol.for('nodejs.util.inspect.custom')]: { value: () => ({ ...params }) },
  })
  for (const [name, value] of Object.entries(tokens.response)) {
    Object.defineProperty(params, name, { value, enumerable: !secretMembers.includes(name) })
  }
  return params
}
