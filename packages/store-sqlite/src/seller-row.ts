import type { Row } from '@libsql/client'
import type {
  ClaimedSeller,
  LeaseOutcome,
  LostReason,
  TokenRecord,
  UnreadableSeller,
} from 'mercadopago-oauth'
import { boolean, date, integer, nullable, oneOf, text } from './column.ts'
import type { Parameters } from './parameters.ts'

const lostReasons: readonly LostReason[] = [
  'revoked',
  'expired',
  'rotation_lost',
  'no_offline_access',
]

export function recordOf(row: Row): TokenRecord {
  return {
    application: text(row, 'application'),
    sellerId: text(row, 'seller_id'),
    generation: integer(row, 'generation'),
    accessToken: text(row, 'access_token'),
    refreshToken: nullable(text)(row, 'refresh_token'),
    expiresAt: date(row, 'expires_at'),
    dueAt: nullable(date)(row, 'due_at'),
    lostReason: nullable(oneOf(lostReasons))(row, 'lost_reason'),
    owner: nullable(text)(row, 'owner'),
    scope: text(row, 'scope'),
    publicKey: nullable(text)(row, 'public_key'),
    liveMode: nullable(boolean)(row, 'live_mode'),
    linkedAt: date(row, 'linked_at'),
    renewedAt: nullable(date)(row, 'renewed_at'),
  }
}

/** Of a row that a lease was just taken on. */
export function leaseOf(row: Row): Extract<LeaseOutcome, { state: 'leased' }> {
  return { state: 'leased', record: recordOf(row), abandoned: boolean(row, 'lease_abandoned') }
}

/** Of a row that a sweep just took. Throws when not even the id can be read. */
export function claimedOf(row: Row): ClaimedSeller {
  try {
    return leaseOf(row)
  } catch {
    return unreadableOf(row)
  }
}

/** Of a row in a list. Throws when not even the id can be read. */
export function listedOf(row: Row): TokenRecord | UnreadableSeller {
  try {
    return recordOf(row)
  } catch {
    return unreadableOf(row)
  }
}

function unreadableOf(row: Row): UnreadableSeller {
  return { state: 'unreadable', sellerId: text(row, 'seller_id') }
}

/** Field by field, so that what else a record carries is not stored. */
export function parametersOf(record: TokenRecord): Parameters {
  return {
    application: record.application,
    sellerId: record.sellerId,
    generation: record.generation,
    accessToken: record.accessToken,
    refreshToken: record.refreshToken,
    expiresAt: record.expiresAt,
    dueAt: record.dueAt,
    lostReason: record.lostReason,
    owner: record.owner,
    scope: record.scope,
    publicKey: record.publicKey,
    liveMode: record.liveMode,
    linkedAt: record.linkedAt,
    renewedAt: record.renewedAt,
  }
}
