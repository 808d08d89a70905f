/** One start and its return: what the browser carries, sealed, between the two. */
export interface Attempt {
  codeVerifier: string
  expiresAt: Date
  /** The app's user who started it, when the app supplies one. */
  user: string | undefined
  returnTo: string
  /** Whatever the app wants back. */
  context: unknown
}

/** The text that is sealed. What is `undefined` is left out, and so comes back as such. */
export function encodeAttempt(attempt: Attempt): string {
  return JSON.stringify({ ...attempt, expiresAt: attempt.expiresAt.getTime() })
}

/** Reads what {@link encodeAttempt} made; only ever called with text that a seal vouches for. */
export function decodeAttempt(text: string): Attempt {
  const { expiresAt, ...rest } = JSON.parse(text)
  return { ...rest, expiresAt: new Date(expiresAt) }
}
