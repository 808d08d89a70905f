import { invalidValue } from '../option.ts'

/**
 * A key of a key manager, such as AWS KMS, Google Cloud KMS or Vault, as one of `encryptionKeys`. Tokens are sealed
 * with data keys that are made here; the key manager wraps (encrypts) these, and never sees a token.
 */
export interface KeyProvider {
  /**
   * Names the key, as in the key manager: 1 to 256 characters. It is stored beside what this provider wrapped, so it
   * must stay the same, and no other of `encryptionKeys` may have it. It is not secret.
   */
  readonly name: string
  /**
   * Encrypts a data key. The bytes are filled with zeros later: do not keep them.
   *
   * @returns the encrypted key as text, such as base64: 1 to 4,096 printable ASCII characters.
   */
  wrap(key: Uint8Array): Promise<string>
  /**
   * Decrypts what `wrap()` returned. When it cannot, because the key manager cannot be reached or refuses, it throws.
   *
   * @returns the 32 bytes. They are filled with zeros later: do not keep them, and return new ones each time.
   */
  unwrap(wrapped: string): Promise<Uint8Array>
}

/**
 * Whether an element of `encryptionKeys` is a provider.
 *
 * @throws TypeError `ERR_INVALID_ARG_VALUE`, naming `encryptionKeys`, for a provider without a proper name.
 */
export function isKeyProvider(value: unknown): value is KeyProvider {
  if (typeof value !== 'object' || value === null) return false
  const { name, wrap, unwrap } = value as Partial<Record<keyof KeyProvider, unknown>>
  if (typeof wrap !== 'function' || typeof unwrap !== 'function') return false
  if (typeof name === 'string' && /^[^\p{Cc}\p{Surrogate}]{1,256}$/u.test(name)) return true
  throw invalidValue('encryptionKeys', 'must hold key providers with a name of 1 to 256 characters')
}
