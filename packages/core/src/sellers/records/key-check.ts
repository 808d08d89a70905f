import { TokenIntegrityError } from '../../errors.ts'
import { invalidValue } from '../../option.ts'
import type { SellerKey, TokenStore } from '../../store/token-store.ts'
import { keyCheckId } from './reserved-record.ts'
import { decodeRecord, encodeRecord, type SellerRecord } from './seller-record.ts'
import type { StoreDeadline } from './store-deadline.ts'
import type { Sealer, TokenVault } from './token-vault.ts'

/** Checks the keys by a record made for that. */
export interface KeyCheck {
  /** Asks the store once, and again after a failure. Returns whether there was a record to check the keys by. */
  check(deadline: StoreDeadline): Promise<boolean>
  /** Seals that record with the newest key. */
  rewrap(deadline: StoreDeadline): Promise<void>
}

/** The dependencies of a key check. */
export interface KeyCheckParts {
  clientId: string
  store: TokenStore
  vault: TokenVault
  /** Whether a check that finds no record makes one: an app does, an operator's tool must not. */
  makesRecord: boolean
}

/**
 * Makes the check that the configured keys can decrypt what the store holds. It never writes over a record
 * that another key sealed.
 */
export function createKeyCheck(parts: KeyCheckParts): KeyCheck {
  let checked: Promise<boolean> | undefined
  return {
    async check(deadline) {
      checked ??= checkKeys(parts, deadline)
      try {
        return await checked
      } catch (error) {
        checked = undefined
        throw error
      }
    },
    async rewrap(deadline) {
      const { clientId, store, vault } = parts
      const key = { clientId, sellerId: keyCheckId }
      await vault.sealing(async (sealer) => {
        const next = encodeRecord(checkRecord(key, sealer))
        await deadline.for('save', () => store.save(next, next.generation))
      })
    },
  }
}

async function checkKeys(parts: KeyCheckParts, deadline: StoreDeadline): Promise<boolean> {
  const { clientId, store, vault, makesRecord } = parts
  const key = { clientId, sellerId: keyCheckId }
  const stored = await deadline.for('get', () => store.get(key))
  if (stored === undefined) {
    if (!makesRecord) return false
    const isMade = await vault.sealing((sealer) => {
      const made = encodeRecord(checkRecord(key, sealer))
      return deadline.for('save', () => store.save(made, undefined))
    })
    // Another machine was first: its keys count.
    return isMade || (await checkKeys(parts, deadline))
  }
  const record = decodeRecord(key, stored)
  if (record === undefined) throw new TokenIntegrityError('record_unreadable')
  try {
    await vault.open(record, 'accessToken')
    return true
  } catch (error) {
    const isUnopened = error instanceof TokenIntegrityError && error.code === 'token_undecryptable'
    if (!isUnopened) throw error
    throw invalidValue('encryptionKeys', 'must include the key that sealed the stored tokens')
  }
}

/** It is never due and has no owner. */
function checkRecord(key: SellerKey, sealer: Sealer): SellerRecord {
  const epoch = new Date(0)
  return {
    ...key,
    generation: 1,
    dueAt: null,
    owner: null,
    linkedAt: epoch,
    accessToken: sealer.seal(key, 'accessToken', 'canary'),
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
