import type { Application } from '../registry/application.ts'
import type { NotificationFormat } from './notification-format.ts'

/** What a seller did: gave the application their permission, or withdrew it. */
export type Action = 'application.authorized' | 'application.deauthorized'

/** Something that an application is told. */
export interface Notification {
  /** The same in every delivery, for the receiver to know a duplicate by. */
  readonly id: number
  readonly action: Action
  readonly sellerId: number
  readonly application: Application
  readonly createdAt: Date
}

/** The topic, "Application linking" in Mercado Pago's panel. */
export const topic = 'mp-connect'

/** What `data.id` says, in the body and in the URL: in the documented sample it is the seller. */
export function dataIdOf({ sellerId }: Notification): string {
  return String(sellerId)
}

/** The JSON body. */
export function bodyOf(
  notification: Notification,
  { userId, applicationId }: Required<NotificationFormat>,
): string {
  const { id, action, sellerId, application, createdAt } = notification
  return JSON.stringify({
    action,
    api_version: 'v1',
    // A string, because ids of applications may be too long for a number.
    ...(applicationId && { application_id: application.clientId }),
    data: { id: dataIdOf(notification) },
    date_created: createdAt.toISOString(),
    id,
    // Whether this tells production from test is contradictory. A consent is not yet either.
    live_mode: true,
    type: topic,
    user_id: userId === 'number' ? sellerId : String(sellerId),
  })
}
