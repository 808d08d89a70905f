import type { VNode } from 'preact'
import { lostWords } from '../lost-words.ts'
import type { Seller } from '../seller.ts'
import type { Site } from '../site.ts'
import { Layout } from './layout.tsx'

interface SellerProps {
  site: Site
  seller: Seller
}

const countries = new Intl.DisplayNames('en', { type: 'region' })
const days = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' })
const minutes = new Intl.DateTimeFormat('en', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'UTC',
})

const permissions = new Map([
  ['read', 'See your account'],
  ['write', 'Charge and refund for you'],
  ['offline_access', 'Stay connected while you are away'],
])

/** What we hold of a seller, and what can be done about it: never a token. */
export function SellerPage({ site, seller }: SellerProps): VNode {
  const name = nameOf(seller)
  const { isLinked, lostReason } = seller
  return (
    <Layout site={site} title={`${name}, Feria`}>
      <article class={isLinked ? 'status' : 'failure'} data-testid="seller-status">
        <p class={isLinked ? 'badge' : 'badge warning'} data-testid="link-state">
          {isLinked ? 'Linked' : 'Must link again'}
        </p>
        <h1 data-testid="seller-name">{name}</h1>
        {lostReason !== undefined && (
          <>
            <p data-testid="lost-reason">{lostWords[lostReason]}</p>
            <p>
              <a href={site.connectUrl} class="button" data-testid="connect">
                Connect Mercado Pago
              </a>
            </p>
          </>
        )}
        <SellerFacts seller={seller} />
        <SellerForms seller={seller} />
      </article>
      <a href="/">All linked sellers</a>
    </Layout>
  )
}

function SellerFacts({ seller }: { seller: Seller }): VNode {
  const { sellerId, scope, lostReason, expiresAt, dueAt, renewedAt } = seller
  const hasEnded = lostReason === 'revoked' || lostReason === 'expired'
  return (
    <dl>
      <dt>Seller id</dt>
      <dd data-testid="seller-id">{sellerId}</dd>
      {seller.countryId !== undefined && (
        <>
          <dt>Country</dt>
          <dd>{countryOf(seller)}</dd>
        </>
      )}
      {hasEnded || (
        <>
          <dt>Feria may</dt>
          {scope.length === 0 && <dd>Whatever the application may</dd>}
          {scope.map((each) => (
            <dd key={each}>
              {permissions.get(each) ?? 'Use'} <code>{each}</code>
            </dd>
          ))}
          <dt>Good until</dt>
          <dd>
            <time datetime={expiresAt.toISOString()} data-testid="expires-at">
              {days.format(expiresAt)}
            </time>
          </dd>
        </>
      )}
      {dueAt !== undefined && (
        <>
          <dt>Renewal from</dt>
          <dd>
            <time datetime={dueAt.toISOString()} data-testid="due-at">
              {days.format(dueAt)}
            </time>
          </dd>
        </>
      )}
      <dt>Last renewed</dt>
      <dd>
        {renewedAt === undefined ? (
          'Not yet'
        ) : (
          <time datetime={renewedAt.toISOString()} data-testid="renewed-at">
            {minutes.format(renewedAt)} UTC
          </time>
        )}
      </dd>
    </dl>
  )
}

function SellerForms({ seller }: { seller: Seller }): VNode {
  const path = `/sellers/${seller.sellerId}`
  return (
    <div class="forms">
      {seller.isLinked && (
        <form method="post" action={`${path}/renew`}>
          <button type="submit" class="outline" data-testid="renew">
            Renew now
          </button>
          <small>Feria does it by itself in time, and nothing is asked of you.</small>
        </form>
      )}
      <form method="post" action={`${path}/disconnect`}>
        <button type="submit" class="secondary outline" data-testid="disconnect">
          Disconnect
        </button>
        <small>
          Feria forgets the permission at once and cannot charge for you any more. To sell here
          again, you connect again.
        </small>
      </form>
    </div>
  )
}

/** The nickname; accounts without one, or whose name cannot be read now, go by their id. */
export function nameOf({ nickname, sellerId }: Seller): string {
  return nickname ?? `Seller ${sellerId}`
}

export function countryOf({ countryId }: Seller): string {
  // Anything else than two letters would throw, and it comes from outside.
  if (countryId === undefined || !/^[A-Z]{2}$/.test(countryId)) return 'unknown'
  return countries.of(countryId) ?? countryId
}
