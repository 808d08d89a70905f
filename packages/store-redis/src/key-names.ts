import { createHash } from 'node:crypto'
import { assertFilledText } from './argument.ts'

/**
 * An application's keys, in the order of every script's `KEYS`:
 *
 * - `sellers`, a hash: seller id → entry; see `entry.ts`
 * - `leases`, a hash: seller id → `<when it expires, in ms>:<holder>`
 * - `due`, a sorted set: ids of the sellers with a due date, by that date in ms
 * - `never`, a sorted set: ids of the others, all with score 0, which sorts them as text
 * - `ids`, a sorted set: all ids, with score 0
 * - `owners`, a sorted set: `<owner tag>:<seller id>`, with score 0
 *
 * There is no key for each seller: a script may use only keys it is given, and finds out while it runs who is
 * due next. The braces make a cluster keep all keys of an application on one machine.
 */
const names = ['sellers', 'leases', 'due', 'never', 'ids', 'owners']

/** @throws TypeError when the client id cannot be part of a key. */
export function keysOf(prefix: string, clientId: string): string[] {
  assertFilledText(clientId, 'clientId')
  return keysAt(`${prefix}:{${encodeURIComponent(clientId)}}`)
}

/**
 * The keys that belong to this `sellers` key; `undefined` if the prefix is another. The client may have put
 * something in front of the prefix, and does so again when it sends these keys.
 */
export function keysBeside(prefix: string, sellers: string): string[] | undefined {
  const start = sellers.indexOf(`${prefix}:{`)
  return start < 0 ? undefined : keysAt(sellers.slice(start, -':sellers'.length))
}

function keysAt(base: string): string[] {
  return names.map((name) => `${base}:${name}`)
}

/** A hash keeps the key short, and hides what was claimed. */
export function claimKey(prefix: string, key: string): string {
  return `${prefix}:claim:${createHash('sha256').update(key).digest('base64url')}`
}
