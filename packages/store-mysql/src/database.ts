import type { RecordRow } from 'mercadopago-oauth/store'

/** A value of a statement. Text is bytes, so that the connection's character set does not matter. */
export type Value = Buffer | number | string | null

/** The methods of a `mysql2/promise` connection that the store uses. */
export interface MysqlConnection {
  /** Runs a prepared statement. */
  execute(sql: string, values?: Value[]): Promise<[result: unknown, fields: unknown]>
  /** Runs a statement without values. */
  query(sql: string): Promise<[result: unknown, fields: unknown]>
  /** Gives the connection back to its pool. */
  release(): void
  /** Closes the connection. */
  destroy(): void
}

/** The methods of a `mysql2/promise` pool that the store uses. */
export interface MysqlPool extends Pick<MysqlConnection, 'execute'> {
  /** Takes a connection out of the pool. */
  getConnection(): Promise<MysqlConnection>
}

/** Runs a statement that returns rows. */
export type Read = (sql: string, values: Value[]) => Promise<readonly RecordRow[]>
/** Runs a statement that changes rows, and returns how many. */
export type Write = (sql: string, values: Value[]) => Promise<number>

/** MySQL rolled back the statement or transaction, because it was in another's way: it may be sent again. */
const conflicts = [1213, 1020]
const mostAttempts = 10

/** Statements and transactions, each sent again after a conflict. */
export class Database {
  readonly #pool: MysqlPool

  constructor(pool: MysqlPool) {
    this.#pool = pool
  }

  readonly read: Read = (sql, values) => repeated(() => readOn(this.#pool)(sql, values))
  readonly write: Write = (sql, values) => repeated(() => writeOn(this.#pool)(sql, values))

  transaction<T>(work: (read: Read, write: Write) => Promise<T>): Promise<T> {
    return repeated(() => this.#attempt(work))
  }

  async #attempt<T>(work: (read: Read, write: Write) => Promise<T>): Promise<T> {
    const connection = await this.#pool.getConnection()
    try {
      // Without the locks on gaps that the default level takes.
      await connection.query('set transaction isolation level read committed')
      await connection.query('start transaction')
      const result = await work(readOn(connection), writeOn(connection))
      await connection.query('commit')
      connection.release()
      return result
    } catch (error) {
      // Also rolls back, in any state of the connection.
      connection.destroy()
      throw error
    }
  }
}

function readOn(on: Pick<MysqlConnection, 'execute'>): Read {
  return async (sql, values) => (await on.execute(sql, values))[0] as RecordRow[]
}

function writeOn(on: Pick<MysqlConnection, 'execute'>): Write {
  return async (sql, values) => {
    const [{ affectedRows }] = (await on.execute(sql, values)) as [
      { affectedRows: number },
      unknown,
    ]
    return affectedRows
  }
}

async function repeated<T>(attempt: () => Promise<T>): Promise<T> {
  for (let attempts = 1; ; attempts++) {
    try {
      return await attempt()
    } catch (error) {
      const { errno } = Object(error) as { errno?: unknown }
      if (!conflicts.includes(errno as number) || attempts === mostAttempts) throw error
    }
  }
}
