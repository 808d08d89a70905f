import { assertOption } from '../option.ts'
import { oneOf, read } from '../reading.ts'

export const faultEndpoints = ['authorization', 'token', 'profile', 'checkout'] as const
const tokenErrorKinds = [
  'invalid_client',
  'invalid_grant',
  'invalid_request',
  'invalid_scope',
  'unauthorized_client',
  'unsupported_grant_type',
] as const
const generalKinds = [
  'rate_limited',
  'server_error',
  'unavailable',
  'forbidden',
  'malformed',
  'slow',
  'reset_before',
  'reset_after',
] as const

/**
 * Where a fault strikes: `authorization` is the page and its form, `profile` is `/users/me`, `checkout`
 * is `/checkout/preferences` and `/v1/orders`.
 */
export type FaultEndpoint = (typeof faultEndpoints)[number]

/** An error code of the token endpoint, for a fault there. */
export type TokenErrorKind = (typeof tokenErrorKinds)[number]

/**
 * What goes wrong.
 *
 * - an error code of the token endpoint, there only: 400
 * - `unauthorized`, not with `authorization`: 401, as for an access token that ended
 * - `rate_limited`: 429, `server_error`: 500, `unavailable`: 503, `forbidden`: 403
 * - `malformed`: 200 with half a response
 * - `slow`: the usual response, late. The request takes effect when the delay is over, even when nobody
 *   waits for the response any more
 * - `reset_before`: the connection is cut before the request takes effect
 * - `reset_after`: the request takes effect, and the connection is cut instead of a response
 *
 * A request has its effect under `slow` and `reset_after`. Under all others nothing is looked at,
 * spent or given.
 */
export type FaultKind = TokenErrorKind | 'unauthorized' | (typeof generalKinds)[number]

/** The kinds that respond with a refusal. */
export type RefusalKind = Exclude<FaultKind, 'malformed' | 'slow' | 'reset_before' | 'reset_after'>

/** Options of `sandbox.fail()`. */
export interface FaultOptions {
  /** How many requests fail. Default: 1. */
  times?: number | undefined
  /** With `token`: only requests with this `grant_type`. Default: all. */
  grantType?: string | undefined
  /** With `rate_limited` and `unavailable`: `Retry-After`. Default: as switched. */
  retryAfterSeconds?: number | undefined
  /** With `slow`: milliseconds of real time. Default: 1000. */
  delayMs?: number | undefined
}

/** A fault that has yet to strike. */
export interface Fault {
  /** Where it strikes. */
  readonly endpoint: FaultEndpoint
  /** What goes wrong. */
  readonly kind: FaultKind
  /** How many more requests it will strike. */
  readonly times: number
  /** Only requests with this `grant_type`; absent: all. */
  readonly grantType?: string
  /** The `Retry-After` of the response; absent: none. */
  readonly retryAfterSeconds?: number
  /** Milliseconds of real time, with `slow`. */
  readonly delayMs?: number
}

const longestDelayMs = 2 ** 31 - 1

/** @throws TypeError with code `ERR_INVALID_ARG_VALUE`. */
export function readFault(
  endpoint: FaultEndpoint,
  kind: FaultKind,
  { times = 1, grantType, retryAfterSeconds, delayMs }: FaultOptions = {},
): Fault {
  read(oneOf(faultEndpoints), endpoint, 'endpoint')
  const kinds = kindsOf(endpoint)
  assertOption(kinds.includes(kind), 'kind', `one of ${kinds.join(', ')} with ${endpoint}`)
  assertOption(Number.isSafeInteger(times) && times > 0, 'times', 'a positive integer')
  assertOption(
    grantType === undefined || (endpoint === 'token' && typeof grantType === 'string'),
    'grantType',
    'a grant_type, with token only',
  )
  assertOption(
    retryAfterSeconds === undefined ||
      ((kind === 'rate_limited' || kind === 'unavailable') && isCount(retryAfterSeconds)),
    'retryAfterSeconds',
    'a whole number of seconds, with rate_limited and unavailable only',
  )
  assertOption(
    delayMs === undefined || (kind === 'slow' && isCount(delayMs) && delayMs <= longestDelayMs),
    'delayMs',
    `a whole number of milliseconds up to ${longestDelayMs}, with slow only`,
  )
  return {
    endpoint,
    kind,
    times,
    ...(grantType !== undefined && { grantType }),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    ...(kind === 'slow' && { delayMs: delayMs ?? 1000 }),
  }
}

export function kindsOf(endpoint: FaultEndpoint): readonly FaultKind[] {
  if (endpoint === 'authorization') return generalKinds
  const kinds = ['unauthorized', ...generalKinds] as const
  return endpoint === 'token' ? [...tokenErrorKinds, ...kinds] : kinds
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}
