import { printed } from '../helpers/errors.ts'
import { Fault } from './fault.ts'

/** So much of a secret is already too much. */
const pieceLength = 16

/** Secrets that must appear nowhere, in none of the usual spellings. */
export class Canaries {
  readonly #spellings: string[] = []
  /** Those without a capital letter. Hexadecimal comes in both letter cases, so these are found in either. */
  readonly #lowerCase: string[] = []

  /** @param secrets - at least 16 characters each: shorter ones appear by chance. */
  constructor(...secrets: string[]) {
    this.add(...secrets)
  }

  add(...secrets: string[]): void {
    for (const secret of secrets) {
      if (secret.length < pieceLength) throw new RangeError('too short for a canary')
      const pieces = new Set([secret.slice(0, pieceLength), secret.slice(-pieceLength)])
      for (const spelling of [...pieces].flatMap(spellingsOf)) {
        const isLowerCase = spelling === spelling.toLowerCase()
        const alike = isLowerCase ? this.#lowerCase : this.#spellings
        alike.push(spelling)
      }
    }
  }

  /** Throws when a secret can be read in what a log, a crash report or a response would show of a value. */
  assertAbsent(value: unknown): void {
    const text = printed(value)
    const lowerCase = text.toLowerCase()
    const shown =
      this.#spellings.find((spelling) => text.includes(spelling)) ??
      this.#lowerCase.find((spelling) => lowerCase.includes(spelling))
    if (shown !== undefined) throw new Fault(`shows a secret, spelled ${shown}`)
  }
}

function spellingsOf(piece: string): string[] {
  const bytes = Buffer.from(piece)
  return [
    ...new Set([
      piece,
      encodeURIComponent(piece),
      bytes.toString('hex'),
      // As `inspect` and JSON show a buffer.
      bytes.toString('hex').replace(/..(?!$)/g, '$& '),
      bytes.join(','),
      ...[0, 1, 2].flatMap((offset) => base64At(bytes, offset)),
    ]),
  ]
}

/** How the bytes look inside a longer text in base64 and base64url, so many bytes after a group's beginning. */
function base64At(bytes: Buffer, offset: number): string[] {
  const padded = Buffer.concat([Buffer.alloc(offset), bytes])
  const whole = padded.length - (padded.length % 3)
  // A group that also holds other bytes looks different each time.
  const own = padded.subarray(offset === 0 ? 0 : 3, whole)
  return [own.toString('base64'), own.toString('base64url')]
}
