import { EventEmitter } from 'node:events'
import type { LostReason, SellerStatus, SellerTokens } from 'mercadopago-oauth'
import type { OpenSale } from '../sales/open-sales.ts'
import type { SaleOutcome } from '../sales/sale-outcome.ts'
import type { FailureCode } from '../words/failure-code.ts'
import { type Occasion, occasions } from './occasion.ts'

/** Something that happened to a seller. */
export interface Moment {
  at: Date
  what:
    | 'linked'
    | 'linkedAgain'
    | 'renewed'
    | 'renewalFailed'
    | 'renewalRefused'
    | 'mustLink'
    | 'recovered'
    | 'disconnected'
    | 'checkoutCreated'
    | 'buyerReturned'
  /** `use`: a renewal was due when a token was asked for. `elsewhere`: by another process, or an earlier one. */
  by?: Occasion | 'use' | 'elsewhere'
  /** Why a renewal failed, or why the seller must link again. */
  code?: FailureCode | LostReason
  /** Of a checkout or a buyer: what is sold. */
  sale?: OpenSale
  saleKey?: string
  /** What a buyer's browser said, which proves nothing. */
  outcome?: SaleOutcome
}

interface Story {
  owner: string | undefined
  /** Oldest first. */
  moments: Moment[]
}

const mostMoments = 24
const mostStories = 1_000

/**
 * What happened to sellers lately, kept in memory: events of this process, and events of other processes that a
 * seller's status shows. For a screen, not for an audit.
 */
export class Timeline {
  /** Emits a seller's id when something happened to it. */
  readonly changes: EventEmitter = new EventEmitter().setMaxListeners(0)
  readonly #stories = new Map<string, Story>()
  readonly #clock: () => Date

  constructor(sellers: SellerTokens, clock: () => Date) {
    this.#clock = clock
    sellers
      .on('linked', ({ sellerId, owner, again }) => {
        this.#add(sellerId, { what: again ? 'linkedAgain' : 'linked' }, owner)
      })
      .on('renewed', ({ sellerId }) => {
        this.#add(sellerId, { what: 'renewed', by: occasions.getStore() ?? 'use' })
      })
      .on('renewalFailed', ({ sellerId, error: { code } }) => {
        const isShown = !code.startsWith('webhook_')
        this.#add(sellerId, {
          what: code === 'renewal_refused' ? 'renewalRefused' : 'renewalFailed',
          ...(isShown && { code: code as FailureCode }),
        })
      })
      .on('reauthorizationRequired', ({ sellerId, reason }) => {
        this.#add(sellerId, { what: 'mustLink', code: reason })
      })
      .on('recovered', ({ sellerId }) => {
        this.#add(sellerId, { what: 'recovered' })
      })
      .on('unlinked', ({ sellerId }) => {
        this.#add(sellerId, { what: 'disconnected' })
      })
  }

  /** The last moments of a seller, newest first; what others did is read from its status. */
  of(status: SellerStatus): readonly Moment[] {
    this.#compare(status)
    return this.#storyOf(status.sellerId, status.owner).moments.toReversed()
  }

  /** A payment link was made. A form that is sent twice makes one. */
  created(saleKey: string, sale: OpenSale): void {
    this.#addOfSale({ what: 'checkoutCreated', sale, saleKey })
  }

  /** A buyer came back. Loading that page again says nothing new. */
  returned(saleKey: string, sale: OpenSale, outcome: SaleOutcome): void {
    this.#addOfSale({ what: 'buyerReturned', sale, saleKey, outcome })
  }

  #addOfSale(moment: Omit<Moment, 'at'> & { sale: OpenSale }): void {
    const { sellerId } = moment.sale
    const { moments } = this.#storyOf(sellerId, undefined)
    const isKnown = moments.some(
      ({ what, saleKey, outcome }) =>
        what === moment.what && saleKey === moment.saleKey && outcome === moment.outcome,
    )
    if (!isKnown) this.#add(sellerId, moment)
  }

  /** Adds what the status knows and this process did not see. */
  #compare(status: SellerStatus): void {
    const { sellerId, owner, linkedAt, renewedAt, lostReason } = status
    const { moments } = this.#storyOf(sellerId, owner)
    const last = (...kinds: Moment['what'][]): number =>
      moments.findLast(({ what }) => kinds.includes(what))?.at.getTime() ?? 0
    const linked = last('linked', 'linkedAgain')
    if (linked < linkedAt.getTime()) {
      this.#add(sellerId, {
        at: linkedAt,
        what: linked > 0 ? 'linkedAgain' : 'linked',
        by: 'elsewhere',
      })
    }
    if (renewedAt !== undefined && last('renewed') < renewedAt.getTime()) {
      this.#add(sellerId, { at: renewedAt, what: 'renewed', by: 'elsewhere' })
    }
    const mark = last('mustLink')
    const isMarked = mark > Math.max(linkedAt.getTime(), last('recovered'))
    if (lostReason !== undefined && !isMarked) {
      this.#add(sellerId, { what: 'mustLink', code: lostReason, by: 'elsewhere' })
    } else if (lostReason === undefined && isMarked) {
      this.#add(sellerId, { what: 'recovered', by: 'elsewhere' })
    }
  }

  #storyOf(sellerId: string, owner: string | undefined): Story {
    let story = this.#stories.get(sellerId) ?? { owner, moments: [] }
    story.owner ??= owner
    // What happened to a seller at one shop is not told to another.
    if (owner !== undefined && story.owner !== owner) story = { owner, moments: [] }
    // The most recently used are kept.
    this.#stories.delete(sellerId)
    this.#stories.set(sellerId, story)
    const [oldest] = this.#stories.keys()
    if (this.#stories.size > mostStories && oldest !== undefined) this.#stories.delete(oldest)
    return story
  }

  #add(sellerId: string, moment: Omit<Moment, 'at'> & { at?: Date }, owner?: string): void {
    const { moments } = this.#storyOf(sellerId, owner)
    if (isRepeated(moment, moments.at(-1))) moments.pop()
    moments.push({ at: this.#clock(), ...moment })
    moments.sort((one, other) => one.at.getTime() - other.at.getTime())
    if (moments.length > mostMoments) moments.shift()
    this.changes.emit(sellerId)
  }
}

/** Whether a renewal fails again as it did before: an outage is one line, with the time of the last try. */
function isRepeated(
  { what, code }: Pick<Moment, 'what' | 'code'>,
  last: Moment | undefined,
): boolean {
  const isFailure = what === 'renewalFailed' || what === 'renewalRefused'
  return isFailure && what === last?.what && code === last.code
}
