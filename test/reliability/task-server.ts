import { MercadoPagoOAuthError, ReauthorizationRequiredError } from 'mercadopago-oauth'
import type { Step, Verdict } from './gate.ts'

/** What a process may be asked, by name: the task and its response. */
export type TaskTable<T> = { [Name in keyof T]: [task: unknown, answer: unknown] }

/** What the parent sends. */
export type ToWorker =
  | { id: number; name: PropertyKey; task: unknown }
  | { gate: number; verdict: Verdict }

/** What a worker sends. */
export type FromWorker =
  | { ready: true }
  | { id: number; result: unknown }
  | { id: number; error: string }
  | { gate: number; step: Step }

export type Handlers<T extends TaskTable<T>> = {
  [Name in keyof T]: (task: T[Name][0]) => Promise<T[Name][1]>
}

/** Tells the parent. */
export function send(message: FromWorker): void {
  if (process.connected) process.send?.(message)
}

/** What of an error may go to the parent. */
export function codeOf(error: unknown): string {
  if (error instanceof ReauthorizationRequiredError) return `${error.code} ${error.reason}`
  return error instanceof MercadoPagoOAuthError ? error.code : String(error)
}

/** Does what the parent asks once it is ready, until the parent is gone. */
export async function serveTasks<T extends TaskTable<T>>(
  starting: Promise<Handlers<T>>,
): Promise<void> {
  // Without its parent there is nothing to do; connections, or tries to connect, would keep it alive.
  process.on('disconnect', () => process.exit())
  const handlers = await starting
  process.on('message', (message: ToWorker) => void respond(handlers, message))
  send({ ready: true })
}

async function respond<T extends TaskTable<T>>(
  handlers: Handlers<T>,
  message: ToWorker,
): Promise<void> {
  if (!('id' in message)) return
  const { id, name, task } = message
  try {
    send({ id, result: await handlers[name as keyof T](task as never) })
  } catch (error) {
    send({ id, error: codeOf(error) })
  }
}
