/** A sale that a payment link was made for. */
export interface OpenSale {
  readonly item: string
  /** What the buyer pays, in whole units of the currency. */
  readonly price: number
  readonly sellerId: string
  readonly currency: string | undefined
  readonly countryId: string | undefined
}

const mostKept = 1_000

/**
 * The sales that buyers may come back from, kept in memory: after a restart a buyer is thanked without the amount.
 * A buyer's address proves nothing. A real marketplace reads the payment, or waits for its notification.
 */
export class OpenSales {
  readonly #sales = new Map<string, OpenSale>()

  /** @param key - Cannot be guessed: it is part of the address that the buyer comes back to. */
  add(key: string, sale: OpenSale): void {
    this.#sales.set(key, sale)
    const [oldest] = this.#sales.keys()
    if (this.#sales.size > mostKept && oldest !== undefined) this.#sales.delete(oldest)
  }

  find(key: string): OpenSale | undefined {
    return this.#sales.get(key)
  }
}
