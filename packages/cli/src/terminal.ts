import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { type Terminal, UsageError } from './command.ts'

/** The terminal of this process. */
export function processTerminal(json: boolean): Terminal {
  const { stdin, stdout, stderr, env } = process
  // People are asked on stderr: stdout may go into a file.
  const isInteractive = stdin.isTTY === true && stderr.isTTY === true

  async function answer(question: string, isHidden: boolean): Promise<string> {
    if (!isInteractive) throw new UsageError('There is no terminal to ask on.')
    const output = isHidden ? silence() : stderr
    const lines = createInterface({ input: stdin, output, terminal: true })
    // Only now: what is typed before would be shown.
    stderr.write(question)
    const stop = new AbortController()
    lines.once('SIGINT', () => stop.abort())
    try {
      return await lines.question('', { signal: stop.signal })
    } catch {
      throw new UsageError('Nothing was answered.')
    } finally {
      lines.close()
      if (isHidden) stderr.write('\n')
    }
  }

  return {
    out: (line) => void stdout.write(`${line}\n`),
    err: (line) => void stderr.write(`${line}\n`),
    env,
    json,
    isInteractive,
    ask: (question) => answer(question, true),
    async confirm(question) {
      return /^y(es)?$/i.test((await answer(`${question} [y/N] `, false)).trim())
    },
    interruption() {
      const stop = new AbortController()
      process.once('SIGINT', () => stop.abort())
      return stop.signal
    },
    clock: () => new Date(),
  }
}

function silence(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() })
}
