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

/** The short form that is sealed: a browser carries it on every request to the host. */
export function encodeAttempt(attempt: Attempt): string {
  const { codeVerifier, expiresAt, user = null, returnTo, context } = attempt
  return JSON.stringify([codeVerifier, expiresAt.getTime(), user, returnTo, context])
}

/** Reads what {@link encodeAttempt} made; only ever called with text that a seal vouches for. */
export function decodeAttempt(text: string): Attempt {
  const [codeVerifier, expiresAtMs, user, returnTo, context] = JSON.parse(text)
  return {
    codeVerifier,
    expiresAt: new Date(expiresAtMs),
    user: user ?? undefined,
    returnTo,
    context,
  }
}
