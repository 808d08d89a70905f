import { invalidValue } from 'mercadopago-oauth/store'

/** The values of a statement under the names that callers know, in the order of `$1`, `$2` and so on. */
export type Parameters = Readonly<
  Record<string, string | number | boolean | Date | null | undefined>
>

/**
 * Returns what the driver sends. Times go as text in UTC, because drivers write a `Date` in the zone of the
 * process.
 *
 * @throws TypeError `ERR_INVALID_ARG_VALUE`, naming the value, for text that PostgreSQL cannot hold: it refuses
 * NUL characters, and would store a lone surrogate as another character.
 */
export function valuesOf(parameters: Parameters): unknown[] {
  return Object.entries(parameters).map(([name, value]) => {
    if (value instanceof Date) return value.toISOString()
    if (typeof value === 'string' && /[\0\p{Surrogate}]/u.test(value)) {
      throw invalidValue(name, 'must not contain NUL characters or lone surrogates')
    }
    return value ?? null
  })
}
