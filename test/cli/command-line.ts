import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'

// Tests run from the workspace root.
const main = 'packages/cli/dist/main.js'

/** How a command ended. */
export interface Outcome {
  stdout: string
  stderr: string
  code: number | null
}

/** Runs the built command with these variables and no others of ours, to its end. */
export async function run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  return await new RunningCommand(args, env).outcome
}

/** A command that a test does something with while it runs. */
export class RunningCommand {
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

  /** As Ctrl-C does. */
  interrupt(): void {
    this.#child.kill('SIGINT')
  }

  /** Resolves when it has said this on stderr, or has ended. */
  async said(text: string): Promise<void> {
    while (!this.#stderr.includes(text) && this.#child.exitCode === null) {
      await Promise.race([once(this.#child.stderr, 'data'), this.outcome])
    }
  }
}
