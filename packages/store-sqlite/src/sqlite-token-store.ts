import type { Client } from '@libsql/client'
import {
  assertObject,
  type DueQuery,
  type LeasedRecord,
  type LeaseOutcome,
  type ListQuery,
  leasedOfRow,
  recordOfRow,
  type SellerKey,
  type TokenRecord,
  type TokenStore,
} from 'mercadopago-oauth/store'
import { migrateTables } from './migration.ts'
import { assertClient, assertMilliseconds } from './option.ts'
import type { Parameters } from './parameters.ts'
import { type SchemaOptions, type Tables, tablesOf } from './schema.ts'
import { parametersOf } from './seller-row.ts'
import { type Statements, statementsFor } from './statements.ts'
import { Transactions } from './transactions.ts'

/** How long a migration waits for another that is at work. */
const migrationTimeoutMs = 60_000

/** What a {@link SqliteTokenStore} needs. */
export interface SqliteTokenStoreOptions extends SchemaOptions {
  /**
   * A client of `@libsql/client` on a `file:` URL, preferably one that nothing else uses. The store never closes
   * it. Leave its `timeout` unset: it would make the whole process wait for a lock.
   */
  client: Client
  /** How long the file may stay locked by others before a call fails, in milliseconds. Default 1,500. */
  busyTimeoutMs?: number | undefined
}

/**
 * Keeps seller tokens in one SQLite file, for any number of processes of one machine. Each method is one
 * transaction, on the disk when it resolves. Ids and all other text must be well-formed Unicode without
 * NUL characters: the driver does not give back anything else unchanged.
 */
export class SqliteTokenStore implements TokenStore {
  readonly #transactions: Transactions
  readonly #tables: Tables
  readonly #sql: Statements

  /** @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming the option. */
  constructor(options: SqliteTokenStoreOptions) {
    assertObject(options, 'options')
    const { client, busyTimeoutMs = 1_500 } = options
    assertClient(client)
    assertMilliseconds(busyTimeoutMs, 'busyTimeoutMs')
    this.#transactions = new Transactions(client, busyTimeoutMs)
    this.#tables = tablesOf(options)
    this.#sql = statementsFor(this.#tables)
  }

  /**
   * Creates the tables (`schemaSql`), or upgrades those of an earlier release and keeps what they hold
   * (`upgradeSql`): in one transaction, all or nothing. Also puts the file into WAL mode. You may call it at every
   * start, in several processes at once; each waits up to a minute for another that is at work.
   *
   * @throws Error when a table of that name is not this store's, the tables are of a newer release, or the file
   * cannot be in WAL mode.
   */
  async migrate(): Promise<void> {
    await this.#useWriteAheadLog()
    await this.#transactions.writing(async (run, script) => {
      await migrateTables(run, script, this.#tables)
      await run(this.#sql.check)
    }, migrationTimeoutMs)
  }

  async get(key: SellerKey): Promise<TokenRecord | undefined> {
    const [row] = await this.#transactions.reading((run) => run(this.#sql.get, keyOf(key)))
    return row && recordOfRow(row)
  }

  async save(
    record: TokenRecord,
    expected: number | undefined,
    endLease?: string | true,
  ): Promise<boolean> {
    const values = parametersOf(record)
    const endsAny = endLease === true
    const ended = { endsAny, endsHolder: endsAny ? null : endLease }
    const rows = await this.#transactions.writing((run) =>
      expected === undefined
        ? run(this.#sql.insert, values)
        : run(this.#sql.update, { ...values, ...ended, expected }),
    )
    return rows.length === 1
  }

  lease(key: SellerKey, holder: string, leaseMs: number): Promise<LeaseOutcome> {
    return this.#transactions.writing(async (run) => {
      const [leased] = await run(this.#sql.lease, { ...keyOf(key), holder, leaseMs })
      if (leased) return { state: 'leased', ...leasedOfRow(leased) }
      const [held] = await run(this.#sql.get, keyOf(key))
      return { state: held ? 'held' : 'missing' }
    })
  }

  async release(key: SellerKey, holder: string): Promise<void> {
    await this.#transactions.writing((run) => run(this.#sql.release, { ...keyOf(key), holder }))
  }

  async claimDue(query: DueQuery): Promise<LeasedRecord[]> {
    const { clientId, dueBefore, limit, holder, leaseMs } = query
    const values = { clientId, dueBefore, limit, holder, leaseMs }
    const rows = await this.#transactions.writing((run) => run(this.#sql.claimDue, values))
    // An UPDATE returns its rows in any order.
    return rows.map(leasedOfRow).sort((a, b) => Number(a.record.dueAt) - Number(b.record.dueAt))
  }

  byOwner(clientId: string, owner: string): Promise<TokenRecord[]> {
    return this.#records(this.#sql.byOwner, { clientId, owner })
  }

  list({ clientId, after, limit, due }: ListQuery): Promise<TokenRecord[]> {
    const page = { clientId, after, limit }
    if (due === undefined) return this.#records(this.#sql.list, page)
    if (due === 'never') return this.#records(this.#sql.listNeverDue, page)
    return this.#records(this.#sql.listDue, { ...page, due })
  }

  async delete(key: SellerKey): Promise<void> {
    await this.#transactions.writing((run) => run(this.#sql.delete, keyOf(key)))
  }

  async claim(key: string, expiresAt: Date): Promise<boolean> {
    const rows = await this.#transactions.writing(async (run) => {
      await run(this.#sql.sweepClaims)
      return run(this.#sql.claim, { key, expiresAt })
    })
    return rows.length === 1
  }

  async #records(sql: string, parameters: Parameters): Promise<TokenRecord[]> {
    return (await this.#transactions.reading((run) => run(sql, parameters))).map(recordOfRow)
  }

  async #useWriteAheadLog(): Promise<void> {
    // Changing it needs the file alone, so not at every start.
    if (isWriteAhead(await this.#journalMode())) return
    await this.#transactions.outside('PRAGMA journal_mode = WAL')
    const mode = await this.#journalMode()
    if (!isWriteAhead(mode)) throw new Error(`the file cannot be in WAL mode (it is in ${mode})`)
  }

  async #journalMode(): Promise<string> {
    const [row] = await this.#transactions.reading((run) => run('PRAGMA journal_mode'))
    return String(row?.journal_mode)
  }
}

function keyOf({ clientId, sellerId }: SellerKey): Parameters {
  return { clientId, sellerId }
}

function isWriteAhead(mode: string): boolean {
  return mode === 'wal' || mode === 'memory'
}
