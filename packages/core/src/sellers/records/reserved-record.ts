import { TokenIntegrityError } from '../../errors.ts'
import type { SellerKey, TokenRecord, TokenStore } from '../../store/token-store.ts'
import type { WrappedKeysPlace } from '../keys/data-keys.ts'
import { envelopeOf } from './seller-record.ts'
import type { StoreDeadline } from './store-deadline.ts'

/** Ids that begin with this are not sellers: the provider's ids never do. */
const reservedPrefix = '~'
/** The record by which keys are checked. */
export const keyCheckId = '~canary'
/** The record with the wrapped data keys. */
const dataKeysId = '~data-keys'

/** Whether an id names something that is kept beside sellers. */
export function isReserved(sellerId: string): boolean {
  return sellerId.startsWith(reservedPrefix)
}

/** A record that is never due and has no owner, so that only its key finds it. */
function reservedRecord(key: SellerKey, generation: number, body: string): TokenRecord {
  return { ...key, generation, dueAt: null, owner: null, linkedAt: new Date(0), body }
}

/** Keeps the wrapped data keys of an application in a record of its store. */
export function dataKeysPlace(
  clientId: string,
  store: TokenStore,
  deadline: () => StoreDeadline,
): WrappedKeysPlace {
  const key = { clientId, sellerId: dataKeysId }
  return {
    async get() {
      const stored = await deadline().for('get', () => store.get(key))
      if (stored === undefined) return undefined
      const { generation } = envelopeOf(key, stored) ?? unreadable()
      return { generation, body: stored.body }
    },
    async save(body, expected) {
      const record = reservedRecord(key, (expected ?? 0) + 1, body)
      return await deadline().for('save', () => store.save(record, expected))
    },
  }
}

function unreadable(): never {
  throw new TokenIntegrityError('record_unreadable')
}
