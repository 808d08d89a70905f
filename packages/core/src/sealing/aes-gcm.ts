import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto'

const algorithm = 'aes-256-gcm'
const tagLength = 16

export const nonceLength = 12

/** Nonce, ciphertext and tag. The nonce is random, and never used again (NIST SP 800-38D, section 8.2.2). */
export function encrypt(key: KeyObject | Uint8Array, text: string, associatedData: string): Buffer {
  const nonce = randomBytes(nonceLength)
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagLength })
  cipher.setAAD(Buffer.from(associatedData))
  const ciphertext = cipher.update(text, 'utf8')
  // In this mode no bytes are held back for the end, which only makes the tag, or judges it.
  cipher.final()
  return Buffer.concat([nonce, ciphertext, cipher.getAuthTag()])
}

/** The text, or `undefined` for anything but what {@link encrypt} made with this key and data. */
export function decrypt(
  key: KeyObject | Uint8Array,
  bytes: Buffer,
  associatedData: string,
): string | undefined {
  if (bytes.length < nonceLength + tagLength) return undefined
  const nonce = bytes.subarray(0, nonceLength)
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagLength })
  decipher.setAAD(Buffer.from(associatedData))
  decipher.setAuthTag(bytes.subarray(-tagLength))
  const text = decipher.update(bytes.subarray(nonceLength, -tagLength))
  try {
    decipher.final()
    return text.toString('utf8')
  } catch {
    return undefined
  }
}

/**
 * The bytes of base64url text in its one canonical spelling, else `undefined`. Node's decoder is lenient;
 * here every change to a sealed text is a change to its bytes.
 */
export function canonicalBytes(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url')
  return bytes.toString('base64url') === text ? bytes : undefined
}
