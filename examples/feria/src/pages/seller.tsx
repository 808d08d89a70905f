import type { VNode } from 'preact'
import type { LinkedSeller } from '../linked-seller.ts'
import type { Site } from '../site.ts'
import { Layout } from './layout.tsx'

interface SellerProps {
  site: Site
  seller: LinkedSeller
}

const countries = new Intl.DisplayNames('en', { type: 'region' })
const days = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' })

const permissions = new Map([
  ['read', 'See your account'],
  ['write', 'Charge and refund for you'],
  ['offline_access', 'Stay connected while you are away'],
])

/** What we hold of a seller: never a token. */
export function SellerPage({ site, seller }: SellerProps): VNode {
  const { sellerId, scope, expiresAt } = seller.tokens
  const name = nameOf(seller)
  return (
    <Layout site={site} title={`${name}, Feria`}>
      <article class="status" data-testid="seller-status">
        <p class="badge">Linked</p>
        <h1 data-testid="seller-name">{name}</h1>
        <dl>
          <dt>Seller id</dt>
          <dd data-testid="seller-id">{sellerId}</dd>
          <dt>Country</dt>
          <dd>{countryOf(seller)}</dd>
          <dt>Feria may</dt>
          {scope.length === 0 && <dd>Whatever the application may</dd>}
          {scope.map((each) => (
            <dd key={each}>
              {permissions.get(each) ?? 'Use'} <code>{each}</code>
            </dd>
          ))}
          <dt>Good until</dt>
          <dd>
            <time datetime={expiresAt.toISOString()}>{days.format(expiresAt)}</time>
          </dd>
        </dl>
        <a href="/">All linked sellers</a>
      </article>
    </Layout>
  )
}

/** The nickname; accounts without one go by their id. */
export function nameOf({ nickname, tokens }: LinkedSeller): string {
  return nickname ?? `Seller ${tokens.sellerId}`
}

export function countryOf({ countryId }: LinkedSeller): string {
  // Anything else than two letters would throw, and it comes from outside.
  if (countryId === undefined || !/^[A-Z]{2}$/.test(countryId)) return 'unknown'
  return countries.of(countryId) ?? countryId
}
