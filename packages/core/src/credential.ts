import { assertString, invalidValue } from './option.ts'

/**
 * Checks a secret or an id that somebody copied: from a file or a panel, a line break, a blank or a byte
 * order mark often comes along, and it would be found out at the first seller's cost.
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
