import type { Check } from './check.ts'
import { edgeTrouble, quotingTrouble } from './env-value.ts'
import { fault, type Observation, ok, warning } from './finding.ts'
import { listed } from './settings.ts'

const variable = 'MERCADOPAGO_ENCRYPTION_KEYS'
const makeOne = "node -p \"require('node:crypto').randomBytes(32).toString('base64')\""

/** Checks that the encryption keys are 32 random bytes each, and all different. */
export const encryptionKeys: Check = {
  name: 'encryption-keys',
  look({ encryptionKeys: text, store }) {
    if (text === undefined || text === '') {
      const missing = store === undefined ? warning : fault
      return [
        missing(
          `${variable} is missing.`,
          "Sellers' tokens cannot be saved without a key.",
          `Generate one, and do not store it with the backups of the store: ${makeOne}`,
        ),
      ]
    }
    const keys = listed(text)
    const found = keys.flatMap((key, index) => lookAt(key, `Key ${index + 1} of ${variable}`))
    return found.length > 0 ? found : repeated(keys)
  },
}

/** The keys as the library reads them, or `undefined` when it would refuse them. */
export function usableKeys(text: string | undefined): string[] | undefined {
  if (text === undefined || text === '') return undefined
  const keys = listed(text)
  const isUsable = (key: string) => lookAt(key, '').length === 0
  return keys.every(isUsable) ? keys : undefined
}

function lookAt(key: string, name: string): Observation[] {
  if (key === '') {
    return [
      fault(`${name} is empty.`, 'The app refuses to start with it.', 'Remove the extra comma.'),
    ]
  }
  const trouble = quotingTrouble(name, key) ?? edgeTrouble(name, key)
  if (trouble !== undefined) return [trouble]
  const bytes = decoded(key)
  if (bytes === undefined) {
    return [
      fault(
        `${name} is not base64, base64url or hex of 32 bytes.`,
        'The app refuses to start with it; a passphrase is not a key.',
        `Generate a random one: ${makeOne}`,
      ),
    ]
  }
  const weakness = weaknessOf(bytes)
  if (weakness === undefined) return []
  return [
    fault(
      `${name} is ${weakness}, not random.`,
      'Anybody who guesses it reads every token in the store.',
      `Generate a random one and put it first. Keep this one after it until "sellers rewrap" is done: ${makeOne}`,
    ),
  ]
}

function repeated(keys: readonly string[]): Observation[] {
  const spellings = keys.map((key) => decoded(key)?.toString('hex'))
  if (new Set(spellings).size < keys.length) {
    return [
      fault(
        `${variable} contains a key twice.`,
        'The repeated key has no effect, so a rotation changed nothing.',
        'Keep each of them once, the new one first.',
      ),
    ]
  }
  const many = keys.length === 1 ? 'one key' : `${keys.length} different keys`
  return [ok(`${variable}: ${many} of 32 random bytes.`)]
}

function decoded(key: string): Buffer | undefined {
  if (/^[\da-f]{64}$/i.test(key)) return Buffer.from(key, 'hex')
  if (/^[A-Za-z\d+/]{43}=$/.test(key)) return Buffer.from(key, 'base64')
  if (/^[\w-]{43}$/.test(key)) return Buffer.from(key, 'base64url')
  return undefined
}

/** What a key is made of when chance did not make it; each of these is rarer than one in ten million. */
function weaknessOf(bytes: Buffer): string | undefined {
  if (new Set(bytes).size === 1) return 'one byte 32 times'
  if (bytes.every((byte) => byte >= 0x20 && byte < 0x7f)) return 'printable text'
  if (new Set(bytes).size < 16) return 'a few bytes repeated'
  if (bytes.subarray(0, 16).equals(bytes.subarray(16))) return '16 bytes twice'
  const steps = [...bytes.subarray(1)].map((byte, index) => (byte - (bytes[index] ?? 0)) & 0xff)
  return new Set(steps).size < 16 ? 'a sequence of bytes' : undefined
}
