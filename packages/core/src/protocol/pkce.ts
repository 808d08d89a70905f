import { hash, randomBytes } from 'node:crypto'
import { assertString, invalidValue } from '../option.ts'

/** A secret and what is shown of it: the proof that the one who asks for tokens is the one who asked for the code. */
export interface PkcePair {
  /** Secret until the token request: 43 to 128 characters of `A-Z a-z 0-9 - . _ ~`. */
  codeVerifier: string
  /** Public: travels in the authorization URL. */
  codeChallenge: string
  /** How the challenge was made of the verifier. */
  codeChallengeMethod: 'S256' | 'plain'
}

/** Options of {@link createPkcePair}. */
export interface PkceOptions {
  /** Length of the verifier, 43 to 128. Default 43, which is 32 random bytes. */
  length?: number
  /** Default `S256`. `plain` shows the verifier itself and is for servers that know nothing better. */
  method?: 'S256' | 'plain'
}

/**
 * Makes a code verifier and its challenge.
 *
 * @throws TypeError `ERR_INVALID_ARG_VALUE` for a length outside 43–128 or an unknown method.
 * @see RFC 7636, sections 4.1 and 4.2
 */
export function createPkcePair(options: PkceOptions = {}): PkcePair {
  const { length = 43, method = 'S256' } = options
  if (!Number.isInteger(length) || length < 43 || length > 128) {
    throw invalidValue('length', 'must be a whole number from 43 to 128')
  }
  const codeVerifier = randomBytes(Math.ceil((length * 3) / 4))
    .toString('base64url')
    .slice(0, length)
  return {
    codeVerifier,
    codeChallenge: codeChallenge(codeVerifier, method),
    codeChallengeMethod: method,
  }
}

/**
 * The challenge of a verifier.
 *
 * @throws TypeError for a verifier that RFC 7636, section 4.1 does not allow, or an unknown method.
 */
export function codeChallenge(codeVerifier: string, method: 'S256' | 'plain' = 'S256'): string {
  assertCodeVerifier(codeVerifier)
  if (method === 'plain') return codeVerifier
  if (method !== 'S256') throw invalidValue('method', 'must be S256 or plain')
  return hash('sha256', codeVerifier, 'base64url')
}

export function assertCodeVerifier(value: unknown): asserts value is string {
  assertString(value, 'codeVerifier')
  if (!/^[A-Za-z0-9\-._~]{43,128}$/.test(value)) {
    throw invalidValue('codeVerifier', 'must be 43 to 128 characters of A-Z a-z 0-9 - . _ ~')
  }
}
