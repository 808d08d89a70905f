import type { InValue } from '@libsql/client'
import { invalidValue } from 'mercadopago-oauth/store'

/** What the store passes to a statement, by name. */
export type Parameters = Readonly<
  Record<string, string | number | boolean | Date | null | undefined>
>

/**
 * Returns the values as SQLite stores them. Numbers, dates and booleans go as integers: the client would
 * send floating point.
 *
 * @throws TypeError `ERR_INVALID_ARG_VALUE`, naming the parameter and never showing it.
 */
export function bound(parameters: Parameters): Record<string, InValue> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, boundValue(value, name)]),
  )
}

function boundValue(value: Parameters[string], name: string): InValue {
  if (value === null || value === undefined) return null
  if (typeof value !== 'string') {
    const number = Number(value)
    if (Number.isSafeInteger(number)) return BigInt(number)
    throw invalidValue(name, 'must be a safe integer or a valid date')
  }
  // The client cuts text at a NUL when it reads, and writes every lone surrogate as the same character.
  if (!/[\0\p{Surrogate}]/u.test(value)) return value
  throw invalidValue(name, 'must be well-formed text without NUL characters')
}
