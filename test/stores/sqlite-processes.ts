import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { SqliteFile } from '../helpers/sqlite-file.ts'
import type { Task, Wins } from './sqlite-worker.ts'

const script = fileURLToPath(import.meta.resolve('./sqlite-worker.js'))

/** Starts a process that waits for a task on the file. It ends with the test at the latest. */
export async function startWorker(file: SqliteFile): Promise<ChildProcess> {
  const worker = fork(script, [file.path])
  file.onClose(() => worker.kill('SIGKILL'))
  await once(worker, 'message')
  return worker
}

/** Gives each worker its task when all of them are ready; resolves when all have ended. */
export async function together(
  file: SqliteFile,
  tasks: readonly Task[],
): Promise<(Wins | undefined)[]> {
  const ready = await Promise.all(tasks.map(() => startWorker(file)))
  return Promise.all(
    ready.map(async (worker, index) => {
      const exit = once(worker, 'exit')
      worker.send(tasks[index] as Task)
      const [{ result, error }] = await once(worker, 'message')
      await exit
      if (error !== undefined) throw new Error(`in a worker: ${error}`)
      return result
    }),
  )
}
