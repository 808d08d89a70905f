import { NoSuchPage } from '../failure/failure.ts'
import { SalePage } from '../pages/sale.tsx'
import { isSaleOutcome } from '../sales/sale-outcome.ts'
import type { Parts } from './parts.ts'
import { pageReply } from './replies.ts'
import type { Route, Visit } from './route.ts'
import { viewOf } from './view-of.ts'

/** Where Mercado Pago sends buyers back to. */
export function saleRoutes(parts: Parts): Route[] {
  const { site, sellers, openSales, timeline } = parts

  async function sale(visit: Visit) {
    const { key, outcome } = visit.params
    if (typeof key !== 'string' || !/^[\da-f-]{36}$/.test(key)) throw new NoSuchPage()
    if (!isSaleOutcome(outcome)) throw new NoSuchPage()
    const found = openSales.find(key)
    const status = found && (await sellers.status(found.sellerId))
    if (found !== undefined && status !== undefined) timeline.returned(key, found, outcome)
    const isOwn = visit.user !== undefined && status?.owner === visit.user.id
    const view = viewOf(visit, site, `/sales/${key}/${outcome}`)
    return pageReply(<SalePage view={view} outcome={outcome} sale={found} isOwn={isOwn} />)
  }

  return [{ method: 'get', path: '/sales/:key/:outcome', respond: sale }]
}
