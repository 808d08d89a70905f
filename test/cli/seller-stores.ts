import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient as openFile } from '@libsql/client'
import type { TokenStore } from 'mercadopago-oauth'
import { MysqlTokenStore } from 'mercadopago-oauth-mysql'
import { PostgresTokenStore } from 'mercadopago-oauth-postgres'
import { RedisTokenStore } from 'mercadopago-oauth-redis'
import { SqliteTokenStore } from 'mercadopago-oauth-sqlite'
import mysql from 'mysql2/promise'
import pg from 'pg'
import { createClient } from 'redis'
import { describeOnMysql } from '../helpers/mariadb-server.ts'
import { describeOnPostgres } from '../helpers/postgres-suite.ts'
import { describeOnRedis, startRedis } from '../helpers/redis-server.ts'

/** A store as an application has it, and the arguments that name it on the command line. */
export interface SellerStore {
  store: TokenStore
  /** For `MERCADOPAGO_STORE`. */
  url: string
  /** Removes it. */
  close(): Promise<void>
}

/** The same suite on each store; one whose server is missing is skipped aloud. */
export function describeOnStores(
  title: string,
  suite: (open: () => Promise<SellerStore>) => void,
): void {
  describe(`${title}, on SQLite`, () => suite(openSqlite))
  describeOnPostgres(`${title}, on PostgreSQL`, (database) =>
    suite(() => openPostgres(database.url)),
  )
  describeOnMysql(`${title}, on MariaDB`, (database) => suite(() => openMysql(database.url)))
  describeOnRedis(`${title}, on Redis`, () => suite(openRedis))
}

export async function openSqlite(): Promise<SellerStore> {
  const folder = mkdtempSync(join(tmpdir(), 'mercadopago-oauth-cli-'))
  const url = `file:${join(folder, 'sellers.db')}`
  const client = openFile({ url })
  const store = new SqliteTokenStore({ client })
  await store.migrate()
  return {
    store,
    url,
    async close() {
      client.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function openPostgres(url: string): Promise<SellerStore> {
  const pool = new pg.Pool({ connectionString: url })
  const store = new PostgresTokenStore({ pool })
  await store.migrate()
  return {
    store,
    url,
    async close() {
      await pool.query('drop table mercadopago_sellers, mercadopago_sellers_claims')
      await pool.end()
    },
  }
}

async function openMysql(url: string): Promise<SellerStore> {
  const pool = mysql.createPool(url)
  const store = new MysqlTokenStore({ pool })
  await store.migrate()
  return {
    store,
    url,
    async close() {
      for (const suffix of ['', '_claims', '_schema']) {
        await pool.query(`drop table mercadopago_sellers${suffix}`)
      }
      await pool.end()
    },
  }
}

async function openRedis(): Promise<SellerStore> {
  const server = await startRedis()
  const client = createClient({ url: server.url })
  client.on('error', () => {})
  await client.connect()
  return {
    store: new RedisTokenStore({ client }),
    url: server.url,
    async close() {
      await client.flushDb()
      await client.close()
      await server.stop()
    },
  }
}
