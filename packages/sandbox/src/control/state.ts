import { type Preference, totalOf } from '../checkout/preference.ts'
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
}

/** Who is connected with what. */
export interface ConnectionView {
  readonly sellerId: number
  readonly clientId: string
  /** When the seller first consented. */
  readonly since: Date
}

/** A preference without the buyer's part of it. */
export interface PreferenceView
  extends Pick<Preference, 'id' | 'clientId' | 'sellerId' | 'createdAt' | 'marketplaceFee'> {
  readonly total: number
  readonly paidAt?: Date
}

/** What the sandbox is like at a moment: everything but the logs, and no secret. */
export interface SandboxState {
  readonly url: string
  readonly now: Date
  readonly applications: readonly ApplicationView[]
  readonly sellers: readonly Seller[]
  readonly connections: readonly ConnectionView[]
  readonly switches: Readonly<Switches>
  readonly faults: readonly Fault[]
  readonly preferences: readonly PreferenceView[]
}

export function viewApplication(application: Application): ApplicationView {
  const { clientId, name, redirectUris, pkce, scopes, flows, webhookUrl } = application
  const view = { clientId, name, pkce, scopes: [...scopes], flows: [...flows] }
  const where = webhookUrl === undefined ? {} : { webhookUrl: withoutQuery(webhookUrl) }
  return { ...view, redirectUris: [...redirectUris], ...where }
}

export function viewConnection({ sellerId, application, since }: Connection): ConnectionView {
  return { sellerId, clientId: application.clientId, since }
}

export function viewPreference(preference: Preference): PreferenceView {
  const { id, clientId, sellerId, createdAt, items, marketplaceFee, paidAt } = preference
  const view = { id, clientId, sellerId, createdAt, total: totalOf(items), marketplaceFee }
  return paidAt ? { ...view, paidAt } : view
}
