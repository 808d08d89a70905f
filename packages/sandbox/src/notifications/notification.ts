import type { Application } from '../registry/application.ts'
import type { Switches } from '../switches/switches.ts'

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

/** What a receiver gets of it, the same in every delivery. */
export interface Message {
  /** In the body and in the URL. */
  readonly dataId: string
  /** JSON. */
  readonly body: string
}

/** The topic, "Application linking" in Mercado Pago's panel. */
export const topic = 'mp-connect'

/** Writes a notification as the switches are now. */
export function messageOf(
  { id, action, sellerId, application, createdAt }: Notification,
  switches: Switches,
): Message {
  const { notificationDataId, notificationApplicationId, notificationUserId } = switches
  const dataId = notificationDataId === 'seller' ? String(sellerId) : application.clientId
  const body = JSON.stringify({
    action,
    api_version: 'v1',
    // A string, because ids of applications may be too long for a number.
    ...(notificationApplicationId === 'present' && { application_id: application.clientId }),
    data: { id: dataId },
    date_created: createdAt.toISOString(),
    id,
    live_mode: switches.notificationLiveMode === 'true',
    type: topic,
    user_id: notificationUserId === 'number' ? sellerId : String(sellerId),
  })
  return { dataId, body }
}
