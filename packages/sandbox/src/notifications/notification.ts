import type { Application } from '../registry/application.ts'

/** What a seller did: gave the application their permission, or withdrew it. */
export type Action = 'application.authorized' | 'application.deauthorized'

/** What a notification is about. `mp-connect` is sent automatically, the others by `sandbox.notify()`. */
export type NotificationTopic = 'mp-connect' | OtherTopic

export const otherTopics = [
  'fraud_alert',
  'chargeback',
  'claim',
  'merchant_order',
  'payment',
] as const

/** A topic that arrives at the same address as linking and unlinking. */
export type OtherTopic = (typeof otherTopics)[number]

/** Something that an application is told. */
export interface Notification {
  /** The same in every delivery. */
  readonly id: number
  readonly topic: NotificationTopic
  /** With `mp-connect` only. */
  readonly action?: Action
  readonly sellerId: number
  readonly application: Application
  readonly createdAt: Date
}

/** What a receiver gets of it, the same in every delivery. */
export interface Message {
  /** What is added to the URL. The signature covers `data.id`. */
  readonly query: Readonly<Record<string, string>>
  /** JSON. */
  readonly body: string
}
