import { StoreUnavailableError } from '../../errors.ts'
import type { SellerRecord } from '../records/seller-record.ts'

type Confirmed = Pick<SellerRecord, 'generation' | 'linkedAt'>

const maxSellers = 10_000

/** What the store confirmed to have saved, to find out when it returns something older. */
export class ConfirmedSaves {
  readonly #bySeller = new Map<string, Confirmed>()

  note({ sellerId, generation, linkedAt }: SellerRecord): void {
    this.#bySeller.delete(sellerId)
    this.#bySeller.set(sellerId, { generation, linkedAt })
    if (this.#bySeller.size <= maxSellers) return
    for (const [oldest] of this.#bySeller) {
      this.#bySeller.delete(oldest)
      return
    }
  }

  /** @throws StoreUnavailableError when a record is older than one that the store confirmed. */
  assertKept({ sellerId, generation, linkedAt }: SellerRecord): void {
    const confirmed = this.#bySeller.get(sellerId)
    const isSameLink = confirmed?.linkedAt.getTime() === linkedAt.getTime()
    if (confirmed === undefined || !isSameLink || generation >= confirmed.generation) return
    throw new StoreUnavailableError({
      cause: new Error('the store returned an older record than the one it had confirmed'),
    })
  }
}
