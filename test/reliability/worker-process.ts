import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Step, Verdict } from './gate.ts'
import type { FromWorker, TaskTable, ToWorker } from './task-server.ts'
import type { Tasks, WorkerSettings } from './worker.ts'

/** A script that calls `serveTasks()`, and how Node is to run it. */
export interface Script {
  /** A `file:` URL. */
  readonly url: string
  /** Options of Node itself. */
  readonly execArgv?: readonly string[]
}

interface Waiting {
  resolve(result: unknown): void
  reject(error: Error): void
}

/** Another process of the app, as its parent sees it. */
export class WorkerProcess<T extends TaskTable<T> = Tasks> {
  /** Judges each step of a gated worker. One that never settles makes the step hang. */
  gate: (step: Step) => Verdict | Promise<Verdict> = () => 'go'
  static readonly #running = new Set<{ kill(): Promise<void> }>()
  readonly #child: ChildProcess
  readonly #waiting = new Map<number, Waiting>()
  #count = 0

  private constructor(child: ChildProcess) {
    this.#child = child
    WorkerProcess.#running.add(this)
    child.on('message', (message: FromWorker) => void this.#receive(message))
    child.on('exit', () => {
      WorkerProcess.#running.delete(this)
      for (const { reject } of this.#waiting.values()) reject(new Error('the worker is gone'))
      this.#waiting.clear()
    })
  }

  static start(settings: WorkerSettings): Promise<WorkerProcess> {
    return WorkerProcess.run<Tasks>({ url: import.meta.resolve('./worker.js') }, settings)
  }

  /** Starts another script; resolves when it can be asked. */
  static async run<T extends TaskTable<T>>(
    { url, execArgv = [] }: Script,
    settings: object,
  ): Promise<WorkerProcess<T>> {
    const child = fork(fileURLToPath(url), [JSON.stringify(settings)], { execArgv: [...execArgv] })
    const worker = new WorkerProcess<T>(child)
    const isReady = once(child, 'message')
    const isGone = once(child, 'exit').then(([code]) => {
      throw new Error(`a worker ended at its start (${code})`)
    })
    await Promise.race([isReady, isGone])
    isGone.catch(() => {})
    return worker
  }

  /** Whatever is still running. */
  static async killAll(): Promise<void> {
    await Promise.all([...WorkerProcess.#running].map((worker) => worker.kill()))
  }

  /** Rejects when the worker fails at it, or is killed meanwhile. */
  request<Name extends keyof T>(name: Name, task: T[Name][0]): Promise<T[Name][1]> {
    this.#count += 1
    const id = this.#count
    const result = new Promise<T[Name][1]>((resolve, reject) => {
      this.#waiting.set(id, { resolve: (result) => resolve(result as T[Name][1]), reject })
      this.#send({ id, name, task })
    })
    // It may fail before it is awaited.
    result.catch(() => {})
    return result
  }

  /** `kill -9`; resolves when the process is gone. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const exit = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await exit
  }

  /** The process stands still, and notices nothing of it. */
  pause(): void {
    this.#child.kill('SIGSTOP')
  }

  resume(): void {
    this.#child.kill('SIGCONT')
  }

  #send(message: ToWorker): void {
    // To one that was killed meanwhile nothing can be said.
    if (this.#child.connected) this.#child.send(message, () => {})
  }

  async #receive(message: FromWorker): Promise<void> {
    if ('gate' in message) {
      const { gate, step } = message
      this.#send({ gate, verdict: await this.gate(step) })
    } else if ('id' in message) {
      const waiting = this.#waiting.get(message.id)
      this.#waiting.delete(message.id)
      if ('error' in message) waiting?.reject(new Error(message.error))
      else waiting?.resolve(message.result)
    }
  }
}
