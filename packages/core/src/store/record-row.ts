import type { LeasedRecord, TokenRecord } from './token-store.ts'

/** A row of an SQL table as a driver gives it. */
export type RecordRow = Readonly<Record<string, unknown>>

/**
 * The record in a row with the columns `client_id`, `seller_id`, `generation`, `due_at`, `owner`, `linked_at` and
 * `body`: text or its bytes in UTF-8, numbers or their text, times in milliseconds since 1970. Does not judge what
 * is there: core checks every record.
 */
export function recordOfRow(row: RecordRow): TokenRecord {
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

/** The same for a row that a lease was just taken on; its column `abandoned` is 1 or 0. */
export function leasedOfRow(row: RecordRow): LeasedRecord {
  return { record: recordOfRow(row), abandoned: Number(row.abandoned) === 1 }
}

function textOf(value: unknown): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString() : String(value)
}
