/// <reference types="node" preserve="true" />
export {
  type AuthorizationCodeGrant,
  type Client,
  type ClientOptions,
  createClient,
} from './client.ts'
export {
  AuthorizationDeniedError,
  AuthorizationServerError,
  CallbackInputError,
  CodeExchangeError,
  type ErrorCode,
  type ErrorDetail,
  type ErrorResponse as ErrorAnswer,
  errorResponse,
  type IntegrityDetail,
  type KeyManagerDetail,
  KeyManagerUnavailableError,
  MercadoPagoOAuthError,
  type ReauthorizationReason,
  ReauthorizationRequiredError,
  type RenewalDetail,
  RenewalUnavailableError,
  SellerConflictError,
  StateError,
  StoreUnavailableError,
  TokenIntegrityError,
  TokenPersistenceError,
  TokenResponseError,
  type UnsavedTokens,
  type UpstreamDetail,
  UpstreamUnavailableError,
  WebhookSignatureError,
} from './errors.ts'
export {
  type AuthorizationFlow,
  type AuthorizationFlowOptions,
  type AuthorizationResult,
  createAuthorizationFlow,
  type FinishOptions,
  type StartFromAnySite,
  type StartOptions,
} from './flow/authorization-flow.ts'
export type { CookieAttributes, Cookies } from './flow/cookies.ts'
export { MemoryReplayGuard, type ReplayGuard } from './flow/replay-guard.ts'
export type { ReturnToOptions } from './flow/return-to.ts'
export type { TransportOptions } from './http/transport.ts'
export {
  type Notification,
  type NotificationRequest,
  verifyNotification,
} from './notifications/notification.ts'
export type { AuthorizationUrlParameters } from './protocol/authorization-url.ts'
export { codeChallenge, createPkcePair, type PkceOptions, type PkcePair } from './protocol/pkce.ts'
export type { Revocation } from './protocol/revocation.ts'
export { createState } from './protocol/state.ts'
export { type SellerTokenSet, type TokenFields, TokenSet } from './protocol/token-set.ts'
export { type DiscoveryOptions, discoverProvider } from './provider/discovery.ts'
export {
  type MercadoLibreCountry,
  type MercadoLibreOptions,
  mercadoLibreProvider,
} from './provider/mercado-libre.ts'
export {
  type MercadoPagoCountry,
  type MercadoPagoOptions,
  mercadoPagoProvider,
} from './provider/mercado-pago.ts'
export { type CheckedProvider, checkedProvider, type Provider } from './provider/provider.ts'
export { type SandboxProviderOptions, sandboxProvider } from './provider/sandbox.ts'
export type { ProfileFields, SellerProfile } from './provider/seller-profile.ts'
export { type Wso2Options, wso2Provider } from './provider/wso2.ts'
export type { KeyProvider } from './sealing/key-provider.ts'
export { type EnvVariables, optionsFromEnv } from './sellers/env-options.ts'
export type { LinkOptions } from './sellers/linking.ts'
export type { ListedSeller, ListOptions } from './sellers/records/listing.ts'
export type { LostReason } from './sellers/records/record-body.ts'
export type { RewrapOptions, RewrapStep } from './sellers/records/rewrap.ts'
export type { SellerEvents } from './sellers/records/seller-events.ts'
export type { UnreadableRecord } from './sellers/records/seller-records.ts'
export type { SellerState, SellerStatus } from './sellers/records/seller-status.ts'
export type { RenewalOutcome, RenewDueOptions } from './sellers/renewal/due-sweep.ts'
export { SellerTokens, type SellerTokensOptions } from './sellers/seller-tokens.ts'
export { MemoryTokenStore } from './store/memory-token-store.ts'
export type { TokenStore } from './store/token-store.ts'
export type {
  CallbackMessage,
  RenewalMessage,
  StoreMessage,
  TokenRequestMessage,
  TraceMessage,
} from './trace-channels.ts'
export { type UserInfoOptions, userInfo } from './user-info.ts'
