import type { VNode } from 'preact'
import type { Checkout } from '../checkout/checkout.ts'
import type { Seller } from '../sellers/seller.ts'
import { Layout } from './layout.tsx'
import { nameOf } from './seller-words.ts'
import type { View } from './view.ts'

interface CheckoutReadyProps {
  view: View
  seller: Seller
  checkout: Checkout
}

/** The link to pay, and who gets what. */
export function CheckoutReadyPage({ view, seller, checkout }: CheckoutReadyProps): VNode {
  const words = view.words.checkout
  const path = `/sellers/${seller.sellerId}`
  const { item, price, fee, currency, payUrl } = checkout
  const money = (amount: number): string => view.formats.money(amount, currency, seller.countryId)
  return (
    <Layout view={view} title={`${words.readyTitle}, Feria`}>
      <article class="status" data-testid="checkout-ready">
        <h1>{words.readyTitle}</h1>
        <p>{words.readyText}</p>
        <dl class="bill">
          <dt>{words.item}</dt>
          <dd data-testid="checkout-item">{item}</dd>
          <dt>{words.price}</dt>
          <dd data-testid="checkout-price">{money(price)}</dd>
          <dt>{words.fee}</dt>
          <dd data-testid="checkout-fee">{money(fee)}</dd>
          <dt>{words.receives(nameOf(seller, view.words))}</dt>
          <dd data-testid="checkout-rest">{money(price - fee)}</dd>
        </dl>
        <p class="address">
          <code data-testid="pay-url">{payUrl}</code>
        </p>
        <div class="ways">
          <a href={payUrl} class="button" data-testid="pay">
            {words.pay}
          </a>
          <a href={`${path}/checkout`}>{words.another}</a>
          <a href={path}>{words.back}</a>
        </div>
      </article>
    </Layout>
  )
}
