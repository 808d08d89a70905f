/** A `TypeError` that names the option, with Node's own error code. */
export function invalidOption(name: string, expectation: string): TypeError {
  const error = new TypeError(`"${name}" must be ${expectation}`)
  return Object.assign(error, { code: 'ERR_INVALID_ARG_VALUE' })
}

/** @throws TypeError with code `ERR_INVALID_ARG_VALUE`. */
export function assertOption(
  condition: boolean,
  name: string,
  expectation: string,
): asserts condition {
  if (!condition) throw invalidOption(name, expectation)
}

export function assertPort(port: number): void {
  const isPort = Number.isInteger(port) && port >= 0 && port <= 65535
  assertOption(isPort, 'port', 'an integer from 0 to 65535')
}
