import type { TokenRecord } from 'mercadopago-oauth/store'
import type { Parameters } from './parameters.ts'

/**
 * The columns of a record. Integers travel as text: by `intMode` the client would give them in three forms,
 * and fail a whole page for one that is not safe.
 */
export const recordColumns = `client_id, seller_id, CAST(generation AS TEXT) AS generation,
  CAST(due_at AS TEXT) AS due_at, owner, CAST(linked_at AS TEXT) AS linked_at, body`

/** Field by field, so that nothing else a record carries is stored. */
export function parametersOf(record: TokenRecord): Parameters {
  const { clientId, sellerId, generation, dueAt, owner, linkedAt, body } = record
  return { clientId, sellerId, generation, dueAt, owner, linkedAt, body }
}
