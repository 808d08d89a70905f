import type { VNode } from 'preact'
import type { Notice } from '../notices/notice.ts'
import type { Seller } from '../sellers/seller.ts'
import { Layout } from './layout.tsx'
import { Monogram } from './monogram.tsx'
import { NoticeLine } from './notice-line.tsx'
import { environmentOf, homeNotice, nameOf, troubleOf } from './seller-words.ts'
import { StateBadge } from './state-badge.tsx'
import type { View } from './view.ts'

interface HomeProps {
  view: View
  sellers: readonly Seller[]
  notice: Notice | undefined
}

/** The accounts of a shop, and where another one begins. */
export function HomePage({ view, sellers, notice }: HomeProps): VNode {
  const { home } = view.words
  return (
    <Layout view={view} title={`${view.user?.shop ?? ''}, Feria`}>
      <NoticeLine text={homeNotice(notice, view.words)} />
      <section class="hero">
        <h1>{home.title}</h1>
        <p>{home.text}</p>
        <a href={view.site.connectUrl} class="button" data-testid="connect">
          {sellers.length === 0 ? home.connect : home.connectAnother}
        </a>
      </section>
      <article data-testid="linked-sellers">
        <h2>{home.accounts}</h2>
        {sellers.length === 0 ? (
          <p class="quiet">{home.none}</p>
        ) : (
          <ul class="sellers">
            {sellers.map((seller) => (
              <SellerLine key={seller.sellerId} view={view} seller={seller} />
            ))}
          </ul>
        )}
      </article>
    </Layout>
  )
}

function SellerLine({ view, seller }: { view: View; seller: Seller }): VNode {
  const { words, formats } = view
  const name = nameOf(seller, words)
  const details = [formats.country(seller.countryId), environmentOf(seller, view)]
  const trouble = troubleOf(seller, view)
  return (
    <li>
      <Monogram name={seller.nickname ?? seller.sellerId} />
      <div>
        <a href={`/sellers/${seller.sellerId}`}>{name}</a>
        <small>{details.filter((detail) => detail !== undefined).join(' · ')}</small>
        {trouble !== undefined && <small data-testid="trouble">{trouble}</small>}
      </div>
      <StateBadge view={view} seller={seller} />
    </li>
  )
}
