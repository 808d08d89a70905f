import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { executable } from './executable.ts'

/** A running server. */
export interface RedisServer {
  url: string
  /** Ends the server and removes what it wrote; leaves one that was there before alone. */
  stop(): Promise<void>
  /** Kills it as a crash would, until it is started again. Absent for one that was there before. */
  crash?: () => Promise<{ restart(): Promise<void> }>
}

const redis = executable('redis-server', 'valkey-server')

/** A suite that needs a Redis server. Without one it is skipped where everybody can see it. */
export function describeOnRedis(title: string, suite: (this: Mocha.Suite) => void): void {
  if (redis || process.env.REDIS_URL) describe(title, suite)
  else describe.skip(`${title} (apt-get install redis-server, or set REDIS_URL)`, suite)
}

/** A suite that sets up servers as it needs them, which one at a given address does not allow. */
export function describeOnOwnRedis(title: string, suite: (this: Mocha.Suite) => void): void {
  if (redis) describe(title, suite)
  else describe.skip(`${title} (apt-get install redis-server)`, suite)
}

/**
 * The server at `REDIS_URL`; without it, or with `args`, a new one that keeps its keys in a new folder.
 */
export async function startRedis({ args }: { args?: string[] } = {}): Promise<RedisServer> {
  if (process.env.REDIS_URL && !args) return { url: process.env.REDIS_URL, stop: async () => {} }
  if (!redis) throw new Error('no redis-server: apt-get install redis-server, or set REDIS_URL')
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnSomePort(redis, args ?? [])
    } catch (error) {
      // Most likely the port was taken.
      if (attempt === 5) throw error
    }
  }
}

async function startOnSomePort(command: string, args: string[]): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'redis-'))
  // Below 50,000: a cluster's machines also talk on the port 10,000 above.
  const port = randomInt(20_000, 30_000)
  const common = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder]
  let child: ChildProcess | undefined
  const kill = () => child?.kill('SIGKILL')
  process.once('exit', kill)
  const start = async () => {
    child = spawn(command, [...common, '--appendonly', 'yes', ...args])
    await ready(child)
  }
  const crash = async () => {
    if (child?.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit')
      kill()
      await exited
    }
    return { restart: start }
  }
  const stop = async () => {
    process.off('exit', kill)
    await crash()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await start()
  } catch (error) {
    await stop()
    throw error
  }
  return { url: `redis://127.0.0.1:${port}`, stop, crash }
}

/** Waits until the server says that it is ready; fails with what it said when it ends instead. */
async function ready(child: ChildProcess): Promise<void> {
  let said = ''
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (chunk) => {
      said += chunk
      if (/Ready to accept connections/.test(said)) resolve()
    })
    child.stderr?.on('data', (chunk) => {
      said += chunk
    })
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`the server ended (${code}): ${said}`)))
  })
}
