import type { LostReason, TokenRecord } from './token-store.ts'

const lostReasons: Record<LostReason, true> = {
  revoked: true,
  expired: true,
  rotation_lost: true,
  no_offline_access: true,
}

const isText = (value: unknown) => typeof value === 'string'
const isDate = (value: unknown) => value instanceof Date && !Number.isNaN(value.getTime())

function orNull(isValid: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => value === null || isValid(value)
}

const fields: { readonly [Field in keyof TokenRecord]: (value: unknown) => boolean } = {
  application: isText,
  sellerId: isText,
  generation: (value) => Number.isSafeInteger(value) && (value as number) > 0,
  accessToken: isText,
  refreshToken: orNull(isText),
  expiresAt: isDate,
  dueAt: orNull(isDate),
  lostReason: orNull((value) => isText(value) && Object.hasOwn(lostReasons, String(value))),
  owner: orNull(isText),
  scope: isText,
  publicKey: orNull(isText),
  liveMode: orNull((value) => typeof value === 'boolean'),
  linkedAt: isDate,
  renewedAt: orNull(isDate),
}

/**
 * What a store gave, if it is a record: a store may be somebody else's, and so may the row.
 *
 * @throws Error naming the first field that is wrong; never what it holds.
 */
export function checkedRecord(value: TokenRecord): TokenRecord {
  for (const [field, isValid] of Object.entries(fields)) {
    if (!isValid(Object(value)[field]))
      throw new Error(`the store's record has no valid "${field}"`)
  }
  return value
}
