import type { LostReason } from 'mercadopago-oauth'
import type { Notice } from '../notices/notice.ts'
import type { Seller } from '../sellers/seller.ts'
import type { Moment } from '../sellers/timeline.ts'
import type { FailureCode } from '../words/failure-code.ts'
import type { Words } from '../words/words.ts'
import type { View } from './view.ts'

/** The nickname; accounts without one, or whose name cannot be read now, show their id. */
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

/** E.g. `Access renewed automatically`. */
export function momentText(moment: Moment, { words, formats }: View): string {
  const { timeline } = words
  const { what, by, sale, outcome = 'pending' } = moment
  if (what === 'checkoutCreated' || what === 'buyerReturned') {
    const price = sale && formats.money(sale.price, sale.currency, sale.countryId)
    const text = `${sale?.item}, ${price}`
    return what === 'checkoutCreated'
      ? timeline.checkoutCreated(text)
      : timeline.buyerReturned[outcome](text)
  }
  // What a seller must do is the same, no matter who noticed it.
  const isDone = what !== 'mustLink' && what !== 'recovered'
  return by !== undefined && isDone ? `${timeline[what]} ${timeline.by[by]}` : timeline[what]
}

/** Why something happened to a seller. */
export function reasonText(code: FailureCode | LostReason, { failures, seller }: Words): string {
  return isLostReason(code, seller.lost) ? seller.lost[code] : failures[code].title
}

function isLostReason(code: string, lost: Words['seller']['lost']): code is LostReason {
  return Object.hasOwn(lost, code)
}

/** What a notice says on the home page; `undefined` for one of a seller's page. */
export function homeNotice(notice: Notice | undefined, { notices }: Words): string | undefined {
  return notice === 'disconnected' || notice === 'cancelled' ? notices[notice] : undefined
}

/** What a notice says on the page of a seller; `undefined` for one of the home page. */
export function sellerNotice(
  notice: Notice | undefined,
  seller: Seller,
  { words, formats }: View,
): string | undefined {
  const { notices } = words
  if (notice === 'renewed') return notices.renewed(formats.day(seller.expiresAt))
  if (notice === 'linked' || notice === 'alreadyLinked') {
    return notices[notice](nameOf(seller, words))
  }
  return undefined
}
