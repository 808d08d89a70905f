import type { EncryptionKeys } from '../sealing/encryption-keys.ts'
import { createTokenSeal, keyIdOf } from '../sealing/token-seal.ts'
import type { SellerKey, TokenRecord } from './token-store.ts'

type Field = 'accessToken' | 'refreshToken'

/** The only place where a record's tokens are sealed and opened. */
export interface TokenVault {
  seal(key: SellerKey, field: Field, token: string): string
  /** @throws TokenIntegrityError `token_undecryptable`: another key, another seller's text, or a changed one. */
  open(record: TokenRecord, field: Field): string
  /** The same record sealed with the newest key; `undefined` when it already is. */
  rewrapped(record: TokenRecord): TokenRecord | undefined
}

/** Each token opens only for its own application, seller, environment and field. */
export function createTokenVault(keys: EncryptionKeys, environment: string): TokenVault {
  const tokenSeal = createTokenSeal(keys)

  function placeOf({ application, sellerId }: SellerKey, field: Field): string[] {
    return [application, sellerId, environment, field]
  }
  function seal(key: SellerKey, field: Field, token: string): string {
    return tokenSeal.seal(token, placeOf(key, field))
  }
  function open(record: TokenRecord, field: Field): string {
    return tokenSeal.open(record[field] ?? '', placeOf(record, field))
  }
  function isCurrent(sealed: string | null): boolean {
    return sealed === null || keyIdOf(sealed) === tokenSeal.keyId
  }

  return {
    seal,
    open,
    rewrapped(record) {
      if (isCurrent(record.accessToken) && isCurrent(record.refreshToken)) return undefined
      return {
        ...record,
        accessToken: seal(record, 'accessToken', open(record, 'accessToken')),
        refreshToken:
          record.refreshToken === null
            ? null
            : seal(record, 'refreshToken', open(record, 'refreshToken')),
      }
    },
  }
}
