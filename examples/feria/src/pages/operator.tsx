import type { ListedSeller, SellerState } from 'mercadopago-oauth'
import type { VNode } from 'preact'
import { type Overview, stateOf } from '../operator/overview.ts'
import type { RenewalFailure } from '../operator/renewal-failures.ts'
import type { SellerPage, SellerQuery } from '../operator/seller-page.ts'
import type { Sweep } from '../sellers/sweeps.ts'
import { DueChart, DueTable } from './due-chart.tsx'
import { Layout } from './layout.tsx'
import type { View } from './view.ts'

interface OperatorProps {
  view: View
  overview: Overview
  query: SellerQuery
  page: SellerPage
  failure: RenewalFailure | undefined
  sweep: Sweep | undefined
}

/** All sellers at a glance, for the operator of the marketplace: never a token. */
export function OperatorPage(props: OperatorProps): VNode {
  const { view, overview } = props
  const { operator } = view.words
  return (
    <Layout view={view} title={`${operator.title}, Feria`}>
      <h1>{operator.title}</h1>
      <p class="quiet">{operator.text}</p>
      <div class="glance">
        <States view={view} overview={overview} />
        <Health {...props} />
      </div>
      <article>
        <h2 id="due-title">{operator.due}</h2>
        <div class="due-when">
          <DueChart view={view} overview={overview} />
          <DueTable view={view} overview={overview} />
        </div>
      </article>
      <Sellers {...props} />
    </Layout>
  )
}

const states = ['linked', 'overdue', 'ended', 'relink'] as const satisfies readonly SellerState[]

function States({ view, overview }: Pick<OperatorProps, 'view' | 'overview'>): VNode {
  const { words, formats } = view
  const { operator, seller } = words
  return (
    <article data-testid="states">
      <h2>{operator.states}</h2>
      <dl class="counts">
        {states.map((state) => (
          <div key={state} class={state}>
            <dt>{seller.states[state]}</dt>
            <dd data-testid={`count-${state}`}>{formats.count(overview.states[state])}</dd>
          </div>
        ))}
        {overview.states.unreadable > 0 && (
          <div class="ended">
            <dt>{operator.unreadable}</dt>
            <dd data-testid="count-unreadable">{formats.count(overview.states.unreadable)}</dd>
          </div>
        )}
      </dl>
      <p class="quiet" data-testid="total">
        {operator.all(formats.count(overview.total))}
      </p>
    </article>
  )
}

function Health({ view, overview, failure, sweep }: OperatorProps): VNode {
  const { words, formats } = view
  const { operator } = words
  const { relink } = overview.states
  return (
    <article class="health">
      <h2>{operator.sweep}</h2>
      <p role="status" data-testid="sweep">
        {sweep === undefined ? operator.noSweep : sweepText(sweep, view)}
      </p>
      <form
        method="post"
        action="/operator/sweep"
        class="action"
        data-busy={view.words.layout.busy.sweep}
      >
        <button type="submit" class="outline" data-testid="sweep-now">
          {operator.sweepNow}
        </button>
        <small>{operator.sweepNowText}</small>
      </form>
      <h2>{operator.failure}</h2>
      <p data-testid="failure">
        {failure === undefined
          ? operator.noFailure
          : operator.failureText({ ...failure, since: formats.minute(failure.since) })}
      </p>
      <h2>{operator.relink}</h2>
      <p data-testid="relink">
        {relink === 0 ? operator.noRelink : operator.relinkText(formats.count(relink))}{' '}
        {relink > 0 && (
          <a href="/operator?needs=relink#sellers" data-testid="show-relink">
            {operator.more}
          </a>
        )}
      </p>
    </article>
  )
}

function sweepText({ at, renewed, failed, stoppedBy }: Sweep, { words, formats }: View): string {
  const { operator } = words
  const when = formats.minute(at)
  if (stoppedBy !== undefined) return operator.sweepStopped({ at: when, code: stoppedBy })
  const count = { renewed: formats.count(renewed), failed: formats.count(failed) }
  return operator.sweepText({ at: when, ...count })
}

function Sellers({ view, query, page }: OperatorProps): VNode {
  const { operator } = view.words
  const next = new URLSearchParams({ ...(query.needs && { needs: query.needs }) })
  if (page.next !== undefined) next.set('after', page.next)
  const isFirst = query.after === undefined && query.needs === undefined
  return (
    <article id="sellers">
      <h2 id="sellers-title">{query.needs === undefined ? operator.list : operator.relink}</h2>
      <section class="scroll wide" tabindex={0} aria-labelledby="sellers-title">
        <table data-testid="sellers">
          <thead>
            <tr>
              <th scope="col">{operator.seller}</th>
              <th scope="col">{operator.shop}</th>
              <th scope="col">{operator.state}</th>
              <th scope="col">{operator.problem}</th>
              <th scope="col">{operator.dueAt}</th>
              <th scope="col">{operator.expiresAt}</th>
            </tr>
          </thead>
          <tbody>
            {page.sellers.map((seller) => (
              <SellerRow key={seller.sellerId} view={view} seller={seller} />
            ))}
          </tbody>
        </table>
      </section>
      <nav aria-labelledby="sellers-title" class="ways">
        {page.next !== undefined && (
          <a href={`/operator?${next}#sellers`} data-testid="next">
            {operator.next}
          </a>
        )}
        {isFirst || (
          <a href="/operator#sellers" data-testid="first">
            {operator.first}
          </a>
        )}
      </nav>
    </article>
  )
}

function SellerRow({ view, seller }: { view: View; seller: ListedSeller }): VNode {
  const { words, formats } = view
  const state = stateOf(seller)
  const problem = 'error' in seller ? seller.error.code : seller.lostReason
  const day = (date: Date | undefined): string =>
    date === undefined ? words.operator.never : formats.day(date)
  return (
    <tr data-testid="seller-row" data-seller={seller.sellerId}>
      <th scope="row">{seller.sellerId}</th>
      <td>{'error' in seller ? '' : seller.owner}</td>
      <td>
        <small class={state === 'linked' ? 'badge' : 'badge warning'}>
          {state === 'unreadable' ? words.operator.unreadable : words.seller.states[state]}
        </small>
      </td>
      <td>{problem !== undefined && <code>{problem}</code>}</td>
      <td>{'error' in seller ? '' : day(seller.dueAt)}</td>
      <td>{'error' in seller ? '' : day(seller.expiresAt)}</td>
    </tr>
  )
}
