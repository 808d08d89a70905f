import type { SellerKey, TokenRecord } from 'mercadopago-oauth/store'
import { assertInteger, assertText, msOf } from './argument.ts'

/**
 * A record in Redis: `<generation>:<owner tag>:{2:<dueAt in ms, or nothing>:<linkedAt in ms>}<body>`.
 *
 * In every version an entry begins with generation, owner tag and a brace, and scripts read no more: a process
 * of another version can still save the token pair it holds. In version 1 the brace began the JSON of a record.
 *
 * Client id and seller id are left out: an entry copied to another seller must not pass as that seller's.
 */
const version2 = /^(\d+):([^:]*):\{2:(-?\d*):(-?\d+)\}(.*)$/s
const version1 = /^(\d+:[^:]*):(\{".*\})$/s

/** @throws TypeError naming the field that cannot be stored exactly. */
export function entryOf({ generation, owner, dueAt, linkedAt, body }: TokenRecord): string {
  assertInteger(generation, 'generation', 1)
  assertText(body, 'body')
  const due = dueAt === null ? '' : msOf(dueAt, 'dueAt')
  return `${generation}:${ownerTag(owner)}:{2:${due}:${msOf(linkedAt, 'linkedAt')}}${body}`
}

/** The record in an entry. If the entry is damaged, its generation is `NaN`, and both dates are invalid. */
export function recordOf({ clientId, sellerId }: SellerKey, entry: string): TokenRecord {
  const found = version2.exec(entry) ?? version2.exec(upgraded(entry) ?? '') ?? []
  const [, generation, tag, due, linked, body = ''] = found
  return {
    clientId,
    sellerId,
    generation: Number(generation),
    dueAt: due === '' ? null : new Date(Number(due)),
    owner: ownerOf(tag),
    linkedAt: new Date(Number(linked)),
    body,
  }
}

/** An owner as part of a key: empty for nobody, never with a colon. */
export function ownerTag(owner: string | null): string {
  if (owner === null) return ''
  assertText(owner, 'owner')
  return `=${encodeURIComponent(owner)}`
}

function ownerOf(tag = ''): string | null {
  try {
    return tag === '' ? null : decodeURIComponent(tag.slice(1))
  } catch {
    return tag
  }
}

/** An entry of version 1 in version 2; `undefined` for any other entry, and for a damaged one. */
export function upgraded(entry: string): string | undefined {
  const [, head, json = ''] = version1.exec(entry) ?? []
  const { dueAt, linkedAt, ...kept } = parsed(json)
  const due = dueAt === null ? '' : msIn(dueAt)
  const linked = msIn(linkedAt)
  if (Number.isNaN(due) || Number.isNaN(linked)) return undefined
  return `${head}:{2:${due}:${linked}}${JSON.stringify({ v: 1, ...kept }, bodyMembers)}`
}

/** In the order in which core writes them. */
const bodyMembers = [
  'v',
  'accessToken',
  'refreshToken',
  'expiresAt',
  'scope',
  'publicKey',
  'liveMode',
  'lostReason',
  'renewedAt',
]

function msIn(value: unknown): number {
  return typeof value === 'string' ? Date.parse(value) : Number.NaN
}

function parsed(json: string): Record<string, unknown> {
  try {
    return JSON.parse(json)
  } catch {
    return {}
  }
}
