import type { Seller } from '../sellers/seller.ts'
import type { Moment } from '../sellers/timeline.ts'
import type { Words } from '../words/words.ts'
import type { View } from './view.ts'

/** The nickname; accounts without one, or whose name cannot be read now, show their id. */
export function nameOf({ nickname, sellerId }: Seller, words: Words): string {
  return nickname ?? words.seller.unnamed(sellerId)
}

/** What the token response called it; `undefined` when it did not. */
export function environmentOf({ liveMode }: Seller, words: Words): string | undefined {
  if (liveMode === undefined) return undefined
  return liveMode ? words.seller.live : words.seller.test
}

/** What is wrong with a seller's link, and what to do about it; `undefined` when nothing is. */
export function troubleOf(seller: Seller, { words, formats }: View): string | undefined {
  const { state, cannotRenew, lostReason } = seller
  const end = formats.day(seller.expiresAt)
  if (lostReason !== undefined) return words.seller.lost[lostReason]
  if (cannotRenew) {
    return state === 'ended' ? words.seller.endedForGood(end) : words.seller.cannotRenew(end)
  }
  return state === 'overdue' || state === 'ended' ? words.seller[state](end) : undefined
}

/** E.g. `Access renewed automatically`. */
export function momentText({ what, by }: Moment, { timeline }: Words): string {
  // What a seller must do is the same, no matter who noticed it.
  const isDone = what !== 'mustLink' && what !== 'recovered'
  return by !== undefined && isDone ? `${timeline[what]} ${timeline.by[by]}` : timeline[what]
}
