import {
  AuthorizationDeniedError,
  AuthorizationServerError,
  CallbackInputError,
  CodeExchangeError,
  type ErrorCode,
  KeyManagerUnavailableError,
  type MercadoPagoOAuthError,
  ReauthorizationRequiredError,
  RenewalUnavailableError,
  SellerConflictError,
  StateError,
  StoreUnavailableError,
  TokenIntegrityError,
  TokenPersistenceError,
  TokenResponseError,
  UpstreamUnavailableError,
  WebhookSignatureError,
} from 'mercadopago-oauth'

/** What is known underneath and must not be shown: every text in it says CANARY. */
export const detail = {
  cause: new Error('CANARY cause'),
  upstreamError: 'CANARY_code',
  upstreamStatus: 418,
  upstreamDescription: 'CANARY description',
}

const unsaved = {
  sellerId: '4242',
  accessToken: 'APP_USR-CANARY',
  refreshToken: 'TG-CANARY',
  expiresAt: new Date(0),
}

/** Every code with its status for the browser, and one error of it. A code that is missing does not compile. */
export const everyError: Readonly<
  Record<ErrorCode, readonly [status: number, make: () => MercadoPagoOAuthError]>
> = {
  callback_malformed: [400, () => new CallbackInputError('callback_malformed', detail)],
  callback_method: [405, () => new CallbackInputError('callback_method', detail)],
  state_missing: [403, () => new StateError('state_missing', detail)],
  state_mismatch: [403, () => new StateError('state_mismatch', detail)],
  state_expired: [403, () => new StateError('state_expired', detail)],
  state_consumed: [403, () => new StateError('state_consumed', detail)],
  issuer_mismatch: [403, () => new StateError('issuer_mismatch', detail)],
  access_denied: [403, () => new AuthorizationDeniedError(detail)],
  authorization_error: [502, () => new AuthorizationServerError(detail)],
  code_rejected: [400, () => new CodeExchangeError('code_rejected', detail)],
  client_rejected: [500, () => new CodeExchangeError('client_rejected', detail)],
  exchange_outcome_unknown: [502, () => new CodeExchangeError('exchange_outcome_unknown', detail)],
  token_response_invalid: [502, () => new TokenResponseError(detail)],
  upstream_unavailable: [503, () => new UpstreamUnavailableError('upstream_unavailable', detail)],
  upstream_timeout: [503, () => new UpstreamUnavailableError('upstream_timeout', detail)],
  upstream_rate_limited: [
    503,
    () =>
      new UpstreamUnavailableError('upstream_rate_limited', { ...detail, retryAfterSeconds: 7 }),
  ],
  token_not_saved: [500, () => new TokenPersistenceError([unsaved])],
  seller_mismatch: [409, () => new SellerConflictError('seller_mismatch', detail)],
  seller_already_linked: [409, () => new SellerConflictError('seller_already_linked', detail)],
  reauthorization_required: [409, () => new ReauthorizationRequiredError('revoked', detail)],
  renewal_busy: [
    503,
    () => new RenewalUnavailableError('renewal_busy', { ...detail, retryAfterSeconds: 7 }),
  ],
  renewal_refused: [503, () => new RenewalUnavailableError('renewal_refused', detail)],
  closed: [503, () => new RenewalUnavailableError('closed', detail)],
  store_unavailable: [503, () => new StoreUnavailableError(detail)],
  key_manager_unavailable: [
    503,
    () => new KeyManagerUnavailableError({ ...detail, retryAfterSeconds: 7 }),
  ],
  token_undecryptable: [
    500,
    () => new TokenIntegrityError('token_undecryptable', { ...detail, keyId: 'abcdefgh' }),
  ],
  record_unreadable: [500, () => new TokenIntegrityError('record_unreadable', detail)],
  webhook_unsigned: [401, () => new WebhookSignatureError('webhook_unsigned', detail)],
  webhook_malformed: [401, () => new WebhookSignatureError('webhook_malformed', detail)],
  webhook_mismatch: [401, () => new WebhookSignatureError('webhook_mismatch', detail)],
  webhook_stale: [401, () => new WebhookSignatureError('webhook_stale', detail)],
}

/** The codes, in the order of the table. */
export const codes = Object.keys(everyError) as ErrorCode[]
