import { createSecretKey } from 'node:crypto'
import { canonicalBytes, decrypt, encrypt } from '../sealing/aes-gcm.ts'

/** Encrypts and authenticates short texts. The associated data must be the same at both ends. */
export interface Seal {
  seal(text: string, associatedData: string): string
  /** The text, or `undefined` for anything that was not sealed with one of the keys and this data. */
  open(sealed: string, associatedData: string): string | undefined
}

/** A seal of 32-byte keys: the first encrypts, all decrypt, so that keys can be replaced without a gap. */
export function createSeal(keys: readonly Uint8Array[]): Seal {
  const [sealing, ...others] = keys.map((key) => createSecretKey(key))
  if (sealing === undefined) throw new RangeError('a seal needs a key')
  const opening = [sealing, ...others]
  return {
    seal: (text, associatedData) => encrypt(sealing, text, associatedData).toString('base64url'),
    open(sealed, associatedData) {
      const bytes = canonicalBytes(sealed)
      if (bytes === undefined) return undefined
      for (const key of opening) {
        const text = decrypt(key, bytes, associatedData)
        if (text !== undefined) return text
      }
      return undefined
    },
  }
}
