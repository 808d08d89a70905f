import { keyIdOf, openedToken, sealedToken } from '../../sealing/token-seal.ts'
import type { SellerKey } from '../../store/token-store.ts'
import type { KeyRing } from '../keys/key-ring.ts'
import type { SellerRecord } from './seller-record.ts'

/** A member of a record that is sealed. */
export type SealedField = 'accessToken' | 'refreshToken'

/** Seals with one key, which is at hand: nothing that could fail has to be waited for. */
export interface Sealer {
  seal(key: SellerKey, field: SealedField, token: string): string
  /** Whether both tokens of a record are sealed with this key. */
  sealed(record: SellerRecord): boolean
}

/** Seals and opens the tokens of records. A token can be opened only for its own application, seller, environment and field. */
export class TokenVault {
  readonly #ring: KeyRing
  readonly #environment: string

  constructor(ring: KeyRing, environment: string) {
    this.#ring = ring
    this.#environment = environment
  }

  /**
   * Runs work that seals. The key is at hand before the work begins.
   *
   * @throws KeyManagerUnavailableError `key_manager_unavailable`
   */
  sealing<T>(work: (sealer: Sealer) => Promise<T>): Promise<T> {
    return this.#ring.sealing((key) =>
      work({
        seal: (seller, field, token) => sealedToken(key, token, this.#place(seller, field)),
        sealed: ({ accessToken, refreshToken }) =>
          [accessToken, refreshToken].every((text) => text === null || keyIdOf(text) === key.id),
      }),
    )
  }

  /**
   * @throws TokenIntegrityError `token_undecryptable`: another key, another seller's text, or a changed one.
   * @throws KeyManagerUnavailableError `key_manager_unavailable`
   */
  open(record: SellerRecord, field: SealedField): Promise<string> {
    const sealed = record[field] ?? ''
    const place = this.#place(record, field)
    return this.#ring.opening(keyIdOf(sealed), (key) => openedToken(key, sealed, place))
  }

  #place({ clientId, sellerId }: SellerKey, field: SealedField): readonly string[] {
    return [clientId, sellerId, this.#environment, field]
  }
}
