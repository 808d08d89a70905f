import { stat } from 'node:fs/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { TokenStore } from 'mercadopago-oauth'
import type { MysqlPool } from 'mercadopago-oauth-mysql'
import type { PostgresPool } from 'mercadopago-oauth-postgres'
import type { RedisTokenStore } from 'mercadopago-oauth-redis'
import { UsageError } from './command.ts'
import { FailedError } from './failure.ts'
import { parsedUrl } from './parsed-url.ts'
import { storeTrouble } from './store-trouble.ts'

/** The names that an application's store may have; each defaults to the store's own. */
export interface StoreNames {
  /** SQLite, PostgreSQL and MySQL. */
  table?: string | undefined
  /** PostgreSQL. */
  schema?: string | undefined
  /** Redis. */
  prefix?: string | undefined
}

interface Opened {
  /** The part of the URL that may be shown: the file, or the host; never a password. */
  readonly place: string
  readonly store: TokenStore
  close(): Promise<void>
}

/** A store that exists and responds. Nothing in it was changed. */
export type OpenedStore = Opened &
  (
    | { readonly kind: 'sqlite'; readonly file: string }
    | { readonly kind: 'postgres'; readonly pool: PostgresPool }
    | { readonly kind: 'mysql'; readonly pool: MysqlPool }
    | { readonly kind: 'redis'; readonly store: RedisTokenStore }
  )

/** Reads the location of a store from the typed text. */
export type StoreAddress =
  | { readonly kind: 'sqlite'; readonly place: string; readonly file: string }
  | { readonly kind: 'postgres' | 'mysql' | 'redis'; readonly place: string; readonly url: URL }

const connectTimeoutMs = 5_000

/**
 * Reads the address of a store: `postgres://…`, `mysql://…`, `redis://…`, `file:sellers.db`, or a path.
 *
 * @throws UsageError which does not show the address: there may be a password in it.
 */
export function storeAddress(text: string): StoreAddress {
  const scheme = /^([a-z][a-z\d+.-]+):/i.exec(text)?.[1]?.toLowerCase()
  if (scheme === 'postgres' || scheme === 'postgresql') {
    const url = serverUrl(text)
    return { kind: 'postgres', place: `PostgreSQL at ${url.host || 'this machine'}`, url }
  }
  if (scheme === 'mysql') {
    const url = serverUrl(text)
    return { kind: 'mysql', place: `MySQL at ${url.host}`, url }
  }
  if (scheme === 'redis' || scheme === 'rediss') {
    const url = serverUrl(text)
    return { kind: 'redis', place: `Redis at ${url.host}`, url }
  }
  if (text === '' || (scheme !== undefined && scheme !== 'file')) {
    throw new UsageError(
      'A store is postgres://…, mysql://…, redis://…, file:sellers.db or the path of a file.',
    )
  }
  const file = filePath(text)
  return { kind: 'sqlite', place: `SQLite file ${file}`, file }
}

/** Whether the address has a secret in it. */
export function hasPassword(address: StoreAddress): boolean {
  if (address.kind === 'sqlite') return false
  const { password, searchParams } = address.url
  return password !== '' || searchParams.has('password')
}

/**
 * Opens the store that an application made. It never creates one: an unexpected empty store would look like the
 * loss of all sellers.
 *
 * @throws FailedError one sentence with the place, and no password.
 * @throws TypeError `ERR_INVALID_ARG_VALUE`, naming `table`, `schema` or `prefix`.
 */
export async function openStore(
  address: StoreAddress,
  names: StoreNames = {},
): Promise<OpenedStore> {
  try {
    return await assertUsable(await opened(address, names))
  } catch (error) {
    if (error instanceof TypeError && 'code' in error) throw error
    throw new FailedError(`${address.place} cannot be used: ${storeTrouble(error)}.`, {
      cause: error,
    })
  }
}

// Each driver is loaded only where it is used: it takes longer than all else at the start.

function opened(address: StoreAddress, names: StoreNames): Promise<OpenedStore> {
  if (address.kind === 'sqlite') return openSqlite(address.file, address.place, names)
  return openServer[address.kind](address.url, address.place, names)
}

