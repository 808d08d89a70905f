import { type Purchase, totalOf } from '../checkout/purchase.ts'
import type { Fault } from '../faults/fault.ts'
import type { Connection } from '../grants/connections.ts'
import { withoutQuery } from '../query.ts'
import type { Application } from '../registry/application.ts'
import type { Seller } from '../registry/seller.ts'
import type { Switches } from '../switches/switches.ts'

/** An application without its secrets. */
export interface ApplicationView
  extends Readonly<
    Pick<Application, 'clientId' | 'name' | 'redirectUris' | 'pkce' | 'scopes' | 'flows'>
  > {
  /** Without its query, which may be secret. Absent when there is none. */
  readonly webhookUrl?: string
  /** Without its query. Absent when there is none. */
  readonly startUrl?: string
}

/** Who is connected with what. */
export interface ConnectionView {
  /** Who consented. */
  readonly sellerId: number
  /** To which application. */
  readonly clientId: string
  /** When the seller first consented. */
  readonly since: Date
}

/** A preference or an order without the buyer's part of it. */
export interface PurchaseView
  extends Pick<Purchase, 'id' | 'clientId' | 'sellerId' | 'createdAt' | 'marketplaceFee'> {
  /** What the items cost together, the fee included. */
  readonly total: number
  /** When a buyer paid; absent until then. */
  readonly paidAt?: Date
}

/** What the sandbox is like at a moment: everything but the logs, and no secret. */
export interface SandboxState {
  /** Where the sandbox listens, without a slash at the end. */
  readonly url: string
  /** What the sandbox's clock says. */
  readonly now: Date
  /** Every registered application, without its secrets. */
  readonly applications: readonly ApplicationView[]
  /** Who can consent. */
  readonly sellers: readonly Seller[]
  /** Who is connected with what. */
  readonly connections: readonly ConnectionView[]
  /** The position of every switch. */
  readonly switches: Readonly<Switches>
  /** Those that have yet to strike, oldest first. */
  readonly faults: readonly Fault[]
  /** The preferences that were created in the name of sellers, oldest first. */
  readonly preferences: readonly PurchaseView[]
  /** The orders that were created in the name of sellers, oldest first. */
  readonly orders: readonly PurchaseView[]
}

export function viewApplication(application: Application): ApplicationView {
  const { clientId, name, redirectUris, pkce, scopes, flows, webhookUrl, startUrl } = application
  const view = { clientId, name, pkce, scopes: [...scopes], flows: [...flows] }
  const where = webhookUrl === undefined ? {} : { webhookUrl: withoutQuery(webhookUrl) }
  const start = startUrl === undefined ? {} : { startUrl: withoutQuery(startUrl) }
  return { ...view, redirectUris: [...redirectUris], ...where, ...start }
}

export function viewConnection({ sellerId, application, since }: Connection): ConnectionView {
  return { sellerId, clientId: application.clientId, since }
}

export function viewPurchase(purchase: Purchase): PurchaseView {
  const { id, clientId, sellerId, createdAt, items, marketplaceFee, paidAt } = purchase
  const view = { id, clientId, sellerId, createdAt, total: totalOf(items), marketplaceFee }
  return paidAt ? { ...view, paidAt } : view
}
