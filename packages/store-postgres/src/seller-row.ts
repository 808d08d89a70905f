import type { LostReason, TokenRecord } from 'mercadopago-oauth'

/** A row as a driver gives it. */
export type Row = Readonly<Record<string, unknown>>

/**
 * The columns of a record, to be selected from `source`. Apps replace the driver's parsers of numbers and
 * times, so those travel as text: an integer, and milliseconds since 1970.
 */
export function recordColumns(source: string): string {
  const milliseconds = (column: string) =>
    `(extract(epoch from ${source}.${column}) * 1000)::bigint::text as ${column}`
  return `\
    ${source}.application, ${source}.seller_id, ${source}.generation::text as generation,
    ${source}.access_token, ${source}.refresh_token,
    ${milliseconds('expires_at')},
    ${milliseconds('due_at')},
    ${source}.lost_reason, ${source}.owner, ${source}.scope, ${source}.public_key,
    ${source}.live_mode::text as live_mode,
    ${milliseconds('linked_at')},
    ${milliseconds('renewed_at')}`
}

/**
 * The record in a row of {@link recordColumns}.
 *
 * @throws Error naming a column that holds what no record has; never what it holds.
 */
export function recordOf(row: Row): TokenRecord {
  return {
    application: text(row, 'application'),
    sellerId: text(row, 'seller_id'),
    generation: integer(row, 'generation'),
    accessToken: text(row, 'access_token'),
    refreshToken: optional(text, row, 'refresh_token'),
    expiresAt: time(row, 'expires_at'),
    dueAt: optional(time, row, 'due_at'),
    lostReason: optional(lostReason, row, 'lost_reason'),
    owner: optional(text, row, 'owner'),
    scope: text(row, 'scope'),
    publicKey: optional(text, row, 'public_key'),
    liveMode: optional(truth, row, 'live_mode'),
    linkedAt: time(row, 'linked_at'),
    renewedAt: optional(time, row, 'renewed_at'),
  }
}

function optional<T>(read: (row: Row, column: string) => T, row: Row, column: string): T | null {
  return row[column] === null ? null : read(row, column)
}

/** @throws Error for anything but text. */
export function text(row: Row, column: string): string {
  const value = row[column]
  if (typeof value !== 'string') throw garbage(column)
  return value
}

function integer(row: Row, column: string): number {
  const value = Number(text(row, column))
  if (!Number.isSafeInteger(value)) throw garbage(column)
  return value
}

function time(row: Row, column: string): Date {
  const value = new Date(integer(row, column))
  if (Number.isNaN(value.getTime())) throw garbage(column)
  return value
}

/** @throws Error for anything but `true` and `false` as text. */
export function truth(row: Row, column: string): boolean {
  const value = text(row, column)
  if (value !== 'true' && value !== 'false') throw garbage(column)
  return value === 'true'
}

const lostReasons: Record<LostReason, true> = {
  revoked: true,
  expired: true,
  rotation_lost: true,
  no_offline_access: true,
}

function lostReason(row: Row, column: string): LostReason {
  const value = text(row, column)
  if (!Object.hasOwn(lostReasons, value)) throw garbage(column)
  return value as LostReason
}

function garbage(column: string): Error {
  return new Error(`the column "${column}" of the sellers' table holds what no record has`)
}
