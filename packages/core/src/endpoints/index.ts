export { AuthorizationDeniedError, MercadoPagoOAuthError, StateError } from '../errors.ts'
export { assertFunction, assertOptionalFunction, assertOptionalString } from '../option.ts'
export { type ApplicationOptions, applicationClient } from './application.ts'
export { bodyBytes } from './body-bytes.ts'
export type { CallbackEndpoint, CallbackOutcome, CallbackRequest, LinkResult } from './callback.ts'
export type { ConnectEndpoint, ConnectRequest } from './connect.ts'
export {
  createEndpoints,
  type EndpointSettings,
  type Endpoints,
  type EndpointsOptions,
} from './endpoints.ts'
export { nodeBody, nodeHeader } from './node-request.ts'
export {
  createNotificationsEndpoint,
  type NotificationsEndpoint,
  type NotificationsOptions,
  type NotificationsRequest,
} from './notifications.ts'
export { failureReply, type HeaderPairs, type Reply } from './reply.ts'
export type { EndpointRequest } from './request.ts'
