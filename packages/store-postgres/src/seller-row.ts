import type { LeasedRecord, TokenRecord } from 'mercadopago-oauth/store'
import type { Parameters } from './parameters.ts'

/** A row as a driver gives it. */
export type Row = Readonly<Record<string, unknown>>

/**
 * The columns of a record, to be selected from `source`. Apps replace the driver's parsers of numbers and
 * times, so those travel as text: an integer, and milliseconds since 1970.
 */
export function recordColumns(source: string): string {
  const milliseconds = (column: string) =>
    `round(extract(epoch from ${source}.${column}) * 1000)::text as ${column}`
  return `\
    ${source}.client_id, ${source}.seller_id, ${source}.generation::text as generation,
    ${milliseconds('due_at')}, ${source}.owner,
    ${milliseconds('linked_at')}, ${source}.body`
}

/** Reads a row of {@link recordColumns}. Does not judge what is there: core checks every record. */
export function recordOf(row: Row): TokenRecord {
  return {
    clientId: String(row.client_id),
    sellerId: String(row.seller_id),
    generation: Number(row.generation),
    dueAt: row.due_at === null ? null : new Date(Number(row.due_at)),
    owner: row.owner === null ? null : String(row.owner),
    linkedAt: new Date(Number(row.linked_at)),
    body: String(row.body),
  }
}

/** Of a row that a lease was just taken on. */
export function leasedOf(row: Row): LeasedRecord {
  return { record: recordOf(row), abandoned: row.abandoned === 'true' }
}

/** A record as `$1` to `$7`; nothing else that it carries is stored. */
export function parametersOf(record: TokenRecord): Parameters {
  const { clientId, sellerId, generation, dueAt, owner, linkedAt, body } = record
  return { clientId, sellerId, generation, dueAt, owner, linkedAt, body }
}
