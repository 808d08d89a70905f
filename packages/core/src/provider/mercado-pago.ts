import { assertOptionalObject, invalidValue } from '../option.ts'
import type { Provider } from './provider.ts'
import { usersMeProfile } from './users-me-profile.ts'

// Read in each country's own split-payments page, 2026-11. Chile has no `.com`.
const authorizationHosts = {
  AR: 'auth.mercadopago.com.ar',
  BR: 'auth.mercadopago.com.br',
  CL: 'auth.mercadopago.cl',
  CO: 'auth.mercadopago.com.co',
  MX: 'auth.mercadopago.com.mx',
  PE: 'auth.mercadopago.com.pe',
  UY: 'auth.mercadopago.com.uy',
} as const

/** A country in which Mercado Pago links sellers, by its ISO 3166-1 code. */
export type MercadoPagoCountry = keyof typeof authorizationHosts

/** Options of {@link mercadoPagoProvider}. */
export interface MercadoPagoOptions {
  /** Whose consent page the seller sees. Default: the generic host, which serves every country. */
  country?: MercadoPagoCountry
}

/**
 * Mercado Pago, the default provider.
 *
 * @throws TypeError `ERR_INVALID_ARG_VALUE` for a country that is not in the table.
 * @see https://www.mercadopago.com.mx/developers/en/reference/oauth/_oauth_token/post
 */
export function mercadoPagoProvider(options: MercadoPagoOptions = {}): Provider {
  assertOptionalObject(options, 'options')
  return {
    name: 'mercadopago',
    authorizationEndpoint: `https://${authorizationHost(options.country)}/authorization`,
    tokenEndpoint: 'https://api.mercadopago.com/oauth/token',
    userInfoEndpoint: 'https://api.mercadopago.com/users/me',
    clientAuthentication: 'client_secret_post',
    authorizationParams: { platform_id: 'mp' },
    sellerIdMember: 'user_id',
    profile: usersMeProfile,
  }
}

function authorizationHost(country: string | undefined): string {
  if (country === undefined) return 'auth.mercadopago.com'
  // Looked up, never concatenated: the country may come from a request.
  const host = new Map(Object.entries(authorizationHosts)).get(country)
  if (host === undefined) {
    throw invalidValue('country', `must be one of ${Object.keys(authorizationHosts).join(', ')}`)
  }
  return host
}
