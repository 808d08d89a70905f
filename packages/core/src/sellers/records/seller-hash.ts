import { createHmac } from 'node:crypto'
import type { Client } from '../../client.ts'

/** So long that two sellers of an application never share one. */
const hashBytes = 16

/**
 * Identifies a seller in traces without its id. Ids are short numbers, so a hash without a key could be reversed by
 * trying them all: the key is derived from the client secret.
 *
 * @returns 32 hexadecimal digits; `undefined` when the client secret has fewer than 32 characters.
 */
export function sellerHash(client: Client, sellerId: string): string | undefined {
  const key = client.deriveKey('mercadopago-oauth seller hash')
  if (key === undefined) return undefined
  return createHmac('sha256', key)
    .update(sellerId)
    .digest('hex')
    .slice(0, 2 * hashBytes)
}
