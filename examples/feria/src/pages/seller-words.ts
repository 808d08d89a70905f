import type { Seller } from '../sellers/seller.ts'
import type { Moment } from '../sellers/timeline.ts'
import type { Words } from '../words/words.ts'
import type { View } from './view.ts'

/** The nickname; accounts without one, or whose name cannot be read now, go by their id. */
export function nameOf({ nickname, sellerId }: Seller, words: Words): string {
  return nickname ?? words.seller.unnamed(sellerId)
}

/** Whether the account is real, by the `live_mode` of its tokens; `undefined` when that is unknown. */
export function environmentOf({ liveMode }: Seller, { site, words }: View): string | undefined {
  // The sandbox says `live_mode: true`, as Mercado Pago does, but none of its accounts is real.
  if (site.sandboxUrl !== undefined) return words.seller.sandbox
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

/** E.g. `Renewed by itself, in time`. */
export function momentText({ what, by }: Moment, { timeline }: Words): string {
  return by === undefined ? timeline[what] : `${timeline[what]} ${timeline.by[by]}`
}
