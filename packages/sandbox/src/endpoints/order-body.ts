import type { Order } from '../checkout/order.ts'
import { totalOf } from '../checkout/purchase.ts'
import { withQuery } from '../query.ts'
import { currencyOf, type Seller } from '../registry/seller.ts'
import type { Switches } from '../switches/switches.ts'

interface Surroundings {
  /** Who gets the money; undefined when the account is gone. */
  seller: Seller | undefined
  /** This server as the caller knows it. */
  origin: string
  switches: Switches
}

/** An order as `/v1/orders` tells it. JSON drops what is undefined. */
export function orderBody(
  order: Order,
  { seller, origin, switches }: Surroundings,
): Record<string, unknown> {
  const { id, clientId, sellerId, createdAt, request, paidAt, marketplaceFee } = order
  const sent = { ...request }
  delete sent.transactions
  const { marketplace_fee: fee } = request
  return {
    currency: currencyOf(seller?.siteId),
    ...sent,
    id,
    user_id: switches.orderUserId === 'number' ? sellerId : String(sellerId),
    country_code: seller?.siteId,
    marketplace_fee: Number(fee) === marketplaceFee ? fee : undefined,
    integration_data: { ...Object(request.integration_data), application_id: clientId },
    created_date: createdAt.toISOString(),
    last_updated_date: (paidAt ?? createdAt).toISOString(),
    checkout_url: withQuery(`${origin}/checkout/v1/redirect`, { order_id: id }),
    ...(paidAt ? paid(order) : { status: 'created', status_detail: 'created' }),
  }
}

function paid({ id, items }: Order): Record<string, unknown> {
  const amount = totalOf(items).toFixed(2)
  const status = { status: 'processed', status_detail: 'accredited' }
  const payment = {
    id: id.replace(/^ORD(TST)?/, 'PAY'),
    amount,
    paid_amount: amount,
    ...status,
    payment_method: { id: 'account_money', type: 'account_money' },
  }
  return { ...status, total_paid_amount: amount, transactions: { payments: [payment] } }
}
