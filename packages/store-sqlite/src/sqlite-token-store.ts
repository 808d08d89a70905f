import type { Client } from '@libsql/client'
import type {
  ClaimedSeller,
  DueQuery,
  LeaseOutcome,
  SellerKey,
  TokenRecord,
  TokenStore,
  UnreadableSeller,
} from 'mercadopago-oauth'
import { text } from './column.ts'
import { assertClient, assertMilliseconds, assertOptions, assertTableName } from './option.ts'
import { defaultTable, schemaSql } from './schema.ts'
import { claimedOf, leaseOf, listedOf, parametersOf, recordOf } from './seller-row.ts'
import { type Statements, statementsFor } from './statements.ts'
import { Transactions } from './transactions.ts'

/** What a {@link SqliteTokenStore} needs. */
export interface SqliteTokenStoreOptions {
  /**
   * A client of `@libsql/client` on a `file:` URL, best one that nothing else uses. The store never
   * closes it. Leave its `timeout` unset: it would make the whole process wait for a lock.
   */
  client: Client
  /** The sellers' table; a second one, `<table>_claims`, is beside it. Default `mercadopago_sellers`. */
  table?: string | undefined
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
  readonly #table: string
  readonly #sql: Statements

  /** @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming the option. */
  constructor(options: SqliteTokenStoreOptions) {
    assertOptions(options)
    const { client, table = defaultTable, busyTimeoutMs = 1_500 } = options
    assertClient(client)
    assertTableName(table)
    assertMilliseconds(busyTimeoutMs, 'busyTimeoutMs')
    this.#transactions = new Transactions(client, busyTimeoutMs)
    this.#table = table
    this.#sql = statementsFor(table)
  }

  /**
   * Creates what is missing of the tables (`schemaSql`) and puts the file into WAL mode. May be called at
   * every start, by several processes at once.
   *
   * @throws Error when a table of that name is not this store's, or the file cannot be in WAL mode.
   */
  async migrate(): Promise<void> {
    await this.#useWriteAheadLog()
    await this.#transactions.script(schemaSql({ table: this.#table }))
    await this.#transactions.reading((run) => run(this.#sql.check))
  }

  async get(key: SellerKey): Promise<TokenRecord | undefined> {
    const [row] = await this.#transactions.reading((run) => run(this.#sql.get, keyOf(key)))
    return row && recordOf(row)
  }

  async save(record: TokenRecord, expected: number | undefined, holder?: string): Promise<boolean> {
    const values = parametersOf(record)
    const rows = await this.#transactions.writing((run) =>
      expected === undefined
        ? run(this.#sql.insert, values)
        : run(this.#sql.update, { ...values, expected, holder }),
    )
    return rows.length === 1
  }

  lease(key: SellerKey, holder: string, leaseMs: number): Promise<LeaseOutcome> {
    return this.#transactions.writing(async (run) => {
      const [leased] = await run(this.#sql.lease, { ...keyOf(key), holder, leaseMs })
      if (leased) return leaseOf(leased)
      const [held] = await run(this.#sql.get, keyOf(key))
      return { state: held ? 'held' : 'missing' }
    })
  }

  async release(key: SellerKey, holder: string): Promise<void> {
    await this.#transactions.writing((run) => run(this.#sql.release, { ...keyOf(key), holder }))
  }

  async claimDue(query: DueQuery): Promise<ClaimedSeller[]> {
    const { application, dueBefore, limit, holder, leaseMs } = query
    const claimed = await this.#transactions.writing(async (run) =>
      (await run(this.#sql.claimDue, { application, dueBefore, limit, holder, leaseMs })).map(
        claimedOf,
      ),
    )
    // An UPDATE gives its rows back in any order.
    return claimed.sort((a, b) => dueAtMs(a) - dueAtMs(b))
  }

  async byOwner(application: string, owner: string): Promise<TokenRecord[]> {
    const values = { application, owner }
    const rows = await this.#transactions.reading((run) => run(this.#sql.byOwner, values))
    return rows.map(recordOf)
  }

  async list(
    application: string,
    after: string | undefined,
    limit: number,
  ): Promise<(TokenRecord | UnreadableSeller)[]> {
    const rows = await this.#transactions.reading((run) =>
      after === undefined
        ? run(this.#sql.list, { application, limit })
        : run(this.#sql.listAfter, { application, after, limit }),
    )
    return rows.map(listedOf)
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

  async #useWriteAheadLog(): Promise<void> {
    // Changing it needs the file alone, so not at every start.
    if (isWriteAhead(await this.#journalMode())) return
    await this.#transactions.outside('PRAGMA journal_mode = WAL')
    const mode = await this.#journalMode()
    if (!isWriteAhead(mode)) throw new Error(`the file cannot be in WAL mode (it is in ${mode})`)
  }

  async #journalMode(): Promise<string> {
    const [row] = await this.#transactions.reading((run) => run('PRAGMA journal_mode'))
    return row === undefined ? '' : text(row, 'journal_mode')
  }
}

function keyOf({ application, sellerId }: SellerKey): { application: string; sellerId: string } {
  return { application, sellerId }
}

function dueAtMs(claimed: ClaimedSeller): number {
  return claimed.state === 'leased' ? Number(claimed.record.dueAt) : 0
}

function isWriteAhead(mode: string): boolean {
  return mode === 'wal' || mode === 'memory'
}
