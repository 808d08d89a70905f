import { invalidType, invalidValue } from 'mercadopago-oauth/store'

/** Checks only the part of a client that the store uses. */
export function assertClient(value: unknown): void {
  const client = Object(value) as Record<string, unknown>
  if (typeof client.transaction !== 'function' || typeof client.executeMultiple !== 'function') {
    throw invalidType('client', 'must be a client of @libsql/client')
  }
  if (client.protocol !== 'file') {
    throw invalidValue('client', 'must be opened on a file: URL, not on a remote database')
  }
}

/** A name that needs no escaping and is short enough to get a suffix. */
export function assertTableName(value: unknown): asserts value is string {
  if (typeof value !== 'string') throw invalidType('table', 'must be a string')
  if (!/^(?!sqlite_)[a-z_][a-z0-9_]{0,49}$/i.test(value)) {
    throw invalidValue('table', 'must be 1 to 50 letters, digits and underscores, not sqlite_…')
  }
}

/** The longest time a Node timer can wait. */
const largestMs = 2 ** 31 - 1

export function assertMilliseconds(value: unknown, name: string): asserts value is number {
  if (typeof value !== 'number') throw invalidType(name, 'must be a number')
  if (!Number.isInteger(value) || value < 1 || value > largestMs) {
    throw invalidValue(name, `must be a whole number from 1 to ${largestMs}`)
  }
}
