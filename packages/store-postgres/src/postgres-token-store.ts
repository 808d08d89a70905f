import {
  assertObject,
  type DueQuery,
  invalidType,
  type LeasedRecord,
  type LeaseOutcome,
  type ListQuery,
  leasedOfRow,
  type RecordRow,
  recordOfRow,
  type SellerKey,
  type TokenRecord,
  type TokenStore,
} from 'mercadopago-oauth/store'
import { migrationOf } from './migration.ts'
import { type Parameters, valuesOf } from './parameters.ts'
import { parametersOf } from './seller-row.ts'
import { type Statements, statementsFor } from './statements.ts'
import { type TableNames, type TableOptions, tableNames } from './table-names.ts'

/** The method that the store uses: a `Pool` or `Client` of `pg`, or any object with the same `query()`. */
export interface PostgresPool {
  /** Runs one statement, with its values as parameters. */
  query(text: string, values?: unknown[]): Promise<{ readonly rows: readonly RecordRow[] }>
}

/** See the constructor of {@link PostgresTokenStore}. */
export interface PostgresTokenStoreOptions extends TableOptions {
  /** A `Pool`, or a connected `Client`, of the primary server. The store never ends it. */
  pool: PostgresPool
}

/**
 * Seller tokens in PostgreSQL, for any number of machines. Every method is one statement on any
 * connection of the pool, so a pooler in transaction mode may stand between. What PostgreSQL or the
 * driver throws is thrown on.
 */
export class PostgresTokenStore implements TokenStore {
  readonly #pool: PostgresPool
  readonly #names: TableNames
  readonly #statements: Statements

  /**
   * Checks the options and queries nothing.
   *
   * @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming the option.
   */
  constructor(options: PostgresTokenStoreOptions) {
    assertObject(options, 'options')
    if (typeof options.pool?.query !== 'function') {
      throw invalidType('pool', 'must be a Pool or Client of pg')
    }
    this.#pool = options.pool
    this.#names = tableNames(options)
    this.#statements = statementsFor(this.#names)
  }

  /**
   * Creates the tables (`schemaSql`), or upgrades those of an earlier release and keeps what they hold
   * (`upgradeSql`): in one transaction, all or nothing. Several machines may call it at once. The schema itself
   * must exist.
   *
   * @throws Error when a table of that name is not this store's, or the tables are of a newer release.
   */
  async migrate(): Promise<void> {
    await this.#pool.query(migrationOf(this.#names))
  }

  async get({ clientId, sellerId }: SellerKey): Promise<TokenRecord | undefined> {
    const [record] = await this.#records(this.#statements.get, { clientId, sellerId })
    return record
  }

  async save(
    record: TokenRecord,
    expected: number | undefined,
    endLease?: string | true,
  ): Promise<boolean> {
    const values = parametersOf(record)
    const endsAny = endLease === true
    const rows =
      expected === undefined
        ? await this.#rows(this.#statements.insert, values)
        : await this.#rows(this.#statements.update, {
            ...values,
            expected,
            endsAny,
            endsHolder: endsAny ? null : endLease,
          })
    return rows.length === 1
  }

  async lease(key: SellerKey, holder: string, leaseMs: number): Promise<LeaseOutcome> {
    const { clientId, sellerId } = key
    const values = { clientId, sellerId, holder, leaseMs }
    const [row] = await this.#rows(this.#statements.lease, values)
    if (row === undefined) return { state: 'missing' }
    return row.leased === 'true' ? { state: 'leased', ...leasedOfRow(row) } : { state: 'held' }
  }

  async release({ clientId, sellerId }: SellerKey, holder: string): Promise<void> {
    await this.#rows(this.#statements.release, { clientId, sellerId, holder })
  }

  async claimDue(query: DueQuery): Promise<LeasedRecord[]> {
    const { clientId, dueBefore, limit, holder, leaseMs } = query
    const values = { clientId, dueBefore, limit, holder, leaseMs }
    return (await this.#rows(this.#statements.claimDue, values)).map(leasedOfRow)
  }

  byOwner(clientId: string, owner: string): Promise<TokenRecord[]> {
    return this.#records(this.#statements.byOwner, { clientId, owner })
  }

  list({ clientId, after, limit, due }: ListQuery): Promise<TokenRecord[]> {
    const page = { clientId, after, limit }
    if (due === undefined) return this.#records(this.#statements.list, page)
    if (due === 'never') return this.#records(this.#statements.listNeverDue, page)
    return this.#records(this.#statements.listDue, { ...page, due })
  }

  async delete({ clientId, sellerId }: SellerKey): Promise<void> {
    await this.#rows(this.#statements.delete, { clientId, sellerId })
  }

  async claim(key: string, expiresAt: Date): Promise<boolean> {
    return (await this.#rows(this.#statements.claim, { key, expiresAt })).length === 1
  }

  async #records(statement: string, parameters: Parameters): Promise<TokenRecord[]> {
    return (await this.#rows(statement, parameters)).map(recordOfRow)
  }

  async #rows(statement: string, parameters: Parameters): Promise<readonly RecordRow[]> {
    const { rows } = await this.#pool.query(statement, valuesOf(parameters))
    return rows
  }
}
