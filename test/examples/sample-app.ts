import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
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
  end(signal?: NodeJS.Signals): Promise<Outcome>
}

/** Starts an app on any free ports, against its sandbox unless `env` says otherwise. */
export async function startApp(name: string, env: NodeJS.ProcessEnv = {}): Promise<SampleApp> {
  const child = run(name, env)
  const outcome = outcomeOf(child)
  const readyLine = await Promise.race([firstLine(child), outcome.then(failedStart)])
  const url = /^Feria is ready: (\S+)/.exec(readyLine)?.[1] ?? ''
  return {
    readyLine,
    url,
    port: new URL(url).port,
    async end(signal = 'SIGINT') {
      child.kill(signal)
      return await outcome
    },
  }
}

/** Runs an app that is expected to end by itself. */
export function runApp(name: string, env: NodeJS.ProcessEnv): Promise<Outcome> {
  return outcomeOf(run(name, env))
}

function run(name: string, env: NodeJS.ProcessEnv): ChildProcessWithoutNullStreams {
  const outer = Object.entries(process.env).filter(([key]) => !key.startsWith('MERCADOPAGO_'))
  return spawn(process.execPath, [`examples/${name}/dist/main.js`], {
    env: { ...Object.fromEntries(outer), PORT: '0', SANDBOX_PORT: '0', ...env },
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
