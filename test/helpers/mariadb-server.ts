import { randomUUID } from 'node:crypto'
import mysql from 'mysql2/promise'
import { MariadbProcess, mariadbPrograms } from './mariadb-process.ts'
import type { Crash } from './postgres-server.ts'
import { runServerUrl } from './run-server.ts'
import { SharedServer } from './shared-server.ts'

/** A database of one's own on a server of MySQL or MariaDB. */
interface MysqlDatabase {
  url: string
  /** Drops the database. The server ends with its last user. */
  stop(): Promise<void>
}

interface Server {
  readonly url: string
  end(): Promise<void>
}

/** Asks for the plan of a statement as a table: MySQL 9 prints a tree by default, and MariaDB skips this comment. */
export const explain = 'explain /*!80016 format=traditional */'

const programs = mariadbPrograms()
const shared = new SharedServer<Server>(async () => {
  const url = process.env.MYSQL_URL || (await runServerUrl('mariadb'))
  return url === undefined ? await ownMysqlServer() : { url, end: async () => {} }
})

/** A suite with its own database. Without a server it is skipped where everybody can see it. */
export function describeOnMysql(
  title: string,
  suite: (database: { readonly url: string }) => void,
): void {
  if (!hasMysql()) {
    describe.skip(`${title} (set MYSQL_URL, or apt-get install mariadb-server)`, () =>
      suite({ url: '' }))
    return
  }
  describe(title, () => {
    const mysql = { url: '' }
    let database: MysqlDatabase | undefined

    before(async function () {
      this.timeout(60_000)
      database = await startMysql()
      mysql.url = database.url
    })

    suite(mysql)

    after(() => database?.stop())
  })
}

/** Whether `startMysql()` can be expected to work. */
export function hasMysql(): boolean {
  return Boolean(process.env.MYSQL_URL) || programs !== undefined
}

/**
 * A new, empty database: on the server of `MYSQL_URL`, whose user must be allowed to create databases, else on the
 * one of the run, else on one that this process starts.
 */
export async function startMysql(): Promise<MysqlDatabase> {
  const { url } = await shared.use()
  const database = await createDatabase(url)
  return {
    url: database.url,
    async stop() {
      await database.drop()
      await shared.leave()
    },
  }
}

/** On a server that nobody else uses, so that it may crash. With `MYSQL_URL` it is on that one, which stays up. */
export async function startOwnMysql(): Promise<MysqlDatabase & { crash?: Crash }> {
  if (process.env.MYSQL_URL) return await startMysql()
  const { url, end, crash } = await ownMysqlServer()
  const database = await createDatabase(url)
  return { url: database.url, stop: end, crash }
}

/** A new server. */
export async function ownMysqlServer(): Promise<Server & { crash: Crash }> {
  if (programs === undefined) {
    throw new Error('no mariadbd: apt-get install mariadb-server, or set MYSQL_URL')
  }
  const mariadb = await MariadbProcess.start(programs)
  return {
    url: mariadb.url,
    end: () => mariadb.stop(),
    async crash() {
      await mariadb.crash()
      return { restart: () => mariadb.run() }
    },
  }
}

async function createDatabase(serverUrl: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `mercadopago_oauth_test_${randomUUID().replaceAll('-', '')}`
  await execute(serverUrl, `create database ${name}`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => execute(serverUrl, `drop database ${name}`) }
}

async function execute(url: string, statement: string): Promise<void> {
  const connection = await mysql.createConnection(url)
  try {
    await connection.query(statement)
  } finally {
    await connection.end()
  }
}
