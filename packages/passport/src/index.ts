export {
  MercadoPagoStrategy,
  // The name most strategies are imported by.
  MercadoPagoStrategy as Strategy,
} from './mercado-pago-strategy.ts'
export {
  type MercadoPagoNotificationsOptions,
  mercadoPagoNotifications,
  type NotificationIncoming,
  type NotificationsHandler,
} from './notifications.ts'
export type {
  MercadoPagoAuthenticateOptions,
  PkceStrategyOptions,
  SkipUserProfile,
} from './options.ts'
export { PkceStrategy } from './pkce-strategy.ts'
export type { MercadoPagoProfile } from './profile.ts'
export type { StrategyRequest } from './request.ts'
export type { TokenParams } from './token-params.ts'
export type {
  InlineVerify,
  InlineVerifyWithRequest,
  Verify,
  VerifyCallback,
  VerifyWithParams,
  VerifyWithRequest,
  VerifyWithRequestAndParams,
} from './verify.ts'
