import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto'

const algorithm = 'aes-256-gcm'
const nonceLength = 12
const tagLength = 16

/** Encrypts and authenticates short texts. The associated data must be the same at both ends. */
export interface Seal {
  seal(text: string, associatedData: string): string
  /** The text, or `undefined` for anything that was not sealed with one of the keys and this data. */
  open(sealed: string, associatedData: string): string | undefined
}

/** A seal of 32-byte keys: the first seals, all open, so that keys can be replaced without a gap. */
export function createSeal(keys: readonly Uint8Array[]): Seal {
  const [sealing, ...others] = keys.map((key) => createSecretKey(key))
  if (sealing === undefined) throw new RangeError('a seal needs a key')
  const opening = [sealing, ...others]
  return {
    seal: (text, associatedData) => encrypt(sealing, text, associatedData).toString('base64url'),
    open(sealed, associatedData) {
      const bytes = Buffer.from(sealed, 'base64url')
      if (bytes.length < nonceLength + tagLength) return undefined
      // The decoder is lenient; one text per sealed value keeps "changed" and "refused" the same.
      if (bytes.toString('base64url') !== sealed) return undefined
      for (const key of opening) {
        const text = decrypt(key, bytes, associatedData)
        if (text !== undefined) return text
      }
      return undefined
    },
  }
}

function encrypt(key: KeyObject, text: string, associatedData: string): Buffer {
  const nonce = randomBytes(nonceLength)
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagLength })
  cipher.setAAD(Buffer.from(associatedData))
  const ciphertext = cipher.update(text, 'utf8')
  return Buffer.concat([nonce, ciphertext, cipher.final(), cipher.getAuthTag()])
}

function decrypt(key: KeyObject, bytes: Buffer, associatedData: string): string | undefined {
  const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceLength), {
    authTagLength: tagLength,
  })
  decipher.setAAD(Buffer.from(associatedData))
  decipher.setAuthTag(bytes.subarray(-tagLength))
  const text = decipher.update(bytes.subarray(nonceLength, -tagLength))
  try {
    return Buffer.concat([text, decipher.final()]).toString('utf8')
  } catch {
    return undefined
  }
}
