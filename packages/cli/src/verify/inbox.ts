import type { IncomingHttpHeaders } from 'node:http'
import { jsonFields } from '../json-fields.ts'

/** One delivery as it arrived. */
export interface Delivery {
  readonly headers: IncomingHttpHeaders
  readonly query: string
  readonly body: string
}

/** A notification about linking, in one of its deliveries. */
export interface Notification extends Delivery {
  readonly at: Date
  readonly fields: Readonly<Record<string, unknown>>
}

/**
 * The notifications that arrived. The first one is refused each time it comes, so that it is delivered again;
 * all others are accepted.
 */
export class Inbox {
  readonly #clock: () => Date
  readonly #arrived: Notification[] = []

  constructor(clock: () => Date) {
    this.#clock = clock
  }

  /** Takes a delivery. Returns the status of the response. */
  take(delivery: Delivery): 200 | 500 {
    const fields = jsonFields(delivery.body)
    if (fields.type !== 'mp-connect') return 200
    this.#arrived.push({ ...delivery, fields, at: this.#clock() })
    return fields.id === this.first?.fields.id ? 500 : 200
  }

  /** The first delivery of all. */
  get first(): Notification | undefined {
    return this.#arrived[0]
  }

  /** Every delivery of the first notification, in order. */
  get deliveriesOfFirst(): readonly Notification[] {
    return this.#arrived.filter(({ fields }) => fields.id === this.first?.fields.id)
  }

  /** Whether a notification with this action came. */
  has(action: string): boolean {
    return this.#arrived.some(({ fields }) => fields.action === action)
  }
}
