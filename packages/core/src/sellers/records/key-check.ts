import { TokenIntegrityError } from '../../errors.ts'
import { invalidValue } from '../../option.ts'
import type { SellerKey, TokenStore } from '../../store/token-store.ts'
import { decodeRecord, encodeRecord, type SellerRecord } from './seller-record.ts'
import type { StoreDeadline } from './store-deadline.ts'
import type { TokenVault } from './token-vault.ts'

/** Ids that begin with this are not sellers: the provider's ids never do. */
const reservedPrefix = '~'
const checkId = '~canary'

/** Whether an id names something that is kept beside sellers. */
export function isReserved(sellerId: string): boolean {
  return sellerId.startsWith(reservedPrefix)
}

/** Checks the keys by a record made for that. */
export interface KeyCheck {
  /** Asks the store once, and again after a failure. */
  check(deadline: StoreDeadline): Promise<void>
  /** Seals that record with the newest key. */
  rewrap(deadline: StoreDeadline): Promise<void>
}

/** What a key check works with. */
export interface KeyCheckParts {
  clientId: string
  store: TokenStore
  vault: TokenVault
}

/**
 * Makes the check that the configured keys can decrypt what the store holds. It seals a record of its own
 * when there is none, and never writes over one that another key sealed.
 */
export function createKeyCheck(parts: KeyCheckParts): KeyCheck {
  let checked: Promise<void> | undefined
  return {
    async check(deadline) {
      checked ??= checkKeys(parts, deadline)
      try {
        await checked
      } catch (error) {
        checked = undefined
        throw error
      }
    },
    async rewrap(deadline) {
      const { clientId, store, vault } = parts
      const next = encodeRecord(checkRecord({ clientId, sellerId: checkId }, vault))
      await deadline.for(() => store.save(next, next.generation))
    },
  }
}

async function checkKeys(parts: KeyCheckParts, deadline: StoreDeadline): Promise<void> {
  const { clientId, store, vault } = parts
  const key = { clientId, sellerId: checkId }
  const stored = await deadline.for(() => store.get(key))
  if (stored === undefined) {
    await deadline.for(() => store.save(encodeRecord(checkRecord(key, vault)), undefined))
    return
  }
  const record = decodeRecord(key, stored)
  if (record === undefined) throw new TokenIntegrityError('record_unreadable')
  try {
    vault.open(record, 'accessToken')
  } catch (error) {
    if (!(error instanceof TokenIntegrityError)) throw error
    throw invalidValue('encryptionKeys', 'must include the key that sealed the stored tokens')
  }
}

/** It is never due and has no owner. */
function checkRecord(key: SellerKey, vault: TokenVault): SellerRecord {
  const epoch = new Date(0)
  return {
    ...key,
    generation: 1,
    dueAt: null,
    owner: null,
    linkedAt: epoch,
    accessToken: vault.seal(key, 'accessToken', 'canary'),
    refreshToken: null,
    expiresAt: epoch,
    scope: '',
    publicKey: null,
    liveMode: null,
    lostReason: null,
    renewedAt: null,
    unansweredAt: null,
  }
}
