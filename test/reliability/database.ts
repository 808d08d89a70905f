import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startMysql, startOwnMysql } from '../helpers/mariadb-server.ts'
import { type Crash, startOwnPostgres, startPostgres } from '../helpers/postgres-server.ts'
import { startRedis } from '../helpers/redis-server.ts'

/** The stores that several processes can share. */
export const storeKinds = ['postgres', 'mysql', 'redis', 'sqlite'] as const
export type StoreKind = (typeof storeKinds)[number]

/** An empty database of one's own, for any number of processes. */
export interface Database {
  readonly url: string
  stop(): Promise<void>
  /** Kills the server. Absent where there is none, or one that others use. */
  readonly crash?: Crash | undefined
}

/** @param mayCrash - wants a server that nobody else uses. */
export async function startDatabase(kind: StoreKind, mayCrash: boolean): Promise<Database> {
  if (kind === 'postgres') return await (mayCrash ? startOwnPostgres() : startPostgres())
  if (kind === 'mysql') return await (mayCrash ? startOwnMysql() : startMysql())
  if (kind === 'sqlite') return newFile()
  return await startRedis({ args: [] })
}

function newFile(): Database {
  const folder = mkdtempSync(join(tmpdir(), 'mercadopago-oauth-'))
  return {
    url: `file:${join(folder, 'sellers.db')}`,
    stop: async () => rmSync(folder, { recursive: true, force: true }),
  }
}
