import type {
  ClaimedSeller,
  DueQuery,
  LeaseOutcome,
  SellerKey,
  TokenRecord,
  TokenStore,
  UnreadableSeller,
} from 'mercadopago-oauth'
import { invalidType } from './option.ts'
import { type Parameters, recordParameters, valuesOf } from './parameters.ts'
import { schemaOf } from './schema.ts'
import { type Row, recordOf, text, truth } from './seller-row.ts'
import { type Statements, statementsFor } from './statements.ts'
import { type TableNames, type TableOptions, tableNames } from './table-names.ts'

/** What is needed of a connection: a `Pool` or `Client` of `pg`, or anything that queries like one. */
export interface PostgresPool {
  /** Runs one statement, with its values as parameters. */
  query(text: string, values?: unknown[]): Promise<{ readonly rows: readonly Row[] }>
}

/** See the constructor of {@link PostgresTokenStore}. */
export interface PostgresTokenStoreOptions extends TableOptions {
  /** A `Pool`, or a connected `Client`, of the primary server. The store never ends it. */
  pool: PostgresPool
}

type Leased = Extract<LeaseOutcome, { state: 'leased' }>

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
    if (typeof options !== 'object' || options === null) {
      throw invalidType('"options" must be an object')
    }
    if (typeof options.pool?.query !== 'function') {
      throw invalidType('"pool" must be a Pool or Client of pg')
    }
    this.#pool = options.pool
    this.#names = tableNames(options)
    this.#statements = statementsFor(this.#names)
  }

  /**
   * Makes the tables where they are missing, by the SQL of `schemaSql()`. Several machines may call it
   * at once. The schema itself must exist.
   */
  async migrate(): Promise<void> {
    // Statements sent together are one transaction, and the lock ends with it: `if not exists` alone
    // fails when two do this at the same moment. Any number will do that is the same everywhere.
    await this.#pool.query(`select pg_advisory_xact_lock(636363);\n${schemaOf(this.#names)}`)
  }

  async get({ application, sellerId }: SellerKey): Promise<TokenRecord | undefined> {
    const [row] = await this.#rows(this.#statements.get, { application, sellerId })
    return row && recordOf(row)
  }

  async save(record: TokenRecord, expected: number | undefined, holder?: string): Promise<boolean> {
    const values = recordParameters(record)
    const rows =
      expected === undefined
        ? await this.#rows(this.#statements.insert, values)
        : await this.#rows(this.#statements.update, { ...values, expected, holder })
    return rows.length === 1
  }

  async lease(key: SellerKey, holder: string, leaseMs: number): Promise<LeaseOutcome> {
    const { application, sellerId } = key
    const values = { application, sellerId, holder, leaseMs }
    const [row] = await this.#rows(this.#statements.lease, values)
    if (row === undefined) return { state: 'missing' }
    return truth(row, 'leased') ? leasedOf(row) : { state: 'held' }
  }

  async release({ application, sellerId }: SellerKey, holder: string): Promise<void> {
    await this.#rows(this.#statements.release, { application, sellerId, holder })
  }

  async claimDue(query: DueQuery): Promise<ClaimedSeller[]> {
    const { application, dueBefore, limit, holder, leaseMs } = query
    const values = { application, dueBefore, limit, holder, leaseMs }
    return (await this.#rows(this.#statements.claimDue, values)).map(claimedOf)
  }

  async byOwner(application: string, owner: string): Promise<TokenRecord[]> {
    return (await this.#rows(this.#statements.byOwner, { application, owner })).map(recordOf)
  }

  async list(
    application: string,
    after: string | undefined,
    limit: number,
  ): Promise<(TokenRecord | UnreadableSeller)[]> {
    return (await this.#rows(this.#statements.list, { application, after, limit })).map(listedOf)
  }

  async delete({ application, sellerId }: SellerKey): Promise<void> {
    await this.#rows(this.#statements.delete, { application, sellerId })
  }

  /** Takes a key for good. It may be forgotten an hour after `expiresAt`, by the server's clock. */
  async claim(key: string, expiresAt: Date): Promise<boolean> {
    return (await this.#rows(this.#statements.claim, { key, expiresAt })).length === 1
  }

  async #rows(statement: string, parameters: Parameters): Promise<readonly Row[]> {
    const { rows } = await this.#pool.query(statement, valuesOf(parameters))
    return rows
  }
}

/** @throws Error when not even the id can be read. */
function claimedOf(row: Row): ClaimedSeller {
  try {
    return leasedOf(row)
  } catch {
    return unreadableOf(row)
  }
}

/** @throws Error when not even the id can be read. */
function listedOf(row: Row): TokenRecord | UnreadableSeller {
  try {
    return recordOf(row)
  } catch {
    return unreadableOf(row)
  }
}

function unreadableOf(row: Row): UnreadableSeller {
  return { state: 'unreadable', sellerId: text(row, 'seller_id') }
}

function leasedOf(row: Row): Leased {
  return { state: 'leased', record: recordOf(row), abandoned: truth(row, 'lease_abandoned') }
}
