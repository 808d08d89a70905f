import type { EncryptionKeys } from '../../sealing/encryption-keys.ts'
import { createTokenSeal, keyIdOf } from '../../sealing/token-seal.ts'
import type { SellerKey, TokenRecord } from '../store/token-store.ts'

type Field = 'accessToken' | 'refreshToken'

/** The only place where a record's tokens are sealed and opened. */
export interface TokenVault {
  seal(key: SellerKey, field: Field, token: string): string
  /** @throws TokenIntegrityError `token_undecryptable`: another key, another seller's text, or a changed one. */
  open(record: TokenRecord, field: Field): string
  /** Whether all of it is sealed with the newest key. */
  isNewest(record: TokenRecord): boolean
  /** The same record sealed with the newest key. Throws what `open` throws. */
  rewrapped(record: TokenRecord): TokenRecord
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

  return {
    seal,
    open,
    isNewest({ accessToken, refreshToken }) {
      return [accessToken, refreshToken].every(
        (sealed) => sealed === null || keyIdOf(sealed) === tokenSeal.keyId,
      )
    },
    rewrapped(record) {
      const again = (field: Field) => seal(record, field, open(record, field))
      return {
        ...record,
        accessToken: again('accessToken'),
        refreshToken: record.refreshToken === null ? null : again('refreshToken'),
      }
    },
  }
}
