import type { ComponentChildren, VNode } from 'preact'
import type { Seller } from '../sellers/seller.ts'
import type { Moment } from '../sellers/timeline.ts'
import { Layout } from './layout.tsx'
import { Life } from './life.tsx'
import { Monogram } from './monogram.tsx'
import { environmentOf, momentText, nameOf } from './seller-words.ts'
import { TimelineList } from './timeline-list.tsx'
import type { View } from './view.ts'

export interface SellerProps {
  view: View
  seller: Seller
  /** Newest first. */
  moments: readonly Moment[]
}

/** What we hold of a seller, and what can be done about it: never a token. */
export function SellerPage(props: SellerProps): VNode {
  const { view, seller } = props
  return (
    <Layout
      view={view}
      title={`${nameOf(seller, view.words)}, Feria`}
      live={`/sellers/${seller.sellerId}/events`}
    >
      <p class="back">
        <a href="/" data-testid="all-sellers">
          {view.words.seller.back}
        </a>
      </p>
      <SellerParts {...props} />
    </Layout>
  )
}

/** What changes while the page is open. */
export function SellerParts(props: SellerProps): VNode {
  const { view, seller, moments } = props
  const [newest] = moments
  return (
    <div class="columns">
      <p class="hidden" role="status" data-part="news">
        {newest && momentText(newest, view.words)}
      </p>
      <article
        data-part="state"
        class={seller.isLinked ? 'status' : 'failure'}
        data-testid="seller-status"
      >
        <SellerState view={view} seller={seller} />
        {hasEnded(seller) || <Life view={view} seller={seller} />}
        <SellerFacts view={view} seller={seller} />
      </article>
      <article data-part="actions" class="actions">
        <SellerActions view={view} seller={seller} />
      </article>
      <article data-part="timeline" class="story">
        <h2>{view.words.timeline.title}</h2>
        <TimelineList view={view} moments={moments} />
      </article>
    </div>
  )
}

function hasEnded({ lostReason }: Seller): boolean {
  return lostReason === 'revoked' || lostReason === 'expired'
}

function SellerState({ view, seller }: { view: View; seller: Seller }): VNode {
  const { words } = view
  const { isLinked, lostReason } = seller
  const name = nameOf(seller, words)
  return (
    <>
      <div class="who">
        <Monogram name={seller.nickname ?? seller.sellerId} />
        <h1 data-testid="seller-name">{name}</h1>
        <span class={isLinked ? 'badge' : 'badge warning'} data-testid="link-state">
          {isLinked ? words.seller.linked : words.seller.mustLink}
        </span>
      </div>
      {lostReason !== undefined && (
        <>
          <p data-testid="lost-reason">{words.seller.lost[lostReason]}</p>
          <p>
            <a
              href={`${view.site.connectUrl}?seller=${seller.sellerId}`}
              class="button"
              data-testid="connect"
            >
              {words.seller.linkAgain}
            </a>
          </p>
        </>
      )}
    </>
  )
}

function SellerFacts({ view, seller }: { view: View; seller: Seller }): VNode {
  const { seller: words } = view.words
  const { sellerId, scope, countryId } = seller
  return (
    <dl>
      <dt>{words.id}</dt>
      <dd data-testid="seller-id">{sellerId}</dd>
      <dt>{words.country}</dt>
      <dd data-testid="country">{view.formats.country(countryId) ?? words.unknown}</dd>
      <dt>{words.environment}</dt>
      <dd data-testid="environment">{environmentOf(seller, view.words) ?? words.unknown}</dd>
      {hasEnded(seller) || (
        <>
          <dt>{words.permissions}</dt>
          {scope.length === 0 && <dd>{words.noScope}</dd>}
          {scope.map((each) => (
            <dd key={each}>
              {words.scopes[each] ?? words.otherScope} <code>{each}</code>
            </dd>
          ))}
        </>
      )}
    </dl>
  )
}

function SellerActions({ view, seller }: { view: View; seller: Seller }): VNode {
  const { actions } = view.words
  const path = `/sellers/${seller.sellerId}`
  return (
    <>
      {hasEnded(seller) || (
        <Action text={actions.checkoutText}>
          <a href={`${path}/checkout`} class="button" data-testid="checkout">
            {actions.checkout}
          </a>
        </Action>
      )}
      {seller.isLinked && (
        <Action text={actions.renewText}>
          <form method="post" action={`${path}/renew`}>
            <button type="submit" class="outline" data-testid="renew">
              {actions.renew}
            </button>
          </form>
        </Action>
      )}
      <Action text={actions.disconnectText}>
        <a href={`${path}/disconnect`} class="button quiet-button" data-testid="disconnect">
          {actions.disconnect}
        </a>
      </Action>
    </>
  )
}

function Action({ text, children }: { text: string; children: ComponentChildren }): VNode {
  return (
    <div class="action">
      {children}
      <small>{text}</small>
    </div>
  )
}
