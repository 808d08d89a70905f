import { EventEmitter, once } from 'node:events'
import { run as runCommand, type Terminal } from 'mercadopago-oauth-cli'

/** How a command ended. */
export interface Outcome {
  stdout: string
  stderr: string
  code: number | null
}

/** Runs a command in this process with these environment variables and no others, to its end. */
export async function run(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  changes: Partial<Terminal> = {},
): Promise<Outcome> {
  return await new RunningCommand(args, env, changes).outcome
}

/** A command that a test does something with while it runs, on a terminal where nobody can be asked. */
export class RunningCommand {
  readonly outcome: Promise<Outcome>
  readonly #interruption = new AbortController()
  readonly #printed = new EventEmitter()
  #stdout = ''
  #stderr = ''
  #hasEnded = false

  constructor(
    args: readonly string[],
    env: NodeJS.ProcessEnv = {},
    changes: Partial<Terminal> = {},
  ) {
    const terminal: Terminal = {
      out: (line) => {
        this.#stdout += `${line}\n`
      },
      err: (line) => {
        this.#stderr += `${line}\n`
        this.#printed.emit('line')
      },
      env,
      nodeVersion: process.versions.node,
      isInteractive: false,
      ask: () => Promise.reject(new Error('nobody can be asked')),
      confirm: () => Promise.reject(new Error('nobody can be asked')),
      interruption: () => this.#interruption.signal,
      clock: () => new Date(),
      ...changes,
    }
    this.outcome = runCommand(args, terminal).then((code) => {
      this.#hasEnded = true
      return { stdout: this.#stdout, stderr: this.#stderr, code }
    })
  }

  /** As the first Ctrl-C does. */
  interrupt(): void {
    this.#interruption.abort()
  }

  /** Resolves when it has said this on stderr, or has ended. */
  async said(text: string): Promise<void> {
    while (!this.#stderr.includes(text) && !this.#hasEnded) {
      await Promise.race([once(this.#printed, 'line'), this.outcome])
    }
  }
}
