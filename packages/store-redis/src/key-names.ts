import { createHash } from 'node:crypto'
import { assertFilledText } from './option.ts'

/**
 * The keys of one application, in the order in which every script takes them.
 *
 * They share a hash tag, so that in a cluster they share a machine. There is no key for each seller: a
 * script may touch only keys it was given, and which seller is the next due it learns only inside.
 */
export interface ApplicationKeys {
  /** Hash: seller id → entry; see `stored-record.ts`. */
  readonly sellers: string
  /** Hash: seller id → `<when it runs out, in ms>:<holder>`. */
  readonly leases: string
  /** Sorted set: seller ids by `dueAt`, in ms. */
  readonly due: string
  /** Sorted set: seller ids, all with the score 0, which sorts them as text. */
  readonly ids: string
  /** Sorted set: `<owner tag>:<seller id>`, all with the score 0. */
  readonly owners: string
}

/** @throws TypeError when the application is not text that can stand in a key. */
export function keysOf(prefix: string, application: string): ApplicationKeys {
  assertFilledText(application, 'application')
  const base = `${prefix}:{${encodeURIComponent(application)}}`
  return {
    sellers: `${base}:sellers`,
    leases: `${base}:leases`,
    due: `${base}:due`,
    ids: `${base}:ids`,
    owners: `${base}:owners`,
  }
}

/** A hash: whatever is claimed, the key is short and tells nothing. */
export function claimKey(prefix: string, key: string): string {
  return `${prefix}:claim:${createHash('sha256').update(key).digest('base64url')}`
}

/** An owner as part of an entry and of a member of `owners`: never empty, never with a colon. */
export function ownerTag(owner: string): string {
  return `=${encodeURIComponent(owner)}`
}
