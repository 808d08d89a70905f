import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createClient as openFile } from '@libsql/client/sqlite3'
import type { TokenStore } from 'mercadopago-oauth'
import { SqliteTokenStore } from 'mercadopago-oauth-sqlite'
import type { StorageSettings } from '../settings/settings.ts'

/** The store that the settings name, ready for use. */
export interface SellerStore {
  readonly store: TokenStore
  /** Closes its client. */
  close(): Promise<void>
}

const connectTimeoutMs = 5_000
/** As long as `SellerTokens` waits for a store. */
const storeTimeoutMs = 1_500

/** @throws Error one sentence that names the variable, and no password. */
export async function openSellerStore(settings: StorageSettings): Promise<SellerStore> {
  const { sellersFile, databaseUrl, redisUrl } = settings
  if (databaseUrl !== undefined) {
    const what = `DATABASE_URL: PostgreSQL at ${new URL(databaseUrl).host}`
    return await opened(what, openPostgres(databaseUrl))
  }
  if (redisUrl !== undefined) {
    return await opened(`REDIS_URL: Redis at ${new URL(redisUrl).host}`, openRedis(redisUrl))
  }
  return await opened(`SELLERS_FILE: ${sellersFile}`, openSqlite(sellersFile))
}

async function openSqlite(path: string): Promise<SellerStore> {
  await mkdir(dirname(path), { recursive: true })
  // SQLite would let everybody read it.
  const file = await open(path, 'a', 0o600)
  await file.close()
  const client = openFile({ url: pathToFileURL(path).href })
  const store = new SqliteTokenStore({ client })
  await store.migrate()
  return { store, close: async () => client.close() }
}

// The other stores are loaded only where they are used: each driver takes longer than all else at the start.

async function openPostgres(connectionString: string): Promise<SellerStore> {
  const { PostgresTokenStore } = await import('mercadopago-oauth-postgres')
  const { default: pg } = await import('pg')
  // What nobody waits for any longer leaves the pool's queue as well.
  const pool = new pg.Pool({ connectionString, connectionTimeoutMillis: storeTimeoutMs })
  // An idle connection that breaks is replaced; without a listener it would end the process.
  pool.on('error', () => {})
  const store = new PostgresTokenStore({ pool })
  await store.migrate()
  return { store, close: () => pool.end() }
}

async function openRedis(url: string): Promise<SellerStore> {
  const { RedisTokenStore } = await import('mercadopago-oauth-redis')
  const { createClient } = await import('redis')
  let isOpen = false
  const client = createClient({
    url,
    // While the server is away, calls fail at once and say so.
    disableOfflineQueue: true,
    socket: {
      connectTimeout: connectTimeoutMs,
      reconnectStrategy: (retries) => (isOpen ? Math.min(retries * 100, 2_000) : false),
    },
  })
  client.on('error', () => {})
  await client.connect()
  isOpen = true
  const store = new RedisTokenStore({ client })
  for (const { message, advice } of await store.migrate()) {
    console.warn(`REDIS_URL: ${message} ${advice}`)
  }
  return { store, close: () => client.close() }
}

async function opened(what: string, opening: Promise<SellerStore>): Promise<SellerStore> {
  try {
    return await opening
  } catch (cause) {
    throw new Error(`${what} cannot be used (${reasonOf(cause)}).`, { cause })
  }
}

/** A code such as `ECONNREFUSED`; drivers without one have a sentence. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'unknown'
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message
}