async function openSqlite(
  file: string,
  place: string,
  { table }: StoreNames,
): Promise<OpenedStore> {
  // The driver would create it.
  if (!(await stat(file)).isFile()) throw Object.assign(new Error(), { code: 'SQLITE_NOTADB' })
  const [{ createClient }, { SqliteTokenStore }] = await Promise.all([
    import('@libsql/client'),
    import('mercadopago-oauth-sqlite'),
  ])
  const client = createClient({ url: pathToFileURL(file).href })
  const close = async () => client.close()
  return await orClosed(close, () => {
    return { kind: 'sqlite', place, file, store: new SqliteTokenStore({ client, table }), close }
  })
}

async function openPostgres(
  url: URL,
  place: string,
  { table, schema }: StoreNames,
): Promise<OpenedStore> {
  const [{ default: pg }, { PostgresTokenStore }] = await Promise.all([
    import('pg'),
    import('mercadopago-oauth-postgres'),
  ])
  const pool = new pg.Pool({
    connectionString: url.href,
    connectionTimeoutMillis: connectTimeoutMs,
  })
  // An idle connection that breaks is replaced; without a listener it would end the process.
  pool.on('error', () => {})
  const close = () => pool.end()
  return await orClosed(close, () => {
    const store = new PostgresTokenStore({ pool, table, schema })
    return { kind: 'postgres', place, pool, store, close }
  })
}

async function openMysql(url: URL, place: string, { table }: StoreNames): Promise<OpenedStore> {
  const [{ createPool }, { MysqlTokenStore }] = await Promise.all([
    import('mysql2/promise'),
    import('mercadopago-oauth-mysql'),
  ])
  const pool = createPool({ uri: url.href, connectTimeout: connectTimeoutMs })
  const close = () => pool.end()
  return await orClosed(close, () => {
    return { kind: 'mysql', place, pool, store: new MysqlTokenStore({ pool, table }), close }
  })
}

async function openRedis(url: URL, place: string, { prefix }: StoreNames): Promise<OpenedStore> {
  const [{ createClient }, { RedisTokenStore }] = await Promise.all([
    import('redis'),
    import('mercadopago-oauth-redis'),
  ])
  let isOpen = false
  const client = createClient({
    url: url.href,
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
  const close = async () => {
    if (client.isOpen) await client.close()
  }
  return await orClosed(close, () => {
    const store = new RedisTokenStore({ client, ...(prefix === undefined ? {} : { prefix }) })
    return { kind: 'redis', place, store, close }
  })
}

const openServer = { postgres: openPostgres, mysql: openMysql, redis: openRedis }

/** Checks that the store is set up, with a query that every store supports. */
async function assertUsable(opened: OpenedStore): Promise<OpenedStore> {
  return await orClosed(opened.close, async () => {
    await opened.store.list({ clientId: 'none', limit: 1 })
    return opened
  })
}

/** Returns the result of the work, and closes the connection if the work fails. */
async function orClosed(
  close: () => Promise<void>,
  work: () => OpenedStore | Promise<OpenedStore>,
): Promise<OpenedStore> {
  try {
    return await work()
  } catch (error) {
    await close()
    throw error
  }
}

function serverUrl(text: string): URL {
  const url = parsedUrl(text)
  // A password that was not encoded ends the host early, and what follows would be shown as its port.
  if (url === undefined || `${url.pathname}${url.search}${url.hash}`.includes('@')) {
    throw new UsageError('The store is not a URL: a password in it must be percent-encoded.')
  }
  return url
}

function filePath(text: string): string {
  if (text.startsWith('file://')) {
    try {
      return fileURLToPath(text)
    } catch {
      throw new UsageError('The store is not a file URL: write file:sellers.db or a path.')
    }
  }
  const path = text.replace(/^file:/, '')
  if (path === '' || path === ':memory:') {
    throw new UsageError('A store in memory belongs to one process: name a file.')
  }
  return path
}
