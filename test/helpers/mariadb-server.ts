import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import mysql from 'mysql2/promise'
import { executable } from './executable.ts'
import { freePort } from './free-port.ts'

const run = promisify(execFile)
const mariadbd = executable('mariadbd')
const installer = executable('mariadb-install-db')

/** A database of its own on a server of MySQL or MariaDB. */
interface MysqlDatabase {
  url: string
  stop(): Promise<void>
}

/** A suite with a database of its own. Without a server it is skipped where everybody can see it. */
export function describeOnMysql(
  title: string,
  suite: (database: { readonly url: string }) => void,
): void {
  if (!process.env.MYSQL_URL && !(mariadbd && installer)) {
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

/** On the server of `MYSQL_URL`, whose user must be allowed to create databases, else on a new one. */
async function startMysql(): Promise<MysqlDatabase> {
  const server = process.env.MYSQL_URL
    ? { url: process.env.MYSQL_URL, stop: async () => {} }
    : await startMariadb(mariadbd as string, installer as string)
  const name = `mercadopago_oauth_test_${randomUUID().replaceAll('-', '')}`
  await execute(server.url, `create database ${name}`)
  const url = new URL(server.url)
  url.pathname = `/${name}`
  const stop = async () => {
    await execute(server.url, `drop database ${name}`)
    await server.stop()
  }
  return { url: url.href, stop }
}

/** Its zone, character set and mode are far from those the store asks for. */
async function startMariadb(command: string, install: string): Promise<MysqlDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'mercadopago-oauth-mariadb-'))
  const data = join(folder, 'data')
  const user = process.getuid?.() === 0 ? ['--user=root'] : []
  await run(install, [
    ...['--no-defaults', `--datadir=${data}`, ...user],
    ...['--skip-test-db', '--auth-root-authentication-method=normal'],
  ])
  const port = await freePort()
  const child = spawn(command, [
    ...['--no-defaults', `--datadir=${data}`, ...user, `--port=${port}`],
    ...['--bind-address=127.0.0.1', `--socket=${join(folder, 'socket')}`, '--skip-grant-tables'],
    ...['--skip-networking=0', '--max-connections=200', '--innodb-flush-log-at-trx-commit=0'],
    ...['--default-time-zone=-04:00', '--character-set-server=latin1', '--sql-mode='],
  ])
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const stop = async () => {
    process.off('exit', kill)
    if (child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit')
      kill()
      await exited
    }
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await ready(child)
  } catch (error) {
    await stop()
    throw error
  }
  return { url: `mysql://root@127.0.0.1:${port}/`, stop }
}

async function ready(child: ChildProcess): Promise<void> {
  const said: string[] = []
  for await (const line of createInterface({ input: child.stderr as NodeJS.ReadableStream })) {
    said.push(line)
    if (!line.includes('ready for connections')) continue
    child.stderr?.resume()
    return
  }
  throw new Error(`MariaDB did not start:\n${said.join('\n')}`)
}

async function execute(url: string, statement: string): Promise<void> {
  const connection = await mysql.createConnection(url)
  try {
    await connection.query(statement)
  } finally {
    await connection.end()
  }
}
