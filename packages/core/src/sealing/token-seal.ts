import { TokenIntegrityError } from '../errors.ts'
import { canonicalBytes, decrypt, encrypt, nonceLength } from './aes-gcm.ts'
import type { EncryptionKey } from './encryption-keys.ts'

/**
 * Seals a token for a store: `v1.<key id>.<nonce>.<ciphertext and tag>`, the last two in base64url.
 *
 * @param place - says where the text belongs: it opens nowhere else.
 */
export function sealedToken(key: EncryptionKey, token: string, place: readonly string[]): string {
  const bytes = encrypt(key.key, token, associatedData(key, place))
  const nonce = bytes.subarray(0, nonceLength).toString('base64url')
  return `v1.${key.id}.${nonce}.${bytes.subarray(nonceLength).toString('base64url')}`
}

/**
 * Opens a sealed token with the key that it names.
 *
 * @throws TokenIntegrityError `token_undecryptable`, also when there is no such key.
 */
export function openedToken(
  key: EncryptionKey | undefined,
  sealed: string,
  place: readonly string[],
): string {
  const { keyId, bytes } = partsOf(sealed)
  const text = key && bytes && decrypt(key.key, bytes, associatedData(key, place))
  if (text !== undefined) return text
  throw new TokenIntegrityError('token_undecryptable', { keyId: keyId === '' ? undefined : keyId })
}

/** The id of the key that sealed a text; empty for anything that is no sealed text. */
export function keyIdOf(sealed: string): string {
  return matchOf(sealed)?.[1] ?? ''
}

function partsOf(sealed: string): { keyId: string; bytes: Buffer | undefined } {
  const [, keyId = '', nonce = '', rest = ''] = matchOf(sealed) ?? []
  // A nonce of 12 bytes is 16 characters exactly, so the two parts decode as one text.
  return { keyId, bytes: canonicalBytes(nonce + rest) }
}

function matchOf(sealed: string): RegExpExecArray | null {
  return /^v1\.([\w-]{8})\.([\w-]{16})\.([\w-]+)$/.exec(sealed)
}

function associatedData(key: EncryptionKey, place: readonly string[]): string {
  return JSON.stringify(['v1', key.id, ...place])
}
