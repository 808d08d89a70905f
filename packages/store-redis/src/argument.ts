/** A mistake in the calling code, with Node's own code and the argument's name in the message. */
export function misuse(kind: 'TYPE' | 'VALUE', message: string): TypeError {
  return Object.assign(new TypeError(message), { code: `ERR_INVALID_ARG_${kind}` })
}

export function assertObject(value: unknown, name: string): asserts value is object {
  if (typeof value === 'object' && value !== null) return
  throw misuse('TYPE', `"${name}" must be an object`)
}

/** UTF-8 turns every lone surrogate into the same character, and so two ids into one. */
export function assertText(value: unknown, name: string): asserts value is string {
  if (typeof value !== 'string') throw misuse('TYPE', `"${name}" must be a string`)
  if (/\p{Surrogate}/u.test(value)) throw misuse('VALUE', `"${name}" must be well-formed Unicode`)
}

export function assertFilledText(value: unknown, name: string): asserts value is string {
  assertText(value, name)
  if (value === '') throw misuse('VALUE', `"${name}" must not be empty`)
}

/** Redis and Lua calculate with doubles, which hold a safe integer exactly. */
export function assertInteger(value: number, name: string, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return
  throw misuse('VALUE', `"${name}" must be an integer, at least ${least}`)
}

/** A date in milliseconds, as text. */
export function msOf(date: Date, name: string): string {
  const ms = date.getTime()
  if (Number.isNaN(ms)) throw misuse('VALUE', `"${name}" must be a valid Date`)
  return String(ms)
}
