import type { VNode } from 'preact'
import type { Seller } from '../sellers/seller.ts'
import type { View } from './view.ts'

const dayMs = 24 * 60 * 60 * 1000

/** How long a token is valid, and when it is renewed. */
export function Life({ view, seller }: { view: View; seller: Seller }): VNode {
  const { life } = view.words
  const days = Math.ceil((seller.expiresAt.getTime() - view.site.clock().getTime()) / dayMs)
  return (
    <section class="life" data-testid="life">
      <h2>
        {life.title}{' '}
        <small data-testid="days-left">{days <= 0 ? life.over : life.left(days)}</small>
      </h2>
      {seller.state === 'ended' || <LifeBar view={view} seller={seller} />}
      <LifeDates view={view} seller={seller} />
    </section>
  )
}

/** The life of a token as a bar: from its issue to its end, with today and the renewal on it. */
function LifeBar({ view, seller }: { view: View; seller: Seller }): VNode {
  const { words, formats } = view
  const { life } = words
  const { expiresAt, renewedAt, linkedAt } = seller
  const dueAt = renewalOf(seller)
  const since = renewedAt ?? linkedAt
  const now = view.site.clock()
  const share = (date: Date): number => shareOf(date, since, expiresAt)
  const summary = life.summary({
    since: formats.day(since),
    today: formats.day(now),
    due: dueAt && formats.day(dueAt),
    end: formats.day(expiresAt),
  })
  return (
    <svg role="img" aria-label={summary} width="100%" height="76">
      <rect class="whole" x="0" y="26" width="100%" height="18" rx="9" />
      {dueAt !== undefined && (
        <rect
          class="due"
          x={`${share(dueAt)}%`}
          y="26"
          width={`${100 - share(dueAt)}%`}
          height="18"
          rx="9"
        />
      )}
      <rect
        class="past"
        x="0"
        y="26"
        width={`${share(now)}%`}
        height="18"
        rx="9"
        data-testid="life-past"
      />
      {dueAt !== undefined && (
        <line class="mark" x1={`${share(dueAt)}%`} x2={`${share(dueAt)}%`} y1="22" y2="50" />
      )}
      <Label at={share(now)} y={14} className="today" text={life.today} />
      <circle class="today" cx={`${share(now)}%`} cy="35" r="9" />
      {dueAt !== undefined && (
        <text x={`${share(dueAt)}%`} y="68" text-anchor="end">
          {life.renewal}
        </text>
      )}
    </svg>
  )
}

/** Kept inside the drawing near its ends. */
function Label(props: { at: number; y: number; className: string; text: string }): VNode {
  const { at, y, className, text } = props
  const anchor = at < 8 ? 'start' : at > 92 ? 'end' : 'middle'
  return (
    <text class={className} x={`${at}%`} y={y} text-anchor={anchor}>
      {text}
    </text>
  )
}

function LifeDates({ view, seller }: { view: View; seller: Seller }): VNode {
  const { words, formats } = view
  const { life } = words
  const { expiresAt, renewedAt } = seller
  const dueAt = renewalOf(seller)
  return (
    <dl>
      {dueAt !== undefined && (
        <>
          <dt>{life.due}</dt>
          <dd>
            <time datetime={dueAt.toISOString()} data-testid="due-at">
              {formats.day(dueAt)}
            </time>
          </dd>
        </>
      )}
      <dt>{life.end}</dt>
      <dd>
        <time datetime={expiresAt.toISOString()} data-testid="expires-at">
          {formats.day(expiresAt)}
        </time>
      </dd>
      <dt>{life.lastRenewed}</dt>
      <dd>
        {renewedAt === undefined ? (
          life.notYet
        ) : (
          <time datetime={renewedAt.toISOString()} data-testid="renewed-at" data-local>
            {formats.minute(renewedAt)}
          </time>
        )}
      </dd>
    </dl>
  )
}

/** When a renewal begins; `undefined` where none can, and once the token has ended. */
function renewalOf({ state, cannotRenew, dueAt }: Seller): Date | undefined {
  return state === 'ended' || cannotRenew ? undefined : dueAt
}

/** In percent of the life, never outside it. */
function shareOf(date: Date, start: Date, end: Date): number {
  const share = (date.getTime() - start.getTime()) / (end.getTime() - start.getTime())
  return Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10
}
