import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Outcome } from './command-line.ts'

// Tests run from the workspace root.
const main = 'packages/cli/dist/main.js'

/** Runs the built command in a separate process, with these environment variables and no others of ours. */
export async function runProcess(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Outcome> {
  return await new CommandProcess(args, env).outcome
}

/** A process that a test does something with while it runs. */
export class CommandProcess {
  readonly outcome: Promise<Outcome>
  readonly #child: ChildProcessWithoutNullStreams
  #stdout = ''
  #stderr = ''

  constructor(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    const { PATH } = process.env
    const child = spawn(process.execPath, [main, ...args], { env: { PATH, ...env } })
    child.stdin.end()
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text
    })
    this.#child = child
    this.outcome = once(child, 'close').then(([code]) => {
      return { stdout: this.#stdout, stderr: this.#stderr, code }
    })
  }

  /** As Ctrl-C does, or what stops a container. */
  interrupt(signal: 'SIGINT' | 'SIGTERM' = 'SIGINT'): void {
    this.#child.kill(signal)
  }

  /** Ends the reading of stdout, as `head` does. */
  stopReading(): void {
    this.#child.stdout.destroy()
  }

  /** Resolves when it has said this on stderr, or has ended. */
  async said(text: string): Promise<void> {
    while (!this.#stderr.includes(text) && this.#child.exitCode === null) {
      await Promise.race([once(this.#child.stderr, 'data'), this.outcome])
    }
  }
}
