import type { VNode } from 'preact'
import { type Preference, totalOf } from '../checkout/preference.ts'
import type { Seller } from '../registry/seller.ts'
import { Layout } from './layout.tsx'
import { amount, type Language, words } from './words.ts'

interface CheckoutProps {
  language: Language
  preference: Preference
  seller: Seller | undefined
}

/** Where a buyer pays for a preference, with made-up money. */
export function CheckoutPage({ language, preference, seller }: CheckoutProps): VNode {
  const { id, items, paidAt } = preference
  const text = words[language]
  const title = text.payTo(seller?.nickname ?? String(preference.sellerId))
  const path = `/checkout/${id}`
  return (
    <Layout language={language} title={title} linkTo={(other) => `${path}?lang=${other}`}>
      <article class="card">
        <h1>{title}</h1>
        <ul class="plain" data-testid="items">
          {items.map(({ title, quantity, unit_price }) => (
            <li key={title} class="seller">
              <span>
                {quantity} × {title}
              </span>
              <small>{amount(quantity * unit_price, language)}</small>
            </li>
          ))}
        </ul>
        <p>
          {text.total}: <strong data-testid="total">{amount(totalOf(items), language)}</strong>
        </p>
        {paidAt ? (
          <p class="notice" role="status" data-testid="paid">
            {text.paid}
          </p>
        ) : (
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
      </article>
    </Layout>
  )
}
