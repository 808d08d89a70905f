import type { VNode } from 'preact'
import type { OpenSale } from '../sales/open-sales.ts'
import type { SaleOutcome } from '../sales/sale-outcome.ts'
import { Layout } from './layout.tsx'
import type { View } from './view.ts'

interface SaleProps {
  view: View
  outcome: SaleOutcome
  /** Unknown after a restart. */
  sale: OpenSale | undefined
  /** Whether the reader keeps the shop that sold it. */
  isOwn: boolean
}

/** For a buyer who comes back from Mercado Pago, and for a shop owner who tried the link. */
export function SalePage({ view, outcome, sale, isOwn }: SaleProps): VNode {
  const { sale: words, checkout } = view.words
  const title = words.title[outcome]
  return (
    <Layout view={view} title={`${title}, Feria`}>
      <article class={outcome === 'approved' ? 'status' : 'failure'} data-testid="sale">
        <h1>{title}</h1>
        <p>{words.text[outcome]}</p>
        {sale !== undefined && (
          <dl class="bill">
            <dt>{checkout.item}</dt>
            <dd>{sale.item}</dd>
            <dt>{checkout.price}</dt>
            <dd data-testid="sale-price">
              {view.formats.money(sale.price, sale.currency, sale.countryId)}
            </dd>
          </dl>
        )}
        <div class="ways">
          {isOwn && sale !== undefined && (
            <a href={`/sellers/${sale.sellerId}`} class="button" data-testid="sale-account">
              {words.account}
            </a>
          )}
          <a href="/" data-testid="sale-home">
            {words.home}
          </a>
        </div>
      </article>
    </Layout>
  )
}
