/**
 * Checks of what the calling code passes in. A mistake is a `TypeError` with Node's own code, thrown
 * before anything is sent. Its `option` is the name of the option or argument, and its message is that
 * name in quotes and what the value must be.
 */

import { parsedUrl } from './parsed-url.ts'

type ArgumentCode = 'ERR_INVALID_ARG_TYPE' | 'ERR_INVALID_ARG_VALUE'

/** The value has the wrong type: `"option" must …`. */
export function invalidType(option: string, rule: string): TypeError {
  return mistake('ERR_INVALID_ARG_TYPE', option, rule)
}

/** The value has the right type but is not allowed: `"option" must …`. */
export function invalidValue(option: string, rule: string): TypeError {
  return mistake('ERR_INVALID_ARG_VALUE', option, rule)
}

function mistake(code: ArgumentCode, option: string, rule: string): TypeError {
  return Object.assign(new TypeError(`"${option}" ${rule}`), { code, option })
}

export function assertString(value: unknown, name: string): asserts value is string {
  if (typeof value !== 'string') throw invalidType(name, 'must be a string')
  if (value === '') throw invalidValue(name, 'must not be empty')
}

/** @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming the option, unless it is left out. */
export function assertOptionalString(
  value: unknown,
  name: string,
): asserts value is string | undefined {
  if (value !== undefined) assertString(value, name)
}

/** @throws TypeError `ERR_INVALID_ARG_TYPE`, naming the option. */
export function assertObject(value: unknown, name: string): asserts value is object {
  if (typeof value !== 'object' || value === null) throw invalidType(name, 'must be an object')
}

export function assertOptionalBoolean(
  value: unknown,
  name: string,
): asserts value is boolean | undefined {
  if (value !== undefined && typeof value !== 'boolean') {
    throw invalidType(name, 'must be a boolean')
  }
}

export function assertOptionalObject(value: unknown, name: string): void {
  if (value !== undefined) assertObject(value, name)
}

/** @throws TypeError `ERR_INVALID_ARG_TYPE`, naming the option. */
export function assertFunction(value: unknown, name: string): void {
  if (typeof value !== 'function') throw invalidType(name, 'must be a function')
}

/** As {@link assertFunction}, for an option that may be left out. */
export function assertOptionalFunction(value: unknown, name: string): void {
  if (value !== undefined) assertFunction(value, name)
}

/** The longest a Node timer can wait, in milliseconds; a longer one would fire at once. */
const largestLimit = 2 ** 31 - 1

/** A limit: a whole number, at least 1, so that no limit can be switched off. */
export function positiveInteger(value: unknown, name: string, byDefault: number): number {
  if (value === undefined) return byDefault
  if (typeof value !== 'number') throw invalidType(name, 'must be a number')
  if (!Number.isInteger(value) || value < 1 || value > largestLimit) {
    throw invalidValue(name, `must be a whole number from 1 to ${largestLimit}`)
  }
  return value
}

/** A number that may be 0, its default. */
export function notNegative(value: unknown, name: string, largest: number = largestLimit): number {
  if (value === undefined) return 0
  if (typeof value !== 'number') throw invalidType(name, 'must be a number')
  if (!(value >= 0 && value <= largest)) {
    throw invalidValue(name, `must be a number from 0 to ${largest}`)
  }
  return value
}

/** RFC 6761, section 6.3: names below `localhost` are this machine's, too. */
const loopbackHost = /^((.+\.)?localhost|127(\.\d{1,3}){3}|\[::1\])$/

const privateHost = /^[a-z\d-]+$|\.(test|local|internal|alt)$/

/** Names that no public server has: single ones, as containers have, and those of RFC 2606, 6762 and 9476. */
export function isPrivateHost(host: string): boolean {
  return privateHost.test(host)
}

/** Names for `provider.developmentHosts`. */
export function checkedPrivateHosts(value: unknown, name: string): readonly string[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) throw invalidType(name, 'must be a list of host names')
  return value.map((host) => {
    assertString(host, name)
    if (!isPrivateHost(host)) {
      throw invalidValue(
        name,
        'must be names of containers such as sandbox, or end with .test, .local, .internal or .alt',
      )
    }
    return host
  })
}

/**
 * An absolute https URL; http only on this machine (RFC 8252, section 7.3), so that development needs no
 * certificate, and on `httpHosts`.
 */
export function secureUrl(value: unknown, name: string, httpHosts: readonly string[] = []): URL {
  assertString(value, name)
  const url = parsedUrl(value)
  if (url === undefined) {
    throw invalidValue(name, 'must be an absolute URL, such as https://app.example/callback')
  }
  const mayBeHttp = loopbackHost.test(url.hostname) || httpHosts.includes(url.hostname)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && mayBeHttp)) {
    throw invalidValue(name, 'must use https (http only on localhost, 127.0.0.1 or [::1])')
  }
  if (url.username !== '' || url.password !== '') {
    throw invalidValue(name, 'must not carry a user name or password')
  }
  if (value.includes('#')) throw invalidValue(name, 'must not carry a fragment (#)')
  return url
}

/** As {@link secureUrl}, for an address that paths are added to: without a query, and without a slash at the end. */
export function baseUrl(value: unknown, name: string, httpHosts: readonly string[] = []): string {
  const { href } = secureUrl(value, name, httpHosts)
  if (href.includes('?')) throw invalidValue(name, 'must not carry a query')
  return href.replace(/\/+$/, '')
}
