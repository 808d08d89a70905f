import type { Refusal } from '../authorization/refusal.ts'
import type { Fault } from '../faults/fault.ts'
import type { LoggedRequest } from '../logged-request.ts'
import type { LoggedNotification } from '../notifications/outbox.ts'
import type { ApplicationView, ConnectionView, PurchaseView } from './state.ts'

/** Something that happened in the sandbox. Dates are `Date`s here and ISO 8601 in JSON. */
export type SandboxEvent =
  | { readonly type: 'request'; readonly request: LoggedRequest }
  | { readonly type: 'refusal'; readonly refusal: Refusal }
  | { readonly type: 'notification'; readonly notification: LoggedNotification }
  | { readonly type: 'clock'; readonly now: Date }
  /** Asked for, struck or forgotten: what is pending now. */
  | { readonly type: 'faults'; readonly faults: readonly Fault[] }
  | { readonly type: 'switch'; readonly name: string; readonly value: string }
  | { readonly type: 'connected' | 'disconnected'; readonly connection: ConnectionView }
  | { readonly type: 'application'; readonly application: ApplicationView }
  | { readonly type: 'preference'; readonly preference: PurchaseView }
  | { readonly type: 'order'; readonly order: PurchaseView }
  | { readonly type: 'cleared' }

type Listener = (event: SandboxEvent) => void

/** Passes each event on to the listeners, as it happens. */
export class Feed {
  readonly #listeners = new Set<Listener>()

  /** @returns a function that ends it. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  tell(event: SandboxEvent): void {
    for (const listener of this.#listeners) listener(event)
  }
}
