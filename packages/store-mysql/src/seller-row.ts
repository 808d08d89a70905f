import type { LeasedRecord, TokenRecord } from 'mercadopago-oauth/store'

/** A row as the driver gives it. */
export type Row = Readonly<Record<string, unknown>>

export const recordColumns = 'client_id, seller_id, generation, due_at, owner, linked_at, body'

/** Does not judge what is there: core checks every record. */
export function recordOf(row: Row): TokenRecord {
  return {
    clientId: textOf(row.client_id),
    sellerId: textOf(row.seller_id),
    generation: Number(row.generation),
    dueAt: row.due_at === null ? null : new Date(Number(row.due_at)),
    owner: row.owner === null ? null : textOf(row.owner),
    linkedAt: new Date(Number(row.linked_at)),
    body: textOf(row.body),
  }
}

/** Of a row that a lease was just taken on. */
export function leasedOf(row: Row): LeasedRecord {
  return { record: recordOf(row), abandoned: Number(row.abandoned) === 1 }
}

/** Bytes in UTF-8, or the result of the app's `typeCast`. */
function textOf(value: unknown): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString() : String(value)
}
