import { assertOptionalString, invalidValue } from '../option.ts'
import { userId } from './user-id.ts'

/** One start and its return: what the browser carries, sealed, between the two. */
export interface Attempt {
  codeVerifier: string
  expiresAt: Date
  /** The app's user who began it, if one was signed in. */
  user: string | undefined
  /** The only seller who may come back, when a known one links again. */
  expectedSellerId: string | undefined
  returnTo: string
  /** The app's own data, returned with the result. */
  context: unknown
  /** Whether a page of another site began it, which may do so as often as it likes. */
  fromOtherSite: boolean | undefined
}

/** What is kept of an ended attempt, so that a reload of its callback gets the right error. */
export interface EndedAttempt {
  ended: true
  expiresAt: Date
}

/** The text that is sealed. Members that are `undefined` are left out, and so are `undefined` when read. */
export function encodeAttempt(attempt: Attempt | EndedAttempt): string {
  return JSON.stringify({ ...attempt, expiresAt: attempt.expiresAt.getTime() })
}

/** Reads what {@link encodeAttempt} made; only ever called with text that a seal vouches for. */
export function decodeAttempt(text: string): Attempt | EndedAttempt {
  const attempt = JSON.parse(text)
  attempt.expiresAt = new Date(attempt.expiresAt)
  return attempt
}

/** The user an attempt is bound to. */
export function checkedUser(user: string | undefined): string | undefined {
  assertOptionalString(user, 'user')
  return userId(user)
}

/** The app's own data: it must survive JSON and fit into a cookie. */
export function checkedContext(context: unknown): unknown {
  if (context === undefined) return undefined
  const json = jsonOf(context)
  if (json === undefined || Buffer.byteLength(json) > 1024) {
    throw invalidValue('context', 'must be JSON of at most 1 KiB')
  }
  return context
}

/** `undefined` for what JSON cannot hold: a function, a BigInt, a circle. */
function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch {
    return undefined
  }
}
