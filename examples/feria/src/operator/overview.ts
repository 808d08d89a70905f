import type { ListedSeller, SellerState, SellerTokens } from 'mercadopago-oauth'

const dayMs = 24 * 60 * 60 * 1000
const periodMs = 10 * dayMs
const periods = 18

/** All sellers of the marketplace, counted. */
export interface Overview {
  readonly total: number
  readonly states: Readonly<Record<SellerState | 'unreadable', number>>
  /** How many renewals are due already. */
  readonly dueNow: number
  /** How many fall due in each ten days of the next 180. */
  readonly due: readonly DuePeriod[]
}

interface DuePeriod {
  readonly from: Date
  readonly sellers: number
}

/**
 * Counts the sellers by state, and by when their renewals fall due. It reads every record: a marketplace with
 * hundreds of thousands of sellers keeps the result for some minutes.
 *
 * @throws StoreUnavailableError `store_unavailable`
 */
export async function readOverview(
  sellers: Pick<SellerTokens, 'list'>,
  now: Date,
): Promise<Overview> {
  const states = { linked: 0, overdue: 0, ended: 0, relink: 0, unreadable: 0 }
  const due = Array.from({ length: periods }, () => 0)
  let total = 0
  let dueNow = 0
  for await (const seller of sellers.list()) {
    total += 1
    states[stateOf(seller)] += 1
    const period = periodOf(seller, now)
    if (period === undefined) continue
    if (period < 0) dueNow += 1
    else due[period] = (due[period] ?? 0) + 1
  }
  return {
    total,
    states,
    dueNow,
    due: due.map((count, index) => ({
      from: new Date(now.getTime() + index * periodMs),
      sellers: count,
    })),
  }
}

export function stateOf(seller: ListedSeller): SellerState | 'unreadable' {
  return 'error' in seller ? 'unreadable' : seller.state
}

/** Below 0: due already. `undefined`: never, or later than the chart shows. */
function periodOf(seller: ListedSeller, now: Date): number | undefined {
  if ('error' in seller || seller.dueAt === undefined || seller.state === 'relink') return undefined
  // After a failure, `dueAt` is the time of the next attempt.
  if (seller.state !== 'linked') return -1
  const period = Math.floor((seller.dueAt.getTime() - now.getTime()) / periodMs)
  return period < periods ? period : undefined
}
