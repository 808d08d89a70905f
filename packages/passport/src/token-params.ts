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
  const params: TokenParams = { ...tokens.response, tokens }
  for (const name of secretMembers) {
    if (Object.hasOwn(params, name)) Object.defineProperty(params, name, { enumerable: false })
  }
  // Node's `inspect` shows what is not enumerable, too, when it is asked for `showHidden`.
  Object.defineProperty(params, Symbol.for('nodejs.util.inspect.custom'), { value: shown })
  return params
}

function shown(this: TokenParams): Record<string, unknown> {
  return { ...this }
}
