import type { VNode } from 'preact'
import { type Purchase, totalOf } from '../checkout/purchase.ts'
import { currencyOf, type Seller } from '../registry/seller.ts'
import { Layout } from './layout.tsx'
import { Monogram } from './monogram.tsx'
import { WayBack } from './ways-back.tsx'
import { amount, type Language, type Market, words } from './words.ts'

interface CheckoutProps {
  language: Language
  purchase: Purchase
  seller: Seller | undefined
  /** Where the shop wants its buyer after the payment. */
  next: string | undefined
}

/** Where a buyer pays for a preference or an order, with made-up money, and is thanked. */
export function CheckoutPage({ language, purchase, seller, next }: CheckoutProps): VNode {
  const { id, items, paidAt } = purchase
  const text = words[language]
  const name = seller?.nickname ?? String(purchase.sellerId)
  const title = paidAt ? text.thanks : text.payTo(name)
  const path = `/checkout/${id}`
  const market = { currency: currencyOf(seller?.siteId), countryId: seller?.countryId }
  return (
    <Layout language={language} title={title} linkTo={(other) => `${path}?lang=${other}`}>
      <article class="card checkout">
        <div class="asking">
          <Monogram name={name} isLarge />
          <h1>{title}</h1>
        </div>
        {paidAt && (
          <p class="notice" role="status" data-testid="paid">
            {text.paid}
          </p>
        )}
        <Bill items={items} language={language} market={market} />
        {paidAt && next !== undefined && <WayBack language={language} url={next} />}
        {!paidAt && (
          <form method="post" action={path}>
            <input type="hidden" name="lang" value={language} />
            <div class="decision">
              <button type="submit" name="decision" value="pay" data-testid="pay">
                {text.pay}
              </button>
              <button type="submit" name="decision" value="leave" class="secondary outline">
                {text.deny}
              </button>
            </div>
          </form>
        )}
        <p class="aside" data-testid="fee">
          {feeNote(purchase, name, language, market)}
        </p>
      </article>
    </Layout>
  )
}

interface BillProps {
  items: Purchase['items']
  language: Language
  market: Market
}

function Bill({ items, language, market }: BillProps) {
  return (
    <table data-testid="items">
      <tbody>
        {items.map(({ title, quantity, unit_price }, index) => (
          <tr key={`${index}-${title}`}>
            <td>
              {quantity} × {title}
            </td>
            <td>{amount(quantity * unit_price, language, market)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{words[language].total}</th>
          <td data-testid="total">{amount(totalOf(items), language, market)}</td>
        </tr>
      </tfoot>
    </table>
  )
}

function feeNote(
  { items, marketplaceFee }: Purchase,
  seller: string,
  language: Language,
  market: Market,
): string {
  const rest = Math.round((totalOf(items) - marketplaceFee) * 100) / 100
  const [fee, left] = [marketplaceFee, rest].map((value) => amount(value, language, market))
  return words[language].fee(String(fee), String(left), seller)
}
