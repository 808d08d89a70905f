import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { freePort } from '../helpers/free-port.ts'

const places = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer', '/opt/homebrew/bin/pgbouncer']

export const pgbouncerPath: string | undefined = places.find((place) => existsSync(place))

export interface Pooler {
  url: string
  stop(): Promise<void>
}

/** PgBouncer in transaction mode, with three connections to the database for everybody. */
export async function startPgbouncer(databaseUrl: string): Promise<Pooler> {
  const target = new URL(databaseUrl)
  const folder = await mkdtemp(join(tmpdir(), 'mercadopago-oauth-pgbouncer-'))
  const port = await freePort()
  const server = [
    `host=${target.hostname}`,
    `port=${target.port || 5432}`,
    `user=${decodeURIComponent(target.username)}`,
    ...(target.password ? [`password=${decodeURIComponent(target.password)}`] : []),
  ].join(' ')
  const settings = `
[databases]
* = ${server}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 3
`
  const file = join(folder, 'pgbouncer.ini')
  await writeFile(file, settings)
  await chmod(folder, 0o755)
  // It refuses to run as root, as PostgreSQL does.
  const user = process.getuid?.() === 0 ? ['-u', 'postgres'] : []
  const child = spawn(pgbouncerPath ?? '', ['-q', ...user, file], { stdio: 'ignore' })
  // Also when mocha itself fails.
  process.once('exit', () => child.kill())
  const url = new URL(databaseUrl)
  url.hostname = '127.0.0.1'
  url.port = String(port)
  const stop = async () => {
    if (child.exitCode === null) {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    }
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await connected(url.href, child)
  } catch (error) {
    await stop()
    throw error
  }
  return { url: url.href, stop }
}

async function connected(url: string, child: ChildProcess): Promise<void> {
  const deadlineMs = Date.now() + 10_000
  for (;;) {
    const client = new pg.Client(url)
    client.on('error', () => {})
    try {
      await client.connect()
      await client.end()
      return
    } catch (cause) {
      if (child.exitCode !== null || Date.now() > deadlineMs) {
        throw new Error('PgBouncer did not answer', { cause })
      }
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}
