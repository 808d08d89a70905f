import type { VNode } from 'preact'
import type { Seller } from '../sellers/seller.ts'
import type { View } from './view.ts'

/** How a seller's link is doing, in a word or two. */
export function StateBadge({ view, seller }: { view: View; seller: Seller }): VNode {
  const { state } = seller
  return (
    <small class={state === 'linked' ? 'badge' : 'badge warning'} data-testid="link-state">
      {view.words.seller.states[state]}
    </small>
  )
}
