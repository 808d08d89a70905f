import { reasonOf } from './failure.ts'

const sentences: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'this user may not read it',
  SQLITE_NOTADB: 'it is not a SQLite database',
  SQLITE_CANTOPEN: 'it cannot be opened',
  SQLITE_READONLY: 'this user may not write it',
  ECONNREFUSED: 'nothing listens on this port',
  ECONNRESET: 'it closed the connection',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the host could not be looked up',
  ETIMEDOUT: 'it did not answer in time',
  // PostgreSQL's own codes.
  '28P01': 'it rejects the user or the password',
  '28000': 'it rejects the user or the password',
  '3D000': 'it has no such database',
  '42501': 'the user may not read the table',
  '42P01': noTable(),
  '3F000': noTable(),
}

/** Messages of drivers may hold anything, so they are only searched. */
const patterns: readonly (readonly [pattern: RegExp, sentence: string])[] = [
  [/no such table/, noTable()],
  [/no such column/, 'its table belongs to another version'],
  [/^(WRONGPASS|NOAUTH|ERR invalid password)/, 'it rejects the user or the password'],
  [/^NOPERM/, 'the user may not run the commands that the store needs'],
  [/SCRAM|SASL|password must be a string/i, 'it asks for a password'],
  [/timeout|timed out/i, 'it did not answer in time'],
]

/** Why a store cannot be used, as the end of a sentence. */
export function storeTrouble(error: unknown): string {
  const message = error instanceof Error ? error.message : ''
  const [, found] = patterns.find(([pattern]) => pattern.test(message)) ?? []
  const reason = reasonOf(error)
  return found ?? sentences[reason] ?? reason
}

function noTable(): string {
  return 'its table is missing; the application creates it with migrate()'
}
