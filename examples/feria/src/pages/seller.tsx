import type { ComponentChildren, VNode } from 'preact'
import type { Notice } from '../notices/notice.ts'
import type { Seller } from '../sellers/seller.ts'
import type { Moment } from '../sellers/timeline.ts'
import { Layout } from './layout.tsx'
import { Life } from './life.tsx'
import { Monogram } from './monogram.tsx'
import { NoticeLine } from './notice-line.tsx'
import { environmentOf, momentText, nameOf, sellerNotice, troubleOf } from './seller-words.ts'
import { StateBadge } from './state-badge.tsx'
import { TimelineList } from './timeline-list.tsx'
import type { View } from './view.ts'

export interface SellerProps {
  view: View
  seller: Seller
  /** Newest first. */
  moments: readonly Moment[]
}

interface SellerPageProps extends SellerProps {
  notice: Notice | undefined
}

/** What we hold of a seller, and what can be done about it: never a token. */
export function SellerPage({ notice, ...props }: SellerPageProps): VNode {
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
      <NoticeLine text={sellerNotice(notice, seller, view)} />
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
        {newest && momentText(newest, view)}
      </p>
      <article
        data-part="state"
        class={seller.state === 'linked' ? 'status' : 'failure'}
        data-testid="seller-status"
      >
        <SellerState view={view} seller={seller} />
        {isWithdrawn(seller) || <Life view={view} seller={seller} />}
      </article>
      <article data-part="actions" class="actions">
        <SellerActions view={view} seller={seller} />
      </article>
      <article data-part="facts" class="facts" data-testid="seller-facts">
        <SellerFacts view={view} seller={seller} />
      </article>
      <article data-part="timeline" class="story">
        <h2>{view.words.timeline.title}</h2>
        <TimelineList view={view} moments={moments} />
      </article>
    </div>
  )
}

/** Whether there is no permission any more, whatever its dates say. */
function isWithdrawn({ lostReason }: Seller): boolean {
  return lostReason === 'revoked' || lostReason === 'expired'
}

function SellerState({ view, seller }: { view: View; seller: Seller }): VNode {
  const name = nameOf(seller, view.words)
  const trouble = troubleOf(seller, view)
  return (
    <>
      <div class="who">
        <Monogram name={seller.nickname ?? seller.sellerId} />
        <h1 data-testid="seller-name">{name}</h1>
        <StateBadge view={view} seller={seller} />
      </div>
      {trouble !== undefined && (
        <>
          <p data-testid="trouble">{trouble}</p>
          <NextSteps view={view} seller={seller} />
        </>
      )}
    </>
  )
}

/** What helps a seller in trouble: a renewal where one can, and a new consent where that may be needed. */
function NextSteps({ view, seller }: { view: View; seller: Seller }): VNode {
  const { state } = seller
  const mayRenew = canRenew(seller)
  const connect = `${view.site.connectUrl}?seller=${seller.sellerId}`
  return (
    <div class="ways">
      {mayRenew && <RenewForm view={view} seller={seller} />}
      {(!mayRenew || state === 'ended') && (
        <a href={connect} class={mayRenew ? '' : 'button'} data-testid="connect">
          {view.words.seller.linkAgain}
        </a>
      )}
    </div>
  )
}

function canRenew({ state, cannotRenew }: Seller): boolean {
  return state !== 'relink' && !cannotRenew
}

function RenewForm({ view, seller }: { view: View; seller: Seller }): VNode {
  return (
    <form
      method="post"
      action={`/sellers/${seller.sellerId}/renew`}
      data-busy={view.words.layout.busy.renew}
    >
      <button type="submit" class={seller.state === 'linked' ? 'outline' : ''} data-testid="renew">
        {view.words.actions.renew}
      </button>
    </form>
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
      <dd data-testid="environment">{environmentOf(seller, view) ?? words.unknown}</dd>
      {isWithdrawn(seller) || (
        <>
          <dt>{words.permissions}</dt>
          {scope.length === 0 && <dd>{words.noScope}</dd>}
          {scope.map((each) => (
            <dd key={each}>
              {words.scopes[each] ?? (
                <>
                  {words.otherScope} <code>{each}</code>
                </>
              )}
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
      <Action text={seller.isLinked ? actions.checkoutText : actions.checkoutOff}>
        {seller.isLinked ? (
          <a href={`${path}/checkout`} class="button" data-testid="checkout">
            {actions.checkout}
          </a>
        ) : (
          <button type="button" disabled data-testid="checkout">
            {actions.checkout}
          </button>
        )}
      </Action>
      {seller.state === 'linked' && canRenew(seller) && (
        <Action text={actions.renewText}>
          <RenewForm view={view} seller={seller} />
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
