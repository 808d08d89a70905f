/** Throws a `TypeError` that names the option, with Node's own error code. */
export function assertOption(
  condition: boolean,
  name: string,
  expectation: string,
): asserts condition {
  if (!condition) {
    const error = new TypeError(`"${name}" must be ${expectation}`)
    throw Object.assign(error, { code: 'ERR_INVALID_ARG_VALUE' })
  }
}
