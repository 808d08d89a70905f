import { assertString, invalidValue } from './option.ts'

/**
 * Checks a secret or an id that was copied from a file or a panel. A line break, a space or a byte order mark often
 * comes along; without this check, the first seller's link would fail.
 *
 * @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming the option.
 */
export function assertCredential(value: unknown, name: string): asserts value is string {
  assertString(value, name)
  if (value !== value.trim()) {
    throw invalidValue(
      name,
      'must not begin or end with a blank, a line break or a byte order mark',
    )
  }
}
