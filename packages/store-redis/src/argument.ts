import { invalidType, invalidValue } from 'mercadopago-oauth/store'

/** UTF-8 turns every lone surrogate into the same character, and so two ids into one. */
export function assertText(value: unknown, name: string): asserts value is string {
  if (typeof value !== 'string') throw invalidType(name, 'must be a string')
  if (/\p{Surrogate}/u.test(value)) throw invalidValue(name, 'must be well-formed Unicode')
}

export function assertFilledText(value: unknown, name: string): asserts value is string {
  assertText(value, name)
  if (value === '') throw invalidValue(name, 'must not be empty')
}

/** Redis and Lua calculate with doubles, which hold a safe integer exactly. */
export function assertInteger(value: number, name: string, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return
  throw invalidValue(name, `must be an integer, at least ${least}`)
}

/** A date in milliseconds, as text. */
export function msOf(date: Date, name: string): string {
  const ms = date.getTime()
  if (Number.isNaN(ms)) throw invalidValue(name, 'must be a valid Date')
  return String(ms)
}
