import { TokenIntegrityError } from '../errors.ts'
import { canonicalBytes, decrypt, encrypt, nonceLength } from './aes-gcm.ts'
import type { EncryptionKey, EncryptionKeys } from './encryption-keys.ts'

/** Seals tokens for a store: `v1.<key id>.<nonce>.<ciphertext and tag>`, the last two in base64url. */
export interface TokenSeal {
  /** The id of the key that seals. */
  readonly keyId: string
  /** `place` says where the text belongs: it opens nowhere else. */
  seal(text: string, place: readonly string[]): string
  /** @throws TokenIntegrityError `token_undecryptable` */
  open(sealed: string, place: readonly string[]): string
}

export function createTokenSeal(keys: EncryptionKeys): TokenSeal {
  const [sealing] = keys
  const byId = new Map(keys.map((key) => [key.id, key]))
  return {
    keyId: sealing.id,
    seal(text, place) {
      const bytes = encrypt(sealing.key, text, associatedData(sealing, place))
      const nonce = bytes.subarray(0, nonceLength).toString('base64url')
      return `v1.${sealing.id}.${nonce}.${bytes.subarray(nonceLength).toString('base64url')}`
    },
    open(sealed, place) {
      const { keyId, bytes } = partsOf(sealed)
      const key = byId.get(keyId)
      const text = key && bytes && decrypt(key.key, bytes, associatedData(key, place))
      if (text === undefined) {
        const detail = { keyId: keyId === '' ? undefined : keyId }
        throw new TokenIntegrityError('token_undecryptable', detail)
      }
      return text
    },
  }
}

/** The id of the key that sealed a text; empty for anything that is no sealed text. */
export function keyIdOf(sealed: string): string {
  return partsOf(sealed).keyId
}

function partsOf(sealed: string): { keyId: string; bytes: Buffer | undefined } {
  const [, keyId = '', nonce = '', rest = ''] =
    /^v1\.([\w-]{8})\.([\w-]{16})\.([\w-]+)$/.exec(sealed) ?? []
  // A nonce of 12 bytes is 16 characters exactly, so the two parts decode as one text.
  return { keyId, bytes: canonicalBytes(nonce + rest) }
}

function associatedData(key: EncryptionKey, place: readonly string[]): string {
  return JSON.stringify(['v1', key.id, ...place])
}
