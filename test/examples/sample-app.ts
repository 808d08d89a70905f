import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'

export const apps = ['koa', 'express-passport'] as const

/** How a process ended. */
export interface Outcome {
  stdout: string
  stderr: string
  code: number | null
}

/** A sample app, running as its own process. */
export interface SampleApp {
  /** What it printed when it was ready. */
  readyLine: string
  /** E.g. `http://localhost:3000`. */
  url: string
  port: string
  /** Of the folder that it keeps its sellers and its key in. */
  folder: string
  end(signal?: NodeJS.Signals): Promise<Outcome>
}

/** A folder of one's own for sellers and key. */
export function createFolder(): string {
  return mkdtempSync(join(tmpdir(), 'feria-'))
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
}

/** Starts an app on any free ports, against its sandbox unless `env` says otherwise. Without a folder it gets a new one. */
export async function startApp(
  name: string,
  env: NodeJS.ProcessEnv = {},
  folder?: string,
): Promise<SampleApp> {
  const place = folder ?? createFolder()
  const child = run(name, env, place)
  const outcome = outcomeOf(child)
  const readyLine = await Promise.race([firstLine(child), outcome.then(failedStart)])
  const url = /^Feria is ready: (\S+)/.exec(readyLine)?.[1] ?? ''
  return {
    readyLine,
    url,
    port: new URL(url).port,
    folder: place,
    async end(signal = 'SIGINT') {
      child.kill(signal)
      const ended = await outcome
      if (folder === undefined) removeFolder(place)
      return ended
    },
  }
}

/** Runs an app that is expected to end without a signal. */
export async function runApp(
  name: string,
  env: NodeJS.ProcessEnv,
  folder?: string,
): Promise<Outcome> {
  const place = folder ?? createFolder()
  try {
    return await outcomeOf(run(name, env, place))
  } finally {
    if (folder === undefined) removeFolder(place)
  }
}

// What tests are run with may name a database; the apps get only what a test gives them.
const ours =
  /^(MERCADOPAGO_\w+|WSO2_\w+|SESSION_SECRET|PORT|SANDBOX_\w+|SELLERS_FILE|OPERATOR_PASSWORD|DATABASE_URL|REDIS_URL|ENCRYPTION_KEYS|LOOK_EVERY_MS|CHECKOUT_BY)$/

function run(name: string, env: NodeJS.ProcessEnv, folder: string): ChildProcessWithoutNullStreams {
  const outer = Object.entries(process.env).filter(([key]) => !ours.test(key))
  const place = { PORT: '0', SANDBOX_PORT: '0', SELLERS_FILE: join(folder, 'sellers.sqlite') }
  return spawn(process.execPath, [`examples/${name}/dist/main.js`], {
    env: { ...Object.fromEntries(outer), ...place, ...env },
  })
}

async function firstLine(child: ChildProcessWithoutNullStreams): Promise<string> {
  const [line] = await once(createInterface(child.stdout), 'line')
  return String(line)
}

async function outcomeOf(child: ChildProcessWithoutNullStreams): Promise<Outcome> {
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ])
  return { stdout, stderr, code }
}

function failedStart({ stderr, code }: Outcome): never {
  throw new Error(`The app ended with ${code}: ${stderr}`)
}
