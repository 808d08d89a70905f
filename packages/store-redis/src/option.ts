/** What is wrong with an argument: Node's own codes, and the argument's name in the message. */
function misuse(
  code: 'ERR_INVALID_ARG_TYPE' | 'ERR_INVALID_ARG_VALUE',
  message: string,
): TypeError {
  return Object.assign(new TypeError(message), { code })
}

export function invalidType(message: string): TypeError {
  return misuse('ERR_INVALID_ARG_TYPE', message)
}

export function invalidValue(message: string): TypeError {
  return misuse('ERR_INVALID_ARG_VALUE', message)
}

export function assertObject(
  value: unknown,
  name: string,
): asserts value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw invalidType(`"${name}" must be an object`)
}

/**
 * Text that survives the way to Redis and back. Half a character (a lone surrogate) would not: in UTF-8
 * all of them turn into the same sign, and two ids into one.
 */
export function assertText(value: unknown, name: string): asserts value is string {
  if (typeof value !== 'string') throw invalidType(`"${name}" must be a string`)
  if (/\p{Surrogate}/u.test(value)) throw invalidValue(`"${name}" must be well-formed Unicode`)
}

export function assertFilledText(value: unknown, name: string): asserts value is string {
  assertText(value, name)
  if (value === '') throw invalidValue(`"${name}" must not be empty`)
}

/** A whole number that Redis and Lua, whose numbers are doubles, take exactly as it is. */
export function assertWholeNumber(value: unknown, name: string, least: number): void {
  if (typeof value !== 'number') throw invalidType(`"${name}" must be a number`)
  if (!Number.isSafeInteger(value) || value < least) {
    throw invalidValue(`"${name}" must be a whole number, at least ${least}`)
  }
}

export function assertDate(value: unknown, name: string): asserts value is Date {
  if (!(value instanceof Date)) throw invalidType(`"${name}" must be a Date`)
  if (Number.isNaN(value.getTime())) throw invalidValue(`"${name}" must be a valid Date`)
}
