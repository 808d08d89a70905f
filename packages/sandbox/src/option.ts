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

export function assertPort(port: number): void {
  const isPort = Number.isInteger(port) && port >= 0 && port <= 65535
  assertOption(isPort, 'port', 'an integer from 0 to 65535')
}

export function isFilled(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}

// The panels ask for https. Here plain http is fine: nearly every caller is on this machine.
export function isHttpUrl(value: string): boolean {
  return URL.canParse(value) && /^https?:\/\//.test(value) && !value.includes('#')
}

export function isOneOf(allowed: readonly string[]): (value: string) => boolean {
  return (value) => allowed.includes(value)
}
