export type { Duration } from './clock.ts'
export type { Denial } from './endpoints/consent.ts'
export type { Action } from './notifications/notification.ts'
export type { NotificationFormat } from './notifications/notification-format.ts'
export type { LoggedNotification } from './notifications/outbox.ts'
export {
  type Application,
  type ApplicationOptions,
  defaultClientId,
  defaultClientSecret,
  defaultWebhookSecret,
  type Flow,
  type PkceSetting,
  type Scope,
} from './registry/application.ts'
export type { Seller } from './registry/seller.ts'
export type { LoggedRequest } from './request-log.ts'
export { createSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts'
