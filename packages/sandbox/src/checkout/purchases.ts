import type { Clock } from '../clock.ts'
import type { Grant } from '../grants/grant.ts'
import type { Purchase } from './purchase.ts'

const mostPurchases = 10_000

/** The purchases of one kind that were created, the newest ten thousand. */
export class Purchases<Kind extends Purchase> {
  protected readonly clock: Clock
  readonly #byId = new Map<string, Kind>()
  readonly #changed: (purchase: Kind) => void

  /** @param changed - Receives each checkout that is created or paid. */
  constructor(clock: Clock, changed: (purchase: Kind) => void) {
    this.clock = clock
    this.#changed = changed
  }

  find(id: string): Kind | undefined {
    return this.#byId.get(id)
  }

  /** The one with that id, if the application created it in the name of that seller. */
  findOwn({ clientId, userId }: Grant, id: string): Kind | undefined {
    const purchase = this.find(id)
    const isOwn = purchase?.clientId === clientId && purchase.sellerId === userId
    return isOwn ? purchase : undefined
  }

  /** Oldest first. */
  all(): Kind[] {
    return [...this.#byId.values()]
  }

  /** Made-up money changes hands, once. */
  pay(purchase: Kind): Kind {
    return purchase.paidAt ? purchase : this.set({ ...purchase, paidAt: this.clock.now() })
  }

  load(purchases: readonly Kind[]): void {
    for (const purchase of purchases) this.#byId.set(purchase.id, purchase)
  }

  protected set(purchase: Kind): Kind {
    this.#byId.set(purchase.id, Object.freeze(purchase))
    const [oldest] = this.#byId.keys()
    if (oldest !== undefined && this.#byId.size > mostPurchases) this.#byId.delete(oldest)
    this.#changed(purchase)
    return purchase
  }
}
