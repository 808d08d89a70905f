import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import type { Terminal } from './terminal.ts'

/** The terminal of this process. The second Ctrl-C, or SIGTERM, ends the process. */
export function processTerminal(): Terminal {
  const { stdin, stdout, stderr, env, versions } = process
  return {
    out: (line) => void stdout.write(`${line}\n`),
    err: (line) => void stderr.write(`${line}\n`),
    env,
    nodeVersion: versions.node,
    // Questions go to stderr, because stdout may be redirected to a file.
    isInteractive: stdin.isTTY === true && stderr.isTTY === true,
    // Node knows NO_COLOR, and what each terminal can do.
    hasColors: stdout.isTTY === true && stdout.hasColors(),
    async ask(question) {
      const typed = await answer(question, silence())
      stderr.write('\n')
      return typed
    },
    async confirm(question) {
      const typed = await answer(`${question} [y/N] `, stderr)
      return typed === undefined ? undefined : /^y(es)?$/i.test(typed.trim())
    },
    interruption() {
      const stop = new AbortController()
      // SIGTERM is sent by container runtimes and job engines.
      for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => stop.abort())
      return stop.signal
    },
    clock: () => new Date(),
  }
}

/** What is typed in reply, echoed to `echo`; `undefined` after Ctrl-C or the end of the input. */
async function answer(question: string, echo: NodeJS.WritableStream): Promise<string | undefined> {
  const lines = createInterface({ input: process.stdin, output: echo, terminal: true })
  // Ask only now: what is typed earlier would be echoed by the system.
  process.stderr.write(question)
  const stop = new AbortController()
  lines.once('SIGINT', () => stop.abort())
  lines.once('close', () => stop.abort())
  try {
    return await lines.question('', { signal: stop.signal })
  } catch {
    return undefined
  } finally {
    lines.close()
  }
}

function silence(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() })
}
