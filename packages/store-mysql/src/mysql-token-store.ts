import { createHash } from 'node:crypto'
import {
  assertObject,
  type DueQuery,
  invalidType,
  invalidValue,
  type LeasedRecord,
  type LeaseOutcome,
  type ListQuery,
  leasedOfRow,
  recordOfRow,
  type SellerKey,
  type TokenRecord,
  type TokenStore,
} from 'mercadopago-oauth/store'
import { Database, type MysqlPool, type Value } from './database.ts'
import {
  schemaStatements,
  schemaVersion,
  type TableNames,
  type TableOptions,
  tableNames,
} from './schema.ts'
import { type Statements, statementsFor } from './statements.ts'

/** See the constructor of {@link MysqlTokenStore}. */
export interface MysqlTokenStoreOptions extends TableOptions {
  /** A pool of `mysql2/promise`, of the primary server. The store never ends it. */
  pool: MysqlPool
}

/** A row with the same primary key, or another unique one, is there. */
const duplicateEntry = 1062
const longestSellerId = 3_000

/**
 * Keeps seller tokens in MySQL 8 or MariaDB 10.6 and later, for any number of machines. What the server or the
 * driver throws is thrown on.
 */
export class MysqlTokenStore implements TokenStore {
  readonly #database: Database
  readonly #names: TableNames
  readonly #sql: Statements

  /**
   * Checks the options and queries nothing.
   *
   * @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming the option.
   */
  constructor(options: MysqlTokenStoreOptions) {
    assertObject(options, 'options')
    const { pool } = options
    if (typeof pool?.execute !== 'function' || typeof pool.getConnection !== 'function') {
      throw invalidType('pool', 'must be a pool of mysql2/promise')
    }
    this.#database = new Database(pool)
    this.#names = tableNames(options)
    this.#sql = statementsFor(this.#names)
  }

