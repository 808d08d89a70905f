import { hkdfSync } from 'node:crypto'
import type { Client } from '../client.ts'
import { invalidValue } from '../option.ts'

const purpose = 'mercadopago-oauth attempt cookie'

/** The keys that seal attempts, the sealing one first: the app's own secrets, else one of the client secret. */
export function cookieKeys(client: Client, secrets: readonly string[] | undefined): Uint8Array[] {
  if (secrets === undefined) return [client.deriveKey(purpose)]
  if (!Array.isArray(secrets) || secrets.length === 0) {
    throw invalidValue('cookieSecrets', 'must be a list of at least one secret')
  }
  return secrets.map((secret) => {
    if (typeof secret !== 'string' || secret.length < 32) {
      throw invalidValue('cookieSecrets', 'must each be a string of at least 32 characters')
    }
    return new Uint8Array(hkdfSync('sha256', secret, '', purpose, 32))
  })
}
