import type { Row } from '@libsql/client'
import type { LeasedRecord, TokenRecord } from 'mercadopago-oauth/store'
import type { Parameters } from './parameters.ts'

/**
 * The columns of a record. Integers travel as text: by `intMode` the client would give them in three forms,
 * and fail a whole page for one that is not safe.
 */
export const recordColumns = `client_id AS clientId, seller_id AS sellerId,
  CAST(generation AS TEXT) AS generation, CAST(due_at AS TEXT) AS dueAt, owner,
  CAST(linked_at AS TEXT) AS linkedAt, body`

/** Does not judge what is there: core checks every record. */
export function recordOf(row: Row): TokenRecord {
  return {
    clientId: String(row.clientId),
    sellerId: String(row.sellerId),
    generation: Number(row.generation),
    dueAt: row.dueAt === null ? null : new Date(Number(row.dueAt)),
    owner: row.owner === null ? null : String(row.owner),
    linkedAt: new Date(Number(row.linkedAt)),
    body: String(row.body),
  }
}

/** Of a row that a lease was just taken on. */
export function leasedOf(row: Row): LeasedRecord {
  return { record: recordOf(row), abandoned: Number(row.abandoned) === 1 }
}

/** Field by field, so that nothing else a record carries is stored. */
export function parametersOf(record: TokenRecord): Parameters {
  const { clientId, sellerId, generation, dueAt, owner, linkedAt, body } = record
  return { clientId, sellerId, generation, dueAt, owner, linkedAt, body }
}
