import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'

const mayPin =
  availableParallelism() > 1 && spawnSync('taskset', ['-c', '0,1', 'true']).status === 0

/** Whether a server and its load each have a core of their own. */
export const isPinned = mayPin

/** Another process that responds to one question at a time; see `answerQuestions`. */
export class Child {
  #child
  #waiting

  constructor(child) {
    this.#child = child
    child.on('message', ({ error, answer }) => {
      if (error === undefined) this.#waiting.resolve(answer)
      else this.#waiting.reject(new Error(error))
    })
    child.on('exit', (code) => {
      this.#waiting.reject(new Error(`a process of the bench ended (${code})`))
    })
  }

  /**
   * Starts a script of this folder and waits until it can be asked.
   *
   * @param options.core - the only core it may run on, from 0, where `taskset` is there to say so
   */
  static async start(script, { core, settings = {}, execArgv = [] }) {
    const path = fileURLToPath(new URL(script, import.meta.url))
    const node = [process.execPath, ...execArgv, path, JSON.stringify(settings)]
    const [command, ...args] =
      mayPin && core !== undefined ? ['taskset', '-c', String(core), ...node] : node
    const child = new Child(
      spawn(command, args, {
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        env: { ...process.env, NODE_ENV: 'production' },
      }),
    )
    await child.#answer()
    return child
  }

  /** @throws Error when the child could not, or is gone. */
  async ask(question, detail = {}) {
    const answer = this.#answer()
    this.#child.send({ question, detail })
    return await answer
  }

  async end() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const exit = once(this.#child, 'exit')
    this.#child.kill()
    await exit
  }

  #answer() {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
    })
  }
}
