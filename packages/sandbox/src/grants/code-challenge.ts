import { createHash } from 'node:crypto'

/** A PKCE challenge that arrived with the authorization request (RFC 7636, section 4.3). */
export interface CodeChallenge {
  readonly value: string
  readonly method: 'S256' | 'plain'
}

const s256Challenge = /^[\w-]{43}$/
const codeVerifier = /^[\w.~-]{43,128}$/

/**
 * Reads the two parameters; `undefined` when they are not what RFC 7636 allows.
 *
 * @param plainNames - How the plain method may be spelled.
 */
export function readCodeChallenge(
  value: string,
  method: string,
  plainNames: readonly string[],
): CodeChallenge | undefined {
  if (method === 'S256') return s256Challenge.test(value) ? { value, method } : undefined
  if (!plainNames.includes(method)) return undefined
  return codeVerifier.test(value) ? { value, method: 'plain' } : undefined
}

/**
 * Whether the verifier belongs to the challenge. A verifier without a challenge does not: it would hide that an
 * attacker removed the challenge on the way (RFC 9700, section 4.8.2).
 */
export function verifierMatches(
  challenge: CodeChallenge | undefined,
  verifier: string | undefined,
): boolean {
  if (challenge === undefined || verifier === undefined) return challenge === verifier
  if (!codeVerifier.test(verifier)) return false
  if (challenge.method === 'plain') return challenge.value === verifier
  return challenge.value === createHash('sha256').update(verifier).digest('base64url')
}
