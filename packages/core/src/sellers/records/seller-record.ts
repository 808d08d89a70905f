import type { SellerKey, TokenRecord } from '../../store/token-store.ts'
import { decodeBody, encodeBody, type RecordBody } from './record-body.ts'

/** A stored record, read: the envelope that the store compares, and the body it hands through. */
export interface SellerRecord extends Omit<TokenRecord, 'body'>, RecordBody {}

export function encodeRecord(record: SellerRecord): TokenRecord {
  const { clientId, sellerId, generation, dueAt, owner, linkedAt } = record
  return { clientId, sellerId, generation, dueAt, owner, linkedAt, body: encodeBody(record) }
}

/**
 * Reads what a store returned for a key. The store may be third-party code, and so may the row be wrong: returns
 * `undefined` unless the row is a complete record of this very seller.
 */
export function decodeRecord(key: SellerKey, stored: TokenRecord): SellerRecord | undefined {
  if (!isEnvelope(key, Object(stored)) || !hasDates(stored)) return undefined
  const { clientId, sellerId, generation, owner } = stored
  const body = decodeBody(stored.body)
  const dueAt = stored.dueAt && new Date(stored.dueAt)
  const linkedAt = new Date(stored.linkedAt)
  return body && { clientId, sellerId, generation, dueAt, owner, linkedAt, ...body }
}

/** What a new link needs of an earlier one, even of one that cannot be read otherwise. */
export type Envelope = Pick<TokenRecord, 'generation' | 'owner'>

/** Returns `undefined` when not even these can be trusted. */
export function envelopeOf(key: SellerKey, stored: TokenRecord): Envelope | undefined {
  const { generation, owner } = stored
  return isEnvelope(key, Object(stored)) ? { generation, owner } : undefined
}

/** Values of a store, which core does not trust. */
type Untrusted = Partial<Record<keyof TokenRecord, unknown>>

function isEnvelope(key: SellerKey, { clientId, sellerId, generation, owner }: Untrusted): boolean {
  return (
    clientId === key.clientId &&
    sellerId === key.sellerId &&
    Number.isSafeInteger(generation) &&
    Number(generation) > 0 &&
    (owner === null || typeof owner === 'string')
  )
}

function hasDates({ dueAt, linkedAt }: Untrusted): boolean {
  return (dueAt === null || isDate(dueAt)) && isDate(linkedAt)
}

/** A Date of any realm: test runners have their own realms, and `instanceof` does not recognize their Dates. */
function isDate(value: unknown): boolean {
  return (
    Object.prototype.toString.call(value) === '[object Date]' &&
    !Number.isNaN(new Date(value as Date).getTime())
  )
}
