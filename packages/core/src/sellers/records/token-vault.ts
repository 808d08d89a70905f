import type { EncryptionKeys } from '../../sealing/encryption-keys.ts'
import { createTokenSeal, keyIdOf } from '../../sealing/token-seal.ts'
import type { SellerKey } from '../../store/token-store.ts'
import type { SellerRecord } from './seller-record.ts'

/** A member of a record that is sealed. */
export type SealedField = 'accessToken' | 'refreshToken'

/** Seals and opens the tokens of records. */
export interface TokenVault {
  seal(key: SellerKey, field: SealedField, token: string): string
  /** @throws TokenIntegrityError `token_undecryptable`: another key, another seller's text, or a changed one. */
  open(record: SellerRecord, field: SealedField): string
  /** Whether both tokens are sealed with the newest key. */
  isNewest(record: SellerRecord): boolean
}

/** A token can be opened only for its own application, seller, environment and field. */
export function createTokenVault(keys: EncryptionKeys, environment: string): TokenVault {
  const tokenSeal = createTokenSeal(keys)
  const placeOf = ({ clientId, sellerId }: SellerKey, field: SealedField) => [
    clientId,
    sellerId,
    environment,
    field,
  ]
  return {
    seal: (key, field, token) => tokenSeal.seal(token, placeOf(key, field)),
    open: (record, field) => tokenSeal.open(record[field] ?? '', placeOf(record, field)),
    isNewest({ accessToken, refreshToken }) {
      return [accessToken, refreshToken].every(
        (sealed) => sealed === null || keyIdOf(sealed) === tokenSeal.keyId,
      )
    },
  }
}
