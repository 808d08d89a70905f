/** What a buyer pays for on the checkout page. */
export interface Purchase {
  readonly id: string
  /** The application that created it. */
  readonly clientId: string
  /** The seller: who gets the money. */
  readonly sellerId: number
  readonly createdAt: Date
  readonly items: readonly Item[]
  /** What the application keeps of the total. */
  readonly marketplaceFee: number
  /** What else was sent; a good part of it is given back. */
  readonly request: Readonly<Record<string, unknown>>
  /** When a buyer "paid", by the sandbox's clock. */
  readonly paidAt?: Date
}

/** A line of a purchase. Prices are in the currency's unit, e.g. pesos. */
export interface Item {
  readonly title: string
  readonly quantity: number
  readonly unit_price: number
  readonly currency_id?: string
}

/** What the buyer pays. Rounded, since prices are binary fractions. */
export function totalOf(items: readonly Item[]): number {
  const total = items.reduce((sum, { quantity, unit_price }) => sum + quantity * unit_price, 0)
  return Math.round(total * 100) / 100
}
