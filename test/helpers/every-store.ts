import { randomUUID } from 'node:crypto'
import { MemoryTokenStore, type TokenStore } from 'mercadopago-oauth'
import { PostgresTokenStore } from 'mercadopago-oauth-postgres'
import { RedisTokenStore } from 'mercadopago-oauth-redis'
import { SqliteTokenStore } from 'mercadopago-oauth-sqlite'
import pg from 'pg'
import { createClient, type RedisClientType } from 'redis'
import { describeOnPostgres } from './postgres-suite.ts'
import { describeOnRedis, type RedisServer, startRedis } from './redis-server.ts'
import { SqliteFile } from './sqlite-file.ts'

/** Gives an empty store. The clock is for the store that has none. */
export type OpenStore = (clock: () => Date) => Promise<TokenStore>

/**
 * The same suite on each of the four stores; one whose server is missing is skipped aloud. With
 * `STORES=memory` only the one that needs no server.
 */
export function describeOnEveryStore(title: string, suite: (openStore: OpenStore) => void): void {
  describe(`${title}, in memory`, () => suite(async (clock) => new MemoryTokenStore({ clock })))
  if (process.env.STORES === 'memory') return
  describe(`${title}, on SQLite`, () => suite(sqliteStores()))
  describeOnPostgres(`${title}, on PostgreSQL`, (postgres) => suite(postgresStores(postgres)))
  describeOnRedis(`${title}, on Redis`, () => suite(redisStores()))
}

// One connection for all tests of a suite; the store of each test has its own names.

function sqliteStores(): OpenStore {
  let file: SqliteFile
  let client: ReturnType<SqliteFile['client']>
  before(() => {
    file = new SqliteFile()
    client = file.client()
  })
  after(() => file.close())
  return async () => {
    const store = new SqliteTokenStore({ client, table: ownName() })
    await store.migrate()
    return store
  }
}

function postgresStores(postgres: { readonly url: string }): OpenStore {
  let pool: pg.Pool
  before(() => {
    pool = new pg.Pool({ connectionString: postgres.url, max: 10 })
  })
  after(() => pool.end())
  return async () => {
    const store = new PostgresTokenStore({ pool, table: ownName() })
    await store.migrate()
    return store
  }
}

function redisStores(): OpenStore {
  const prefix = ownName()
  let server: RedisServer
  let client: RedisClientType
  before(async () => {
    server = await startRedis()
    client = createClient({ url: server.url })
    // A lost connection is also an event, and an unheard one ends the process.
    client.on('error', () => {})
    await client.connect()
  })
  after(async () => {
    // The server may be one that others use, too.
    for await (const keys of client.scanIterator({ MATCH: `${prefix}*` })) {
      if (keys.length > 0) await client.del(keys)
    }
    client.destroy()
    await server.stop()
  })
  return async () => {
    const store = new RedisTokenStore({ client, prefix: `${prefix}-${ownName()}` })
    await store.migrate()
    return store
  }
}

/** Fits a table and a prefix. */
function ownName(): string {
  return `test_${randomUUID().replaceAll('-', '')}`
}
