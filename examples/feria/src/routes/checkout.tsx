import { randomUUID } from 'node:crypto'
import { currencyOf } from '../checkout/currency.ts'
import { emptySaleForm, readSale } from '../checkout/sale.ts'
import { FormUnreadable } from '../failure/failure.ts'
import { CheckoutPage } from '../pages/checkout.tsx'
import { CheckoutReadyPage } from '../pages/checkout-ready.tsx'
import { ableSeller } from '../sellers/able-seller.ts'
import { ownSeller } from '../sellers/own-seller.ts'
import type { Seller } from '../sellers/seller.ts'
import { readForm } from './form.ts'
import { forOwners, forOwnForms, type OwnersVisit } from './gates.ts'
import type { Parts } from './parts.ts'
import { pageReply, redirectReply } from './replies.ts'
import type { Route } from './route.ts'
import { viewOf } from './view-of.ts'

/** Links to pay, made in the name of a seller. */
export function checkoutRoutes(parts: Parts): Route[] {
  const { site, sellers, profiles, checkouts, openSales, timeline, assertOwnForm } = parts

  async function ableSellerOf({ user, params }: OwnersVisit): Promise<Seller> {
    const status = await ownSeller(sellers, user.id, params.id)
    return await profiles.seller(await ableSeller(sellers, status))
  }

  async function form(visit: OwnersVisit) {
    const seller = await ableSellerOf(visit)
    const view = viewOf(visit, site, `/sellers/${seller.sellerId}/checkout`)
    const props = { view, seller, form: emptySaleForm, formKey: randomUUID() }
    return pageReply(<CheckoutPage {...props} />)
  }

  async function create(visit: OwnersVisit) {
    const seller = await ableSellerOf(visit)
    const fields = await readForm(visit.req)
    const formKey = fields.get('key') ?? ''
    if (!/^[\da-f-]{36}$/.test(formKey)) throw new FormUnreadable()
    const path = `/sellers/${seller.sellerId}/checkout`
    const filled = readSale(fields, currencyOf(seller.countryId))
    if (filled.sale === undefined) {
      const props = { view: viewOf(visit, site, path), seller, form: filled, formKey }
      return pageReply(<CheckoutPage {...props} />, 422)
    }
    const id = await checkouts.create(seller, filled.sale, formKey)
    const { item, price } = filled.sale
    const { sellerId, countryId } = seller
    const sale = { item, price, sellerId, countryId, currency: currencyOf(countryId) }
    openSales.add(formKey, sale)
    timeline.created(formKey, sale)
    return redirectReply(`${path}/${id}`)
  }

  async function ready(visit: OwnersVisit) {
    const { user, params } = visit
    const seller = await profiles.seller(await ownSeller(sellers, user.id, params.id))
    const checkout = await checkouts.find(seller, String(params.checkout))
    const view = viewOf(visit, site, `/sellers/${seller.sellerId}/checkout/${checkout.id}`)
    return pageReply(<CheckoutReadyPage view={view} seller={seller} checkout={checkout} />)
  }

  return [
    { method: 'get', path: '/sellers/:id/checkout', respond: forOwners(form) },
    {
      method: 'post',
      path: '/sellers/:id/checkout',
      respond: forOwnForms(assertOwnForm, forOwners(create)),
    },
    { method: 'get', path: '/sellers/:id/checkout/:checkout', respond: forOwners(ready) },
  ]
}
