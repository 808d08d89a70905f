import { TokenResponseError } from 'mercadopago-oauth'
import { type CheckoutApi, isWebAddress } from './checkout.ts'
import { currencyOf, decimalsOf } from './currency.ts'

/** Links to pay of Checkout Pro, by `/v1/orders`. Amounts are text there. */
export const orders: CheckoutApi = {
  async create(config, seller, { item, price, fee }, { key: idempotencyKey, wayBack }) {
    const { Order } = await import('mercadopago')
    const decimals = decimalsOf(currencyOf(seller.countryId))
    const total = price.toFixed(decimals)
    const body = {
      type: 'online',
      // The one that Checkout Pro has: the buyer adds the payment.
      processing_mode: 'manual',
      total_amount: total,
      items: [{ title: item, quantity: 1, unit_price: total }],
      config: {
        online: {
          success_url: wayBack.approved,
          pending_url: wayBack.pending,
          failure_url: wayBack.failed,
        },
      },
      ...(fee > 0 && { marketplace_fee: fee.toFixed(decimals) }),
    }
    const requestOptions = { idempotencyKey }
    const { id } = await new Order(config).create({ body, requestOptions })
    return id
  },

  async find(config, _seller, id) {
    const { Order } = await import('mercadopago')
    const stored = await new Order(config).get({ id })
    const [item] = stored.items ?? []
    const { checkout_url: payUrl, marketplace_fee: fee = '0', currency } = stored
    const price = Number(stored.total_amount)
    if (stored.id === undefined || item?.title === undefined || !isWebAddress(payUrl)) {
      throw new TokenResponseError()
    }
    if (!Number.isFinite(price) || !Number.isFinite(Number(fee))) throw new TokenResponseError()
    return { id: stored.id, item: item.title, price, fee: Number(fee), currency, payUrl }
  },
}

/** Whether an id is that of an order: that of a preference begins with the number of the seller and a hyphen. */
export function isOrderId(id: string): boolean {
  return !/^\d+-/.test(id)
}
