import { assertObject, invalidValue } from '../option.ts'
import type { Provider } from './provider.ts'
import { usersMeProfile } from './users-me-profile.ts'

// Those of .ar, .br and .uy were read in Mercado Libre's own pages, 2026-11; the others follow their pattern.
const authorizationHosts = {
  AR: 'auth.mercadolibre.com.ar',
  BR: 'auth.mercadolivre.com.br',
  CL: 'auth.mercadolibre.cl',
  CO: 'auth.mercadolibre.com.co',
  MX: 'auth.mercadolibre.com.mx',
  PE: 'auth.mercadolibre.com.pe',
  UY: 'auth.mercadolibre.com.uy',
} as const

/** A country of Mercado Libre, by its ISO 3166-1 code. */
export type MercadoLibreCountry = keyof typeof authorizationHosts

/** Options of {@link mercadoLibreProvider}. */
export interface MercadoLibreOptions {
  /** Where the application is registered: an application belongs to one country. */
  country: MercadoLibreCountry
}

/**
 * Mercado Libre, whose access tokens live for 6 hours. The administrator of the seller's account must
 * consent.
 *
 * @throws TypeError `ERR_INVALID_ARG_VALUE` for a country that is not in the table.
 * @see https://developers.mercadolibre.com.ar/en_us/authentication-and-authorization
 */
export function mercadoLibreProvider(options: MercadoLibreOptions): Provider {
  assertObject(options, 'options')
  const api = 'https://api.mercadolibre.com'
  return {
    name: 'mercadolibre',
    authorizationEndpoint: `https://${authorizationHost(options.country)}/authorization`,
    tokenEndpoint: `${api}/oauth/token`,
    userInfoEndpoint: `${api}/users/me`,
    clientAuthentication: 'client_secret_post',
    sellerIdMember: 'user_id',
    authorizationUrlOf: ({ clientId, sellerId }) =>
      `${api}/users/${encodeURIComponent(sellerId)}/applications/${encodeURIComponent(clientId)}`,
    profile: usersMeProfile,
  }
}

function authorizationHost(country: string): string {
  // Looked up, never concatenated: the country may come from a request.
  const host = new Map(Object.entries(authorizationHosts)).get(country)
  if (host === undefined) {
    throw invalidValue('country', `must be one of ${Object.keys(authorizationHosts).join(', ')}`)
  }
  return host
}
