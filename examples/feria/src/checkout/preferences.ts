import { TokenResponseError } from 'mercadopago-oauth'
import { type CheckoutApi, isWebAddress } from './checkout.ts'
import { currencyOf } from './currency.ts'

/** Links to pay of Checkout Pro, by `/checkout/preferences`. */
export const preferences: CheckoutApi = {
  async create(config, seller, { item, price, fee }, { key: idempotencyKey, wayBack }) {
    const { Preference } = await import('mercadopago')
    const currency = currencyOf(seller.countryId)
    const line = { id: 'feria', title: item, quantity: 1, unit_price: price }
    const items = [{ ...line, ...(currency && { currency_id: currency }) }]
    const { approved, pending, failed } = wayBack
    const body = {
      items,
      marketplace_fee: fee,
      back_urls: { success: approved, pending, failure: failed },
      // Without a click, where Mercado Pago allows it: on https.
      ...(approved.startsWith('https:') && { auto_return: 'approved' }),
    }
    const requestOptions = { idempotencyKey }
    const { id } = await new Preference(config).create({ body, requestOptions })
    return id
  },

  async find(config, { liveMode }, id) {
    const { Preference } = await import('mercadopago')
    const stored = await new Preference(config).get({ preferenceId: id })
    const [item] = stored.items ?? []
    const payUrl =
      liveMode === false ? (stored.sandbox_init_point ?? stored.init_point) : stored.init_point
    if (item === undefined || stored.id === undefined || !isWebAddress(payUrl)) {
      throw new TokenResponseError()
    }
    return {
      id: stored.id,
      item: item.title,
      price: item.unit_price,
      fee: stored.marketplace_fee ?? 0,
      currency: item.currency_id,
      payUrl,
    }
  },
}
