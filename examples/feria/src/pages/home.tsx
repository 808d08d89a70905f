import type { VNode } from 'preact'
import type { Seller } from '../seller.ts'
import type { Site } from '../site.ts'
import { Layout } from './layout.tsx'
import { countryOf, nameOf } from './seller.tsx'

interface HomeProps {
  site: Site
  sellers: readonly Seller[]
}

/** Where a seller begins, and who is linked. */
export function HomePage({ site, sellers }: HomeProps): VNode {
  return (
    <Layout site={site} title="Feria">
      <section class="hero">
        <h1>Sell at Feria, get paid by Mercado Pago</h1>
        <p>
          Connect your Mercado Pago account once. Buyers then pay you directly, and you can withdraw
          the permission at any time.
        </p>
        <a href={site.connectUrl} class="button" data-testid="connect">
          Connect Mercado Pago
        </a>
      </section>
      <article data-testid="linked-sellers">
        <h2>Linked sellers</h2>
        {sellers.length === 0 ? (
          <p class="quiet">Nobody yet. The first one could be you.</p>
        ) : (
          <ul class="sellers">
            {sellers.map((seller) => (
              <li key={seller.sellerId}>
                <a href={`/sellers/${seller.sellerId}`}>{nameOf(seller)}</a>
                {seller.isLinked ? (
                  <small>{countryOf(seller)}</small>
                ) : (
                  <small class="badge warning">Must link again</small>
                )}
              </li>
            ))}
          </ul>
        )}
      </article>
    </Layout>
  )
}
