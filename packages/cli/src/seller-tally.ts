import type { ListedSeller, SellerState } from 'mercadopago-oauth'

/** Counts listed sellers: how many there are of each state, and how many records cannot be read. */
export class SellerTally {
  readonly #counts: Record<SellerState | 'unreadable', number> = {
    linked: 0,
    overdue: 0,
    ended: 0,
    relink: 0,
    unreadable: 0,
  }

  /** Passes the sellers on, and counts each. */
  async *counted(sellers: AsyncIterable<ListedSeller>): AsyncGenerator<ListedSeller> {
    for await (const seller of sellers) {
      this.#counts['error' in seller ? 'unreadable' : seller.state] += 1
      yield seller
    }
  }

  /** Such as `2 sellers: 1 linked, 0 overdue, 0 ended, 1 relink, 0 unreadable`. */
  toString(): string {
    const counts = Object.entries(this.#counts)
    const total = counts.reduce((sum, [, count]) => sum + count, 0)
    const parts = counts.map(([state, count]) => `${count} ${state}`)
    return `${total} ${total === 1 ? 'seller' : 'sellers'}: ${parts.join(', ')}`
  }
}
