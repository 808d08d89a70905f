import { MemoryTokenStore, type TokenStore } from 'mercadopago-oauth'

/** A store and its connection. */
export interface OpenedStore {
  readonly store: TokenStore & { migrate(): Promise<unknown> }
  close(): Promise<void>
}

/**
 * Connects as an app would, by the scheme of the address; loads only the driver it needs.
 *
 * @param poolWaitMs - how long a call may wait for a connection of a pool. Default: for ever. Under more
 *   load than a database bears, calls that were given up wait there before those that were not.
 */
export async function openStore(url: string, poolWaitMs?: number): Promise<OpenedStore> {
  const { protocol } = new URL(url)
  if (protocol === 'memory:') return memoryStore()
  if (protocol === 'file:') return await fileStore(url)
  if (protocol === 'redis:') return await redisStore(url)
  return protocol === 'mysql:' ? await mysqlStore(url) : await postgresStore(url, poolWaitMs)
}

function memoryStore(): OpenedStore {
  const store = Object.assign(new MemoryTokenStore(), { migrate: async () => {} })
  return { store, close: async () => {} }
}

async function postgresStore(url: string, poolWaitMs = 0): Promise<OpenedStore> {
  const { PostgresTokenStore } = await import('mercadopago-oauth-postgres')
  const { default: pg } = await import('pg')
  const pool = new pg.Pool({ connectionString: url, max: 5, connectionTimeoutMillis: poolWaitMs })
  // An idle connection that is cut is replaced at the next query.
  pool.on('error', () => {})
  return { store: new PostgresTokenStore({ pool }), close: () => pool.end() }
}

async function mysqlStore(url: string): Promise<OpenedStore> {
  const { MysqlTokenStore } = await import('mercadopago-oauth-mysql')
  const { createPool } = await import('mysql2/promise')
  const pool = createPool({ uri: url, connectionLimit: 5 })
  return { store: new MysqlTokenStore({ pool }), close: () => pool.end() }
}

async function redisStore(url: string): Promise<OpenedStore> {
  const { RedisTokenStore } = await import('mercadopago-oauth-redis')
  const { createClient } = await import('redis')
  const client = createClient({ url, disableOfflineQueue: true })
  client.on('error', () => {})
  await client.connect()
  return { store: new RedisTokenStore({ client }), close: async () => client.destroy() }
}

async function fileStore(url: string): Promise<OpenedStore> {
  const { SqliteTokenStore } = await import('mercadopago-oauth-sqlite')
  const { createClient } = await import('@libsql/client')
  const client = createClient({ url })
  return { store: new SqliteTokenStore({ client }), close: async () => client.close() }
}
