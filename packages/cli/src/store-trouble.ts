import { reasonOf } from './failure.ts'

const noTable = 'its table is missing; the application creates it with migrate()'
const noLogin = 'it rejects the user or the password'
const readOnly = 'it is read-only'

/** By the codes that the system and the drivers give their errors; by the class where there is no code. */
const sentences: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'this user may not read it',
  ECONNREFUSED: 'nothing listens on this port',
  ECONNRESET: 'it closed the connection',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the host could not be looked up',
  ETIMEDOUT: 'it did not respond in time',
  SQLITE_NOTADB: 'it is not a SQLite database',
  SQLITE_CANTOPEN: 'it cannot be opened',
  SQLITE_READONLY: 'this user may not write it',
  // In the store's statements, this code means that a table or a column is missing.
  SQLITE_ERROR: noTable,
  // PostgreSQL's own codes.
  '28P01': noLogin,
  '28000': noLogin,
  '3D000': 'it has no such database',
  '42501': 'the user may not read the table',
  '42P01': noTable,
  '42703': 'its table belongs to another version',
  '3F000': noTable,
  '25006': readOnly,
  // Those of MySQL and MariaDB.
  ER_ACCESS_DENIED_ERROR: noLogin,
  ER_ACCESS_DENIED_NO_PASSWORD_ERROR: noLogin,
  ER_DBACCESS_DENIED_ERROR: 'the user may not use the database',
  ER_BAD_DB_ERROR: 'it has no such database',
  ER_NO_DB_ERROR: 'its address names no database',
  ER_TABLEACCESS_DENIED_ERROR: 'the user may not read the table',
  ER_NO_SUCH_TABLE: noTable,
  ER_BAD_FIELD_ERROR: 'its table belongs to another version',
  ER_OPTION_PREVENTS_STATEMENT: readOnly,
  // Codes of Redis.
  NOAUTH: noLogin,
  WRONGPASS: noLogin,
  NOPERM: 'the user may not run the commands that the store needs',
  READONLY: readOnly,
  // `redis` has classes in place of codes, and `pg` has neither where the server did not say anything.
  ConnectionTimeoutError: 'it did not respond in time',
  Error: 'it did not respond in time, or wants a password',
}

/** Why a store cannot be used, as the end of a sentence. */
export function storeTrouble(error: unknown): string {
  const reason = reasonOf(error)
  return sentences[replyCodeOf(error)] ?? sentences[reason] ?? reason
}

/**
 * The code of an error that Redis replied with. The protocol has no other place for it than the first word of
 * the message, and the driver no field.
 */
function replyCodeOf(error: unknown): string {
  const [word = ''] = error instanceof Error ? error.message.split(' ', 1) : []
  return word
}
