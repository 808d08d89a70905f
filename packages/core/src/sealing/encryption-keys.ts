import { createHash, createSecretKey, type KeyObject } from 'node:crypto'
import { invalidValue } from '../option.ts'
import { isKeyProvider, type KeyProvider } from './key-provider.ts'

/** A key that seals tokens, and the short name by which a sealed text says which key opens it. */
export interface EncryptionKey {
  /** Eight characters derived from the key; tells nothing about it. */
  readonly id: string
  readonly key: KeyObject | Uint8Array
}

/** Keys, or those who wrap them. The first encrypts, all decrypt, so keys can be replaced without a gap. */
export type EncryptionKeys = readonly [
  EncryptionKey | KeyProvider,
  ...(EncryptionKey | KeyProvider)[],
]

/**
 * Reads the app's keys: key providers, or 32 random bytes each, as bytes or in base64, base64url or hex.
 *
 * @throws TypeError `ERR_INVALID_ARG_VALUE` for a list without a key, another length, text that encodes
 *   nothing, bytes that are not random, or two providers of one name.
 */
export function encryptionKeysOf(keys: unknown): EncryptionKeys {
  if (!Array.isArray(keys)) throw invalidValue('encryptionKeys', 'must be a list of keys')
  const [first, ...others] = keys.map(encryptionKeyOf)
  if (first === undefined) throw invalidValue('encryptionKeys', 'must hold at least one key')
  const names = [first, ...others].flatMap((key) => ('name' in key ? key.name : []))
  if (new Set(names).size === names.length) return [first, ...others]
  throw invalidValue('encryptionKeys', 'must hold key providers of different names')
}

/** The short name of a key. */
export function keyIdOfBytes(bytes: Uint8Array): string {
  return createHash('sha256').update('key id').update(bytes).digest('base64url').slice(0, 8)
}

function encryptionKeyOf(value: unknown): EncryptionKey | KeyProvider {
  if (isKeyProvider(value)) return value
  const bytes = value instanceof Uint8Array ? Buffer.from(value) : decoded(value)
  if (bytes.length !== 32) throw invalidValue('encryptionKeys', 'must each be 32 bytes')
  // 32 random bytes hold 30 different ones on average, and fewer than 16 never.
  if (new Set(bytes).size < 16) {
    throw invalidValue('encryptionKeys', 'must each be random: randomBytes(32)')
  }
  return { id: keyIdOfBytes(bytes), key: createSecretKey(bytes) }
}

function decoded(value: unknown): Buffer {
  if (typeof value !== 'string') {
    throw invalidValue('encryptionKeys', 'must each be bytes, a string or a key provider')
  }
  if (/^[0-9a-f]{64}$/i.test(value)) return Buffer.from(value, 'hex')
  if (/^[A-Za-z0-9+/]{43}=$/.test(value)) return Buffer.from(value, 'base64')
  if (/^[\w-]{43}$/.test(value)) return Buffer.from(value, 'base64url')
  throw invalidValue('encryptionKeys', 'must each be 32 bytes in base64, base64url or hex')
}
