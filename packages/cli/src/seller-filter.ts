import type { ListedSeller, SellerState } from 'mercadopago-oauth'
import { UsageError } from './command.ts'
import { wholeNumber } from './whole-number.ts'

const dayMs = 24 * 60 * 60 * 1000

const statuses = ['linked', 'overdue', 'ended', 'relink', 'unreadable'] as const satisfies (
  | SellerState
  | 'unreadable'
)[]

/** Options by which a list of sellers is narrowed. A seller must match all that are given. */
export const filterOptions = {
  status: {
    type: 'string',
    value: 'state',
    about: 'only sellers in this state: linked, overdue, ended, relink or unreadable',
  },
  owner: { type: 'string', value: 'id', about: 'only sellers of this owner' },
  due: {
    type: 'string',
    value: 'days',
    about: 'only sellers whose renewal is due within so many days',
  },
} as const

/** The values of {@link filterOptions}. */
export interface FilterValues {
  status?: string | undefined
  owner?: string | undefined
  due?: string | undefined
}

/** The listed sellers that were asked for. */
export class SellerFilter {
  readonly #status: string | undefined
  readonly #owner: string | undefined
  readonly #dueBy: Date | undefined
  #undecided = 0

  /** @throws UsageError */
  constructor({ status, owner, due }: FilterValues, now: Date) {
    if (status !== undefined && !statuses.some((known) => known === status)) {
      throw new UsageError('--status must be linked, overdue, ended, relink or unreadable.')
    }
    const days = due === undefined ? undefined : wholeNumber(due, '--due', 0, 36_500)
    this.#status = status
    this.#owner = owner
    this.#dueBy = days === undefined ? undefined : new Date(now.getTime() + days * dayMs)
  }

  /**
   * Records that cannot be read, and that only for this reason were left out: neither their owner nor their due
   * date is known.
   */
  get undecided(): number {
    return this.#undecided
  }

  /** Passes on the sellers that match. */
  async *matching(sellers: AsyncIterable<ListedSeller>): AsyncGenerator<ListedSeller> {
    for await (const seller of sellers) {
      if (this.#matches(seller)) yield seller
    }
  }

  #matches(seller: ListedSeller): boolean {
    if ('error' in seller) return this.#matchesUnreadable()
    const { state, owner, dueAt } = seller
    if (this.#status !== undefined && state !== this.#status) return false
    if (this.#owner !== undefined && owner !== this.#owner) return false
    return this.#dueBy === undefined || (dueAt !== undefined && dueAt <= this.#dueBy)
  }

  #matchesUnreadable(): boolean {
    if (this.#status !== undefined && this.#status !== 'unreadable') return false
    if (this.#owner === undefined && this.#dueBy === undefined) return true
    this.#undecided += 1
    return false
  }
}
