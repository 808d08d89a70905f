import type { IncomingHttpHeaders } from 'node:http'
import { verifyNotification, WebhookSignatureError } from 'mercadopago-oauth'
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
 * all others are accepted. With a secret, what is not signed with it does not count: the address is public.
 */
export class Inbox {
  readonly isVerified: boolean
  readonly #secret: string | undefined
  readonly #clock: () => Date
  readonly #arrived: Notification[] = []
  #forged = 0

  constructor(secret: string | undefined, clock: () => Date) {
    this.isVerified = secret !== undefined
    this.#secret = secret
    this.#clock = clock
  }

  /** Takes a delivery. Returns the status of the response. */
  take(delivery: Delivery): 200 | 401 | 500 {
    const fields = jsonFields(delivery.body)
    if (fields.type !== 'mp-connect') return 200
    const at = this.#clock()
    if (!this.#isGenuine(delivery, at)) {
      this.#forged += 1
      return 401
    }
    this.#arrived.push({ ...delivery, fields, at })
    return fields.id === this.first?.fields.id ? 500 : 200
  }

  /** How many did not count. */
  get forged(): number {
    return this.#forged
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

  #isGenuine(delivery: Delivery, at: Date): boolean {
    if (this.#secret === undefined) return true
    try {
      verifyNotification({ ...delivery, secret: this.#secret, clock: () => at })
      return true
    } catch (error) {
      // A retry may bear the signature of the first delivery, however old.
      return error instanceof WebhookSignatureError && error.code === 'webhook_stale'
    }
  }
}
