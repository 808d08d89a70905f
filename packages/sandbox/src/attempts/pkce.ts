import { createHash } from 'node:crypto'
import { markOf } from './mark.ts'
import { shorten } from './shown-parameter.ts'

/** The challenge of an authorization request, as the control room shows it. */
export interface ShownChallenge {
  /** What `code_challenge_method` was, or was taken for. */
  readonly method: 'S256' | 'plain'
  /** Whole with `S256`: it is public. Shortened with `plain`: there it is the verifier. */
  readonly value: string
}

/** The verifier of a token request, as the control room shows it. */
export interface ShownVerifier {
  /** Shortened. */
  readonly value: string
  /** In characters. */
  readonly length: number
  /** 43 to 128 characters of A-Z a-z 0-9 - . _ ~ (RFC 7636, section 4.1). */
  readonly isWellFormed: boolean
  /** SHA-256 of the whole verifier, in hex. */
  readonly sha256: string
  /** The same bytes in base64url: what the challenge must be with `S256`. */
  readonly challenge: string
}

/** How the server judged a verifier (RFC 7636, section 4.6). */
export interface PkceCheck {
  /** What the server kept with the code; absent when the app sent no challenge. */
  readonly stored?: ShownChallenge
  /** What the app sent with the code; absent when it sent none. */
  readonly verifier?: ShownVerifier
  /** Whether the server went on. */
  readonly isPassed: boolean
}

export function showChallenge(value: string, method: 'S256' | 'plain'): ShownChallenge {
  return { method, value: method === 'S256' ? value : shorten(value) }
}

/** What the challenge of a fitting verifier is, for `S256`, or hashes to, for `plain`. */
export function challengeMark(value: string, method: 'S256' | 'plain'): string {
  return method === 'S256' ? value : markOf(value)
}

export function showVerifier(value: string): ShownVerifier {
  const hash = createHash('sha256').update(value).digest()
  return {
    value: shorten(value),
    length: value.length,
    isWellFormed: /^[\w.~-]{43,128}$/.test(value),
    sha256: hash.toString('hex'),
    challenge: hash.toString('base64url'),
  }
}
