import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { executable } from './executable.ts'
import { freePort } from './free-port.ts'

const run = promisify(execFile)

/** What a server is installed and run with. */
export interface MariadbPrograms {
  readonly server: string
  readonly installer: string
}

/** The programs of MariaDB, where it is installed. */
export function mariadbPrograms(): MariadbPrograms | undefined {
  const server = executable('mariadbd')
  const installer = executable('mariadb-install-db')
  return server && installer ? { server, installer } : undefined
}

/** A new MariaDB server in a new folder; both are gone when it is stopped. */
export class MariadbProcess {
  readonly url: string
  readonly #folder: string
  readonly #command: readonly [file: string, args: string[]]
  readonly #kill = () => this.#child?.kill('SIGKILL')
  #child: ChildProcess | undefined

  private constructor(
    folder: string,
    url: string,
    command: readonly [file: string, args: string[]],
  ) {
    this.#folder = folder
    this.url = url
    this.#command = command
    process.once('exit', this.#kill)
  }

  /** Its zone, character set and mode are far from those the store asks for. */
  static async start({ server, installer }: MariadbPrograms): Promise<MariadbProcess> {
    const folder = await mkdtemp(join(tmpdir(), 'mercadopago-oauth-mariadb-'))
    const data = join(folder, 'data')
    const user = process.getuid?.() === 0 ? ['--user=root'] : []
    const common = ['--no-defaults', `--datadir=${data}`, ...user]
    const port = await freePort()
    const args = [
      ...[...common, `--port=${port}`, '--bind-address=127.0.0.1', '--skip-networking=0'],
      ...[`--socket=${join(folder, 'socket')}`, '--skip-grant-tables', '--max-connections=200'],
      // A commit outlives the process, though not the machine.
      '--innodb-flush-log-at-trx-commit=2',
      ...['--default-time-zone=-04:00', '--character-set-server=latin1', '--sql-mode='],
    ]
    const mariadb = new MariadbProcess(folder, `mysql://root@127.0.0.1:${port}/`, [server, args])
    try {
      const install = ['--skip-test-db', '--auth-root-authentication-method=normal']
      await run(installer, [...common, ...install])
      await mariadb.run()
      return mariadb
    } catch (error) {
      await mariadb.stop()
      throw error
    }
  }

  /** Starts the server; resolves when it takes connections. */
  async run(): Promise<void> {
    this.#child = spawn(...this.#command)
    await ready(this.#child)
  }

  /** `kill -9`. */
  async crash(): Promise<void> {
    const child = this.#child
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    this.#kill()
    await exited
  }

  async stop(): Promise<void> {
    process.off('exit', this.#kill)
    await this.crash()
    await rm(this.#folder, { recursive: true, force: true })
  }
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
