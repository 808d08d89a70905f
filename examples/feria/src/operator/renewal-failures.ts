import type { SellerTokens } from 'mercadopago-oauth'

/** A seller whose renewals keep failing. */
export interface RenewalFailure {
  readonly sellerId: string
  /** When the first one failed. */
  readonly since: Date
  /** Why the last one failed. */
  readonly code: string
}

const mostKept = 10_000

/** The renewals that fail, as far as this process saw: the next process begins anew. */
export class RenewalFailures {
  /** In the order in which they began. */
  readonly #open = new Map<string, RenewalFailure>()

  constructor(sellers: SellerTokens, clock: () => Date) {
    const end = ({ sellerId }: { sellerId: string }): void => {
      this.#open.delete(sellerId)
    }
    sellers
      .on('renewalFailed', ({ sellerId, error: { code } }) => {
        const since = this.#open.get(sellerId)?.since ?? clock()
        if (this.#open.size < mostKept) this.#open.set(sellerId, { sellerId, since, code })
      })
      .on('renewed', end)
      .on('linked', end)
      .on('unlinked', end)
      // Now it is the seller's turn, and another list names it.
      .on('reauthorizationRequired', end)
  }

  get oldest(): RenewalFailure | undefined {
    const [oldest] = this.#open.values()
    return oldest
  }
}
