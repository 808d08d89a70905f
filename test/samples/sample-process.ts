import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'

const main = join(import.meta.dirname, 'sample-main.js')

/** A sample that runs in a separate process. */
export class SampleProcess {
  readonly #child: ChildProcess
  readonly #ended: Promise<never>

  private constructor(child: ChildProcess) {
    this.#child = child
    const said = child.stderr ? text(child.stderr) : ''
    this.#ended = once(child, 'exit').then(async ([code]) => {
      throw new Error(`the sample ended (${code}): ${await said}`)
    })
    // Reported by the message that is waited for. After `stop()` there is none.
    this.#ended.catch(() => {})
  }

  /** Resolves when the sample listens. */
  static async start(file: string, port: number, env: NodeJS.ProcessEnv): Promise<SampleProcess> {
    const child = fork(main, [file, `${port}`], {
      cwd: dirname(file),
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    const sample = new SampleProcess(child)
    await sample.#message()
    return sample
  }

  /** What the sample would send to Mercado Pago for a seller. */
  async tokenFor(sellerId: number): Promise<string> {
    const message = this.#message()
    this.#child.send(`${sellerId}`)
    return await message
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const exit = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await exit
  }

  async #message(): Promise<string> {
    const [message] = await Promise.race([once(this.#child, 'message'), this.#ended])
    return message
  }
}
