import type { TokenRecord } from 'mercadopago-oauth/store'
import type { Parameters } from './parameters.ts'

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

/** A record as `$1` to `$7`; nothing else that it carries is stored. */
export function parametersOf(record: TokenRecord): Parameters {
  const { clientId, sellerId, generation, dueAt, owner, linkedAt, body } = record
  return { clientId, sellerId, generation, dueAt, owner, linkedAt, body }
}
