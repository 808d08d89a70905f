import { type Client, type ClientOptions, createClient } from '../client.ts'
import { assertObject, invalidValue } from '../option.ts'
import type { SellerTokens } from '../sellers/seller-tokens.ts'

/**
 * The application: the options of its client, of which `clientId`, `clientSecret` and `redirectUri` are required;
 * or `sellers` alone, whose client is used.
 */
export interface ApplicationOptions extends Partial<ClientOptions> {
  /** Where the tokens are kept: each seller who comes back is linked to the app's user. */
  sellers?: SellerTokens | undefined
}

/** Options of a client that mean nothing else to an endpoint. */
const clientOnly = [
  'clientSecret',
  'redirectUri',
  'provider',
  'liveMode',
  'timeoutMs',
  'connectTimeoutMs',
  'maxBodyBytes',
  'agent',
] as const

/**
 * The client of an application.
 *
 * @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming the option.
 */
export function applicationClient({ sellers, ...options }: ApplicationOptions): Client {
  // Without `clientId` and `sellers`, this says what is missing.
  if (options.clientId !== undefined || sellers === undefined) {
    return createClient(options as ClientOptions)
  }
  assertObject(sellers, 'sellers')
  assertObject(sellers.client, 'sellers.client')
  for (const name of clientOnly) {
    if (options[name] === undefined) continue
    throw invalidValue(name, 'must be left out where the client of "sellers" is used')
  }
  return sellers.client
}
