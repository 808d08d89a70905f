import { readdir, readFile } from 'node:fs/promises'
import { printable } from '../printable.ts'

/** The names of processes that have one of the secrets, and how many there are. */
export interface Processes {
  readonly inArguments: readonly string[]
  readonly inEnvironment: readonly string[]
  /** Whose environment could be read. */
  readonly read: number
  readonly unread: number
}

interface Found {
  readonly name: string
  readonly inArguments: boolean
  /** `undefined`: it cannot be read. */
  readonly inEnvironment: boolean | undefined
}

/**
 * Looks for secrets in the processes of this machine, except this one and those that started it, which hand
 * them down.
 *
 * @returns undefined where the system has no `/proc`.
 */
export async function otherProcesses(secrets: readonly string[]): Promise<Processes | undefined> {
  const names = await readdir('/proc').catch(() => [])
  const own = await ancestry()
  if (own.size === 0) return undefined
  const others = names.filter((name) => /^\d+$/.test(name) && !own.has(name))
  const found = (await Promise.all(others.map((pid) => look(pid, secrets)))).filter(
    (one) => one !== undefined,
  )
  return {
    inArguments: found.filter((one) => one.inArguments).map(({ name }) => name),
    inEnvironment: found.filter((one) => one.inEnvironment).map(({ name }) => name),
    read: found.filter((one) => one.inEnvironment !== undefined).length,
    unread: found.filter((one) => one.inEnvironment === undefined).length,
  }
}

/** This process, and those that started it. */
async function ancestry(): Promise<Set<string>> {
  const pids = new Set<string>()
  let pid = String(process.pid)
  while (pid !== '0' && pid !== '' && !pids.has(pid)) {
    const status = await text(`/proc/${pid}/status`)
    if (status === undefined) break
    pids.add(pid)
    pid = /^PPid:\s*(\d+)/m.exec(status)?.[1] ?? ''
  }
  return pids
}

/** `undefined` for one that has ended, and for the system's own, which were started with nothing. */
async function look(pid: string, secrets: readonly string[]): Promise<Found | undefined> {
  const [cmdline, environ, comm] = await Promise.all(
    ['cmdline', 'environ', 'comm'].map((file) => text(`/proc/${pid}/${file}`)),
  )
  if (!cmdline) return undefined
  const hasSecret = (content: string) => secrets.some((secret) => content.includes(secret))
  return {
    name: printable(comm?.trim() || pid),
    inArguments: hasSecret(cmdline),
    inEnvironment: environ === undefined ? undefined : hasSecret(environ),
  }
}

async function text(path: string): Promise<string | undefined> {
  return await readFile(path, 'utf8').catch(() => undefined)
}
