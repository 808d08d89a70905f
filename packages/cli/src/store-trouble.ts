import { reasonOf } from './failure.ts'

const sentences: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'it may not be read',
  SQLITE_NOTADB: 'it is no SQLite database',
  SQLITE_CANTOPEN: 'it cannot be opened',
  SQLITE_READONLY: 'it may not be written',
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'it ended the connection',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the host could not be looked up',
  ETIMEDOUT: 'it did not answer in time',
  // PostgreSQL's own codes.
  '28P01': 'it refuses the user or the password',
  '28000': 'it refuses the user or the password',
  '3D000': 'it has no such database',
  '42501': 'the user may not read the table',
  '42P01': noTable(),
  '3F000': noTable(),
}

/** Messages of drivers may hold anything, so they are only searched. */
const patterns: readonly (readonly [pattern: RegExp, sentence: string])[] = [
  [/no such table/, noTable()],
  [/no such column/, 'its table is not that of this version'],
  [/^(WRONGPASS|NOAUTH|ERR invalid password)/, 'it refuses the user or the password'],
  [/^NOPERM/, 'the user may not run the commands of the store'],
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
  return 'it has no such table, which the application makes at its start by migrate()'
}
