import type { TokenRecord } from 'mercadopago-oauth'
import { ownerTag } from './key-names.ts'
import { assertDate, assertText, assertWholeNumber } from './option.ts'

/**
 * A record as Redis keeps it: `<generation>:<owner tag, or nothing>:<JSON>`. Scripts read what is before
 * the JSON; a Lua number could not hold a generation exactly once it is printed, text can.
 *
 * Application and seller are not in it. They are where it was found, so that an entry copied over another
 * seller's is told apart by its seal.
 *
 * @throws TypeError naming the field that cannot be kept exactly.
 */
export function entryOf(record: TokenRecord): string {
  assertWholeNumber(record.generation, 'generation', 1)
  const kept = {
    accessToken: record.accessToken,
    refreshToken: record.refreshToken,
    expiresAt: dateText(record.expiresAt, 'expiresAt'),
    dueAt: record.dueAt && dateText(record.dueAt, 'dueAt'),
    lostReason: record.lostReason,
    owner: record.owner,
    scope: record.scope,
    publicKey: record.publicKey,
    liveMode: record.liveMode,
    linkedAt: dateText(record.linkedAt, 'linkedAt'),
    renewedAt: record.renewedAt && dateText(record.renewedAt, 'renewedAt'),
  }
  return `${record.generation}:${ownerTagOf(record)}:${JSON.stringify(kept)}`
}

/** The tag of a record's owner; empty when nobody owns it. */
export function ownerTagOf({ owner }: TokenRecord): string {
  if (owner === null) return ''
  assertText(owner, 'owner')
  return ownerTag(owner)
}

/** The record in an entry; `undefined` when it is none of ours. */
export function recordOf(
  application: string,
  sellerId: string,
  entry: string,
): TokenRecord | undefined {
  const [, generation, json = ''] = /^(\d+):[^:]*:(.*)$/s.exec(entry) ?? []
  const kept = { ...parsed(json), application, sellerId, generation: Number(generation) }
  const record = {
    ...kept,
    expiresAt: dateOf(kept.expiresAt),
    dueAt: kept.dueAt === null ? null : dateOf(kept.dueAt),
    linkedAt: dateOf(kept.linkedAt),
    renewedAt: kept.renewedAt === null ? null : dateOf(kept.renewedAt),
  }
  return isRecord(record) ? record : undefined
}

function dateText(date: unknown, name: string): string {
  assertDate(date, name)
  return date.toISOString()
}

function dateOf(value: unknown): Date | undefined {
  const date = typeof value === 'string' ? new Date(value) : undefined
  return Number.isNaN(date?.getTime()) ? undefined : date
}

function parsed(json: string): Partial<Record<keyof TokenRecord, unknown>> {
  try {
    return JSON.parse(json)
  } catch {
    // The parser's message would quote what it read.
    return {}
  }
}

const isText = (value: unknown) => typeof value === 'string'
const isTextOrNull = (value: unknown) => value === null || isText(value)
const isDate = (value: unknown) => value instanceof Date
const isDateOrNull = (value: unknown) => value === null || isDate(value)
const lostReasons: unknown[] = [null, 'revoked', 'expired', 'rotation_lost', 'no_offline_access']

const fields: { [Field in keyof TokenRecord]: (value: unknown) => boolean } = {
  application: isText,
  sellerId: isText,
  generation: (value) => Number.isSafeInteger(value),
  accessToken: isText,
  refreshToken: isTextOrNull,
  expiresAt: isDate,
  dueAt: isDateOrNull,
  lostReason: (value) => lostReasons.includes(value),
  owner: isTextOrNull,
  scope: isText,
  publicKey: isTextOrNull,
  liveMode: (value) => value === null || typeof value === 'boolean',
  linkedAt: isDate,
  renewedAt: isDateOrNull,
}

function isRecord(value: Partial<Record<keyof TokenRecord, unknown>>): value is TokenRecord {
  const names = Object.keys(fields) as (keyof TokenRecord)[]
  return names.every((name) => fields[name](value[name]))
}
