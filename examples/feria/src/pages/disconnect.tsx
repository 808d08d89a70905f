import type { VNode } from 'preact'
import type { Seller } from '../sellers/seller.ts'
import { Layout } from './layout.tsx'
import { nameOf } from './seller-words.ts'
import type { View } from './view.ts'

/** Before the access to a seller is deleted. */
export function DisconnectPage({ view, seller }: { view: View; seller: Seller }): VNode {
  const { disconnect } = view.words
  const title = disconnect.title(nameOf(seller, view.words))
  const path = `/sellers/${seller.sellerId}`
  return (
    <Layout view={view} title={`${title} Feria`}>
      <article class="failure">
        <h1>{title}</h1>
        <p>{disconnect.text}</p>
        <p>{disconnect.more}</p>
        <form
          method="post"
          action={`${path}/disconnect`}
          class="ways"
          data-busy={view.words.layout.busy.disconnect}
        >
          <button type="submit" data-testid="confirm-disconnect">
            {disconnect.yes}
          </button>
          <a href={path}>{disconnect.no}</a>
        </form>
      </article>
    </Layout>
  )
}
