import type { InValue } from '@libsql/client'
import { invalidType, invalidValue } from './option.ts'

/** What the store passes to a statement, by name. */
export type Parameters = Readonly<
  Record<string, string | number | boolean | Date | null | undefined>
>

/**
 * The values as SQLite stores them. Numbers go as integers: the client would send floating point.
 *
 * @throws TypeError, naming the parameter and never showing it.
 */
export function bound(parameters: Parameters): Record<string, InValue> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, boundValue(value, name)]),
  )
}

function boundValue(value: Parameters[string], name: string): InValue {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return storable(value, name)
  if (typeof value === 'boolean') return value ? 1n : 0n
  const number = Number(value)
  if (Number.isSafeInteger(number)) return BigInt(number)
  if (value instanceof Date) throw invalidValue(`"${name}" must be a valid date`)
  if (typeof value === 'number') throw invalidValue(`"${name}" must be a safe integer`)
  throw invalidType(`"${name}" cannot be stored`)
}

/** The client cuts text at a NUL when it reads, and writes every lone surrogate as the same sign. */
function storable(text: string, name: string): string {
  if (text.includes('\0') || /\p{Surrogate}/u.test(text)) {
    throw invalidValue(`"${name}" must be well-formed text without NUL characters`)
  }
  return text
}
