import type { TokenRecord } from 'mercadopago-oauth'
import { invalidValue } from './option.ts'

/** The values of a statement under the names that callers know, in the order of `$1`, `$2` and so on. */
export type Parameters = Readonly<
  Record<string, string | number | boolean | Date | null | undefined>
>

/** A record as `$1` to `$14`. */
export function recordParameters(record: TokenRecord): Parameters {
  const { application, sellerId, generation, accessToken, refreshToken, expiresAt, dueAt } = record
  const { lostReason, owner, scope, publicKey, liveMode, linkedAt, renewedAt } = record
  return {
    application,
    sellerId,
    generation,
    accessToken,
    refreshToken,
    expiresAt,
    dueAt,
    lostReason,
    owner,
    scope,
    publicKey,
    liveMode,
    linkedAt,
    renewedAt,
  }
}

/**
 * What the driver sends. Times go as text in UTC, because drivers write a `Date` in the zone of the process.
 *
 * @throws TypeError `ERR_INVALID_ARG_VALUE`, naming the value, for text that PostgreSQL cannot hold: NUL
 * characters it refuses, and half a surrogate pair would be stored as another character.
 */
export function valuesOf(parameters: Parameters): unknown[] {
  return Object.entries(parameters).map(([name, value]) => {
    if (value instanceof Date) return value.toISOString()
    if (typeof value === 'string' && /[\0\p{Surrogate}]/u.test(value)) {
      throw invalidValue(`"${name}" must not contain NUL characters or lone surrogates`)
    }
    return value ?? null
  })
}