  /**
   * Creates the tables where they are missing (`schemaSql`). Several machines may call it at once.
   *
   * @throws Error when a table of that name is not this store's, or the tables are of a newer release.
   */
  async migrate(): Promise<void> {
    for (const statement of schemaStatements(this.#names)) await this.#database.write(statement, [])
    await this.#database.read(this.#sql.check, [])
    const [row] = await this.#database.read(this.#sql.version, [])
    const version = Number(row?.version)
    if (version <= schemaVersion) return
    throw new Error(
      `the table ${this.#names.sellers} has schema version ${version}, and this release of ` +
        `mercadopago-oauth-mysql knows versions up to ${schemaVersion}: install a newer release`,
    )
  }

  async get(key: SellerKey): Promise<TokenRecord | undefined> {
    const [record] = await this.#records(this.#sql.get, keyOf(key))
    return record
  }

  async save(
    record: TokenRecord,
    expected: number | undefined,
    endLease?: string | true,
  ): Promise<boolean> {
    const key = keyOf(record)
    const clientId = bytesOf(record.clientId, 'clientId')
    const values = valuesOf(record)
    if (expected === undefined) return this.#inserted(record, [...key, clientId, ...values])
    const ended = endLease === true ? [1, null] : [0, bytesOf(endLease ?? null, 'endLease')]
    const update = [...values, ...ended, ...key, expected]
    return (await this.#database.write(this.#sql.update, update)) > 0
  }

  async lease(key: SellerKey, holder: string, leaseMs: number): Promise<LeaseOutcome> {
    const [one, by] = [keyOf(key), bytesOf(holder, 'holder')]
    const taken = await this.#database.write(this.#sql.lease, [by, by, leaseMs, ...one, by])
    const [row] = await this.#database.read(this.#sql.leased, one)
    if (row === undefined) return { state: 'missing' }
    return taken > 0 ? { state: 'leased', ...leasedOfRow(row) } : { state: 'held' }
  }

  async release(key: SellerKey, holder: string): Promise<void> {
    await this.#database.write(this.#sql.release, [...keyOf(key), bytesOf(holder, 'holder')])
  }

  async claimDue(query: DueQuery): Promise<LeasedRecord[]> {
    const { dueBefore, limit, leaseMs } = query
    const [client, holder] = [hashOf(query.clientId, 'clientId'), bytesOf(query.holder, 'holder')]
    return this.#database.transaction(async (read, write) => {
      const rows = await read(this.#sql.free, [client, msOf(dueBefore, 'dueBefore'), `${limit}`])
      const claimed = rows.map(leasedOfRow)
      const ids = claimed.map(({ record }) => Buffer.from(record.sellerId))
      if (ids.length === 0) return []
      // One prepared statement for every number of sellers: the last id fills up.
      const filled = Array.from({ length: limit }, (_, index) => ids[index] ?? (ids[0] as Buffer))
      await write(this.#sql.leaseAll(limit), [holder, holder, leaseMs, client, ...filled])
      return claimed
    })
  }

  async byOwner(clientId: string, owner: string): Promise<TokenRecord[]> {
    return this.#records(this.#sql.byOwner, [hashOf(clientId, 'clientId'), bytesOf(owner, 'owner')])
  }

  async list({ clientId, after = '', limit, due }: ListQuery): Promise<TokenRecord[]> {
    const client = hashOf(clientId, 'clientId')
    const page = [bytesOf(after, 'after'), `${limit}`]
    if (due === undefined) return this.#records(this.#sql.list, [client, ...page])
    if (due === 'never') return this.#records(this.#sql.listNeverDue, [client, ...page])
    return this.#records(this.#sql.listDue, [client, msOf(due, 'due'), ...page])
  }

  async delete(key: SellerKey): Promise<void> {
    await this.#database.write(this.#sql.delete, keyOf(key))
  }

  async claim(key: string, expiresAt: Date): Promise<boolean> {
    const values = [hashOf(key, 'key'), msOf(expiresAt, 'expiresAt')]
    await this.#database.write(this.#sql.sweepClaims, [])
    try {
      return (await this.#database.write(this.#sql.claim, values)) > 0
    } catch (error) {
      if (isDuplicate(error)) return false
      throw error
    }
  }

  async #inserted(key: SellerKey, values: Value[]): Promise<boolean> {
    try {
      return (await this.#database.write(this.#sql.insert, values)) > 0
    } catch (error) {
      // A rule of the app's own may have refused the row.
      if (isDuplicate(error) && (await this.get(key))) return false
      throw error
    }
  }

  async #records(sql: string, values: Value[]): Promise<TokenRecord[]> {
    return (await this.#database.read(sql, values)).map(recordOfRow)
  }
}

function isDuplicate(error: unknown): boolean {
  return (Object(error) as { errno?: unknown }).errno === duplicateEntry
}

function keyOf({ clientId, sellerId }: SellerKey): [Buffer, Buffer] {
  const id = bytesOf(sellerId, 'sellerId')
  // A server that is not in strict mode would cut it.
  if (id.length > longestSellerId) {
    throw invalidValue('sellerId', `must be at most ${longestSellerId} bytes long`)
  }
  return [hashOf(clientId, 'clientId'), id]
}

function valuesOf({ generation, dueAt, owner, linkedAt, body }: TokenRecord): Value[] {
  const dueMs = dueAt && msOf(dueAt, 'dueAt')
  const linkedMs = msOf(linkedAt, 'linkedAt')
  return [generation, dueMs, bytesOf(owner, 'owner'), linkedMs, bytesOf(body, 'body')]
}

function hashOf(text: string, name: string): Buffer {
  return createHash('sha256').update(bytesOf(text, name)).digest()
}

/** UTF-8 turns every lone surrogate into the same character. */
function bytesOf(text: string, name: string): Buffer
function bytesOf(text: string | null, name: string): Buffer | null
function bytesOf(text: string | null, name: string): Buffer | null {
  if (text === null) return null
  if (/\p{Surrogate}/u.test(text)) throw invalidValue(name, 'must be well-formed text')
  return Buffer.from(text)
}

function msOf(date: Date, name: string): number {
  const ms = date.getTime()
  if (Number.isNaN(ms)) throw invalidValue(name, 'must be a valid date')
  return ms
}
