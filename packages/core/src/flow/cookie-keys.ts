import { hkdfSync } from 'node:crypto'
import type { Client } from '../client.ts'
import { assertCredential } from '../credential.ts'
import { invalidValue } from '../option.ts'

const purpose = 'mercadopago-oauth attempt cookie'

/** The keys that seal attempts, the sealing one first: the app's own secrets, else one of the client secret. */
export function cookieKeys(client: Client, secrets: readonly string[] | undefined): Uint8Array[] {
  if (secrets === undefined) return [derivedKey(client)]
  if (!Array.isArray(secrets) || secrets.length === 0) {
    throw invalidValue('cookieSecrets', 'must be a list of at least one secret')
  }
  return secrets.map((secret) => {
    if (typeof secret !== 'string' || secret.length < 32) {
      throw invalidValue('cookieSecrets', 'must each be a string of at least 32 characters')
    }
    assertCredential(secret, 'cookieSecrets')
    return new Uint8Array(hkdfSync('sha256', secret, '', purpose, 32))
  })
}

function derivedKey(client: Client): Uint8Array {
  const key = client.deriveKey(purpose)
  if (key !== undefined) return key
  throw invalidValue(
    'cookieSecrets',
    'must be given where the client secret has fewer than 32 characters: who has a cookie could find it out by guessing',
  )
}
