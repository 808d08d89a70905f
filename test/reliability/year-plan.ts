import { createHash } from 'node:crypto'

/** The last day of the year; the first is 1. */
export const lastDay = 365

/** What the provider does to every request of an outage. */
export type ProviderOutage = 'answer 503' | 'answer 429' | 'cut before'

/** Something that happens while a sweep is under way. */
export type SweepEvent = 'deploy' | 'store cut' | 'responses lost'

/** From which day to which, both included. */
interface Span {
  readonly from: number
  readonly to: number
}

const providerOutages: readonly (Span & { how: ProviderOutage })[] = [
  { from: 153, to: 155, how: 'answer 503' },
  { from: 205, to: 212, how: 'cut before' },
  { from: 300, to: 300, how: 'answer 429' },
]
const storeOutages: readonly Span[] = [
  { from: 175, to: 176 },
  { from: 280, to: 280 },
]
/** On which days many sellers join, and what happens to the sweep that finds all of them due. */
const crowds: readonly { joinDay: number; event: SweepEvent }[] = [
  { joinDay: 10, event: 'deploy' },
  { joinDay: 40, event: 'store cut' },
  { joinDay: 80, event: 'deploy' },
  { joinDay: 100, event: 'responses lost' },
]
/** A token of 180 days is renewed 30 days before its end, at some time of a day. */
const dueAfterDays = 151
const mostShiftDays = 10
const lastJoinDay = 120

const shares = {
  inCrowd: 0.1,
  withdraws: 0.12,
  notificationLost: 0.4,
  returns: 0.5,
  returnsAtOnce: 0.1,
}

/** What happens on which day of a year. A seed decides it alone. */
export class YearPlan {
  readonly seed: number
  readonly #shiftDays: number

  constructor(seed: number) {
    this.seed = seed
    this.#shiftDays = this.#below(mostShiftDays, 'shift')
  }

  joinDay(sellerId: string): number {
    const chance = this.#chance(`crowd ${sellerId}`)
    const crowd = crowds[Math.floor(chance / shares.inCrowd)]
    if (crowd !== undefined) return crowd.joinDay + this.#shiftDays
    return 1 + this.#below(lastJoinDay, `join ${sellerId}`)
  }

  /** The day on which the seller withdraws the application, if it does. */
  withdrawalDay(sellerId: string): number | undefined {
    if (this.#chance(`withdraws ${sellerId}`) >= shares.withdraws) return undefined
    const joinDay = this.joinDay(sellerId)
    return joinDay + 1 + this.#below(lastDay - joinDay, `withdrawal ${sellerId}`)
  }

  /** Whether the app receives no notification of the withdrawal. */
  isNotificationLost(sellerId: string): boolean {
    return this.#chance(`notification ${sellerId}`) < shares.notificationLost
  }

  /** How many days after the report the seller consents again, if it does. */
  returnsAfterDays(sellerId: string): number | undefined {
    if (this.#chance(`returns ${sellerId}`) >= shares.returns) return undefined
    return 1 + this.#below(10, `return ${sellerId}`)
  }

  /** Whether a seller who withdrew consents again on the next day, reported or not. */
  returnsAtOnce(sellerId: string): boolean {
    return this.#chance(`at once ${sellerId}`) < shares.returnsAtOnce
  }

  /** Some of the sellers, others on each day. */
  someOf(sellerIds: readonly string[], count: number, day: number): string[] {
    const picked = Array.from({ length: count }, (_, index) => {
      return sellerIds[this.#below(sellerIds.length, `some ${day} ${index}`)]
    })
    return [...new Set(picked.filter((sellerId) => sellerId !== undefined))]
  }

  providerOutage(day: number): ProviderOutage | undefined {
    return providerOutages.find((span) => this.#isIn(span, day))?.how
  }

  isStoreAway(day: number): boolean {
    return storeOutages.some((span) => this.#isIn(span, day))
  }

  /** What happens while the sweep of this day is under way. */
  sweepEvent(day: number): SweepEvent | undefined {
    const joinDay = day - dueAfterDays - this.#shiftDays
    return crowds.find((crowd) => crowd.joinDay === joinDay)?.event
  }

  #isIn({ from, to }: Span, day: number): boolean {
    return from <= day - this.#shiftDays && day - this.#shiftDays <= to
  }

  #below(limit: number, what: string): number {
    return Math.floor(this.#chance(what) * limit)
  }

  /** The same number from 0 up to 1 for the same question. */
  #chance(what: string): number {
    return createHash('sha256').update(`${this.seed} ${what}`).digest().readUInt32BE() / 2 ** 32
  }
}
