import { setTimeout as sleep } from 'node:timers/promises'
import type { Client, Row, Transaction } from '@libsql/client'
import { bound, type Parameters } from './parameters.ts'
import { Turns } from './turns.ts'

/** Runs one statement of a transaction. */
export type Run = (sql: string, parameters?: Parameters) => Promise<Row[]>

/** Runs several statements of a transaction, without parameters. */
export type Script = (sql: string) => Promise<void>

/** Callers of one kind: they wait in line here, so that only one of a process contends for the file. */
interface Line {
  readonly turns: Turns
  readonly lockSql: string
  /** When the file was last seen unlocked. */
  servedAtMs: number
}

/**
 * Short transactions on a file that other processes use too. While the file is locked, they wait with a
 * timer: the driver's own waiting (`timeout`) would stop the whole process.
 *
 * The lock is taken by `executeMultiple`, before any other statement. A prepared statement that meets a lock stays
 * open in the driver until it is garbage, and the next write of its connection would be acknowledged but not
 * committed; see https://github.com/tursodatabase/libsql-client-ts/issues/352. Seen with
 * @libsql/client 0.18.0 in November 2026.
 */
export class Transactions {
  readonly #client: Client
  readonly #busyTimeoutMs: number
  readonly #readers: Line = {
    turns: new Turns(),
    lockSql: 'SELECT 1 FROM sqlite_schema LIMIT 1',
    servedAtMs: 0,
  }
  readonly #writers: Line = {
    turns: new Turns(),
    // A refresh token is single use: what was saved must survive a power cut. This is set for each connection.
    lockSql: 'COMMIT; PRAGMA synchronous = FULL; BEGIN IMMEDIATE',
    servedAtMs: 0,
  }

  constructor(client: Client, busyTimeoutMs: number) {
    this.#client = client
    this.#busyTimeoutMs = busyTimeoutMs
  }

  /** Sees one state of the file, the latest. */
  reading<T>(work: (run: Run) => Promise<T>): Promise<T> {
    return this.#inTurn(this.#readers, () => this.#transaction(this.#readers, work))
  }

  /**
   * Alone with the file; all of it happens or, when anything fails, nothing.
   *
   * @param busyTimeoutMs - how long others may keep the file locked. Default: that of all calls.
   */
  writing<T>(work: (run: Run, script: Script) => Promise<T>, busyTimeoutMs?: number): Promise<T> {
    return this.#inTurn(this.#writers, () => this.#transaction(this.#writers, work), busyTimeoutMs)
  }

  /** Runs what cannot be part of a transaction. */
  outside(sql: string): Promise<void> {
    return this.#inTurn(this.#writers, () => this.#client.executeMultiple(sql))
  }

  async #transaction<T>(
    { lockSql }: Line,
    work: (run: Run, script: Script) => Promise<T>,
  ): Promise<T> {
    const transaction = await this.#client.transaction('deferred')
    try {
      await transaction.executeMultiple(lockSql)
      const result = await work(runIn(transaction), (sql) => transaction.executeMultiple(sql))
      await transaction.executeMultiple('COMMIT')
      return result
    } finally {
      // Rolls back what was not committed.
      transaction.close()
    }
  }

  /** Waits in line, then for the lock: until it was never free for `busyTimeoutMs`. */
  #inTurn<T>(
    line: Line,
    attempt: () => Promise<T>,
    busyTimeoutMs = this.#busyTimeoutMs,
  ): Promise<T> {
    const askedAtMs = performance.now()
    return line.turns.take(async () => {
      const deadlineMs = Math.max(askedAtMs, line.servedAtMs) + busyTimeoutMs
      for (let attempts = 1; ; attempts++) {
        try {
          const result = await attempt()
          line.servedAtMs = performance.now()
          return result
        } catch (error) {
          if (!isBusy(error)) throw error
          if (performance.now() >= deadlineMs) {
            throw new Error(`the database stayed locked for ${busyTimeoutMs} ms`, { cause: error })
          }
        }
        await sleep(Math.min(pauseMs(attempts), Math.max(1, deadlineMs - performance.now())))
      }
    })
  }
}

function runIn(transaction: Transaction): Run {
  return async (sql, parameters = {}) =>
    (await transaction.execute({ sql, args: bound(parameters) })).rows
}

/** Nothing was written: the lock was not available, or the client had no free connection. */
function isBusy(error: unknown): boolean {
  const { code } = Object(error) as { code?: unknown }
  return code === 'SQLITE_BUSY' || code === 'TRANSACTION_ACTIVE'
}

/** Short at first, then up to 20 ms; random, so that rivals part. */
function pauseMs(attempts: number): number {
  return 1 + Math.random() * Math.min(2 ** attempts, 20)
}
