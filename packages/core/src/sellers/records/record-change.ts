import type { TokenSet } from '../../protocol/token-set.ts'
import type { SellerKey } from '../../store/token-store.ts'
import type { LostReason, RecordBody } from './record-body.ts'
import { dueAtOf, type TokenLife } from './renewal-window.ts'
import type { Envelope, SellerRecord } from './seller-record.ts'
import type { SellerRecords } from './seller-records.ts'
import type { SealedField, Sealer } from './token-vault.ts'

/** What a change works with beside the tokens. */
export interface ChangeParts {
  sealer: Sealer
  now: Date
  /** How long before its end a token is renewed at most, in milliseconds. */
  renewBeforeMs: number
}

/** The record of a seller who consented, over an earlier one if there is one. */
export function linked(
  key: SellerKey,
  tokens: TokenSet,
  owner: string | undefined,
  previous: Envelope | undefined,
  parts: ChangeParts,
): SellerRecord {
  const { now } = parts
  const body = bodyOf(key, tokens, parts)
  return {
    ...key,
    ...body,
    // Never a number that an earlier link of this seller had: a late save of that one must not match.
    generation: (previous?.generation ?? now.getTime()) + 1,
    owner: owner ?? null,
    linkedAt: now,
    dueAt: dueAtOf(key, lifeOf(tokens, parts)),
    lostReason: null,
    renewedAt: null,
    unansweredAt: null,
  }
}

/** The record after a renewal. What the response leaves out stays as it was (RFC 6749, section 6). */
export function renewed(record: SellerRecord, tokens: TokenSet, parts: ChangeParts): SellerRecord {
  const body = bodyOf(record, tokens, parts)
  return {
    ...record,
    ...body,
    generation: record.generation + 1,
    dueAt: dueAtOf(record, lifeOf(tokens, parts)),
    lostReason: null,
    refreshToken: body.refreshToken ?? record.refreshToken,
    scope: body.scope === '' ? record.scope : body.scope,
    publicKey: body.publicKey ?? record.publicKey,
    liveMode: body.liveMode ?? record.liveMode,
    renewedAt: parts.now,
    unansweredAt: null,
  }
}

/**
 * The record of a seller who must link again. It has a new generation, so that a renewal that is still under way
 * notices the mark when it saves.
 */
export function lost(record: SellerRecord, reason: LostReason): SellerRecord {
  return { ...record, generation: record.generation + 1, dueAt: null, lostReason: reason }
}

/** The record after a lease that ended without a new pair, and without a response if it was `abandoned`. */
export function released(record: SellerRecord, abandoned: boolean, now: Date): SellerRecord {
  return abandoned ? { ...record, unansweredAt: record.unansweredAt ?? now } : record
}

/** The same record, sealed with the newest key. Throws what `reveal` throws. */
export async function rewrapped(
  record: SellerRecord,
  records: SellerRecords,
  sealer: Sealer,
): Promise<SellerRecord> {
  const again = async (field: SealedField) =>
    sealer.seal(record, field, await records.reveal(record, field))
  return {
    ...record,
    accessToken: await again('accessToken'),
    refreshToken: record.refreshToken === null ? null : await again('refreshToken'),
  }
}

/** The permissions that a record had and a later one has not. */
export function lostScope(before: SellerRecord, after: SellerRecord): string[] {
  const kept = scopeOf(after)
  return scopeOf(before).filter((word) => !kept.includes(word))
}

/** The permissions of a record, one by one. */
export function scopeOf({ scope }: SellerRecord): string[] {
  return scope.split(' ').filter((word) => word !== '')
}

function lifeOf({ expiresAt }: TokenSet, { now, renewBeforeMs }: ChangeParts): TokenLife {
  return { issuedAt: now, expiresAt, renewBeforeMs }
}

function bodyOf(
  key: SellerKey,
  tokens: TokenSet,
  { sealer }: ChangeParts,
): Omit<RecordBody, 'lostReason' | 'renewedAt' | 'unansweredAt'> {
  const { accessToken, refreshToken, expiresAt, scope, publicKey, liveMode } = tokens
  return {
    accessToken: sealer.seal(key, 'accessToken', accessToken),
    refreshToken:
      refreshToken === undefined ? null : sealer.seal(key, 'refreshToken', refreshToken),
    expiresAt,
    scope: scope.join(' '),
    publicKey: publicKey ?? null,
    liveMode: liveMode ?? null,
  }
}
