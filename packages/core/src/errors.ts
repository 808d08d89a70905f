/** The stable codes of every error this package throws. */
export type ErrorCode =
  | 'callback_malformed'
  | 'callback_method'
  | 'state_missing'
  | 'state_mismatch'
  | 'state_expired'
  | 'state_consumed'
  | 'issuer_mismatch'
  | 'access_denied'
  | 'authorization_error'
  | 'code_rejected'
  | 'client_rejected'
  | 'exchange_outcome_unknown'
  | 'token_response_invalid'
  | 'upstream_unavailable'
  | 'upstream_timeout'
  | 'upstream_rate_limited'
  | 'token_not_saved'
  | 'seller_mismatch'
  | 'seller_already_linked'
  | 'reauthorization_required'
  | 'store_unavailable'
  | 'renewal_busy'
  | 'closed'
  | 'token_undecryptable'
  | 'record_unreadable'
  | 'webhook_unsigned'
  | 'webhook_malformed'
  | 'webhook_mismatch'
  | 'webhook_stale'

/** Status for the browser and the developer's message of every code; the one table both adapters use. */
const outcomes: Readonly<Record<ErrorCode, readonly [status: number, message: string]>> = {
  callback_malformed: [
    400,
    'The authorization response is not well formed: it must come from the provider, unchanged.',
  ],
  callback_method: [405, 'The authorization response must arrive by GET.'],
  state_missing: [403, 'The authorization response carries no state: it was not started here.'],
  state_mismatch: [
    403,
    'This browser and user have no such attempt: check that it began on the host of the redirect URI (127.0.0.1 and localhost are two hosts), less than 10 minutes ago, with cookies allowed, as the same user.',
  ],
  state_expired: [
    403,
    'The attempt is older than it may be (10 minutes unless configured): start again.',
  ],
  state_consumed: [
    403,
    'This authorization response was already used: a reload or the back button sent it again.',
  ],
  issuer_mismatch: [
    403,
    'The authorization response names another issuer than the provider configured here.',
  ],
  access_denied: [403, 'The seller did not allow the application.'],
  authorization_error: [502, 'The authorization server answered with an error.'],
  code_rejected: [
    400,
    'The token endpoint refused the code: it is too old (10 minutes at Mercado Pago), was used before, or the redirect URI or code verifier is not the one the attempt began with.',
  ],
  client_rejected: [
    500,
    'The token endpoint refused the application. Check its settings in the panel: the Client ID, the Client Secret, and that the authorization code flow is allowed.',
  ],
  exchange_outcome_unknown: [
    502,
    'The code was sent but no answer came back. It is single use and is not sent again: start again.',
  ],
  token_response_invalid: [502, 'The answer of the provider is not one that OAuth 2.0 allows.'],
  upstream_unavailable: [503, 'The provider cannot be reached or is failing.'],
  upstream_timeout: [503, 'The provider did not answer in time.'],
  upstream_rate_limited: [503, 'The provider asks for fewer requests: wait before the next one.'],
  token_not_saved: [500, 'A renewed token pair could not be saved: save it before it is lost.'],
  seller_mismatch: [409, 'The tokens belong to another seller than the expected one.'],
  seller_already_linked: [409, 'The seller is already linked to another owner.'],
  reauthorization_required: [409, 'The seller must link again: the refresh token is not accepted.'],
  store_unavailable: [503, 'The store cannot be reached or refused the operation.'],
  renewal_busy: [503, 'Another machine is renewing this seller.'],
  closed: [503, 'close() was called: no further renewal starts here.'],
  record_unreadable: [500, 'What the store holds for this seller cannot be read.'],
  token_undecryptable: [500, 'A stored token cannot be opened with the configured keys.'],
  webhook_unsigned: [401, 'The notification carries no signature.'],
  webhook_malformed: [401, 'The signature of the notification is not well formed.'],
  webhook_mismatch: [401, 'The signature of the notification is not the expected one.'],
  webhook_stale: [401, 'The notification is older than it may be.'],
}

/** Detail for operators. None of it is enumerable, so none of it is printed or serialised by accident. */
export interface ErrorDetail {
  /** The failure underneath. */
  cause?: unknown
  /** The `error` code of the provider's answer: at most 64 characters, only letters, digits, `_`, `-` and `.`. */
  upstreamError?: string | undefined
  /** HTTP status of the provider's answer. */
  upstreamStatus?: number | undefined
}

/**
 * The base of every error of this package. The message is constant: nothing from outside is in it.
 *
 * Koa and Express answer with `status` and `headers` by themselves when the error reaches their
 * own error handling.
 */
export abstract class MercadoPagoOAuthError<Code extends ErrorCode = ErrorCode> extends Error {
  /** Stable; compare this, not the message. */
  readonly code: Code
  /** The HTTP status to answer a browser with; not the provider's, which is `upstreamStatus`. */
  status: number
  readonly #detail: ErrorDetail

  constructor(code: Code, detail: ErrorDetail = {}, message: string = outcomes[code][1]) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause })
    this.code = code
    this.status = outcomes[code][0]
    this.#detail = detail
  }

  /** The name of the class. */
  override get name(): string {
    return this.constructor.name
  }

  /** Headers of that answer. */
  get headers(): Record<string, string> {
    return { 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' }
  }

  /** The `error` code the provider sent, if it sent a well-formed one. */
  get upstreamError(): string | undefined {
    return this.#detail.upstreamError
  }

  /** HTTP status of the provider's answer, if there was one. */
  get upstreamStatus(): number | undefined {
    return this.#detail.upstreamStatus
  }
}

/** The request to the callback is not an authorization response. Nothing was consumed or sent. */
export class CallbackInputError extends MercadoPagoOAuthError<
  'callback_malformed' | 'callback_method'
> {
  override get headers(): Record<string, string> {
    return this.code === 'callback_method' ? { ...super.headers, Allow: 'GET' } : super.headers
  }
}

/**
 * The authorization response does not belong to a live attempt of this browser and user.
 *
 * @see RFC 6749, section 10.12; RFC 9207 for `issuer_mismatch`
 */
export class StateError extends MercadoPagoOAuthError<
  'state_missing' | 'state_mismatch' | 'state_expired' | 'state_consumed' | 'issuer_mismatch'
> {}

/** The seller, or somebody for them, said no. The attempt is over; they may start again. */
export class AuthorizationDeniedError extends MercadoPagoOAuthError<'access_denied'> {
  constructor(detail: ErrorDetail = {}) {
    super('access_denied', detail)
  }
}

/**
 * The authorization server sent an error other than `access_denied`.
 *
 * @see RFC 6749, section 4.1.2.1
 */
export class AuthorizationServerError extends MercadoPagoOAuthError<'authorization_error'> {
  constructor(detail: ErrorDetail = {}) {
    super('authorization_error', detail)
    if (detail.upstreamError === 'temporarily_unavailable') this.status = 503
  }
}

/**
 * The code could not be exchanged. `code_rejected`: the seller starts again. `client_rejected`: the
 * configuration is wrong, and the message says where to look. `exchange_outcome_unknown`: the
 * connection broke after the code was sent.
 *
 * @see RFC 6749, section 5.2
 */
export class CodeExchangeError extends MercadoPagoOAuthError<
  'code_rejected' | 'client_rejected' | 'exchange_outcome_unknown'
> {}

/** The provider answered with something that is not a token answer (or not a profile). */
export class TokenResponseError extends MercadoPagoOAuthError<'token_response_invalid'> {
  constructor(detail: ErrorDetail = {}) {
    super('token_response_invalid', detail)
  }
}

/** What an {@link UpstreamUnavailableError} also knows. */
export interface UpstreamDetail extends ErrorDetail {
  /** Whether the request may have reached the provider. A single-use value in it must then not be sent again. */
  requestSent?: boolean
  /** Seconds the provider asked to wait, at most 60. */
  retryAfterSeconds?: number | undefined
}

/** The provider is unreachable, failing, too slow, or asks for patience. */
export class UpstreamUnavailableError extends MercadoPagoOAuthError<
  'upstream_unavailable' | 'upstream_timeout' | 'upstream_rate_limited'
> {
  /** Whether the request may have reached the provider. */
  readonly requestSent: boolean
  /** Seconds the provider asked to wait, at most 60; absent when it named none. */
  readonly retryAfterSeconds: number | undefined

  constructor(code: UpstreamUnavailableError['code'], detail: UpstreamDetail = {}) {
    super(code, detail)
    this.requestSent = detail.requestSent ?? false
    this.retryAfterSeconds = detail.retryAfterSeconds
  }

  override get headers(): Record<string, string> {
    if (this.retryAfterSeconds === undefined) return super.headers
    return { ...super.headers, 'Retry-After': String(this.retryAfterSeconds) }
  }
}

/** The seller's authorization has ended; only a new consent helps. */
export class ReauthorizationRequiredError extends MercadoPagoOAuthError<'reauthorization_required'> {
  /**
   * `revoked`: withdrawn, reset by the provider, or the refresh token was used before. `expired`: the
   * provider says it is too old. `rotation_lost`: a renewal was cut off before its answer was saved.
   * `no_offline_access`: the seller never granted a refresh token. `not_linked`: there is no such seller.
   */
  readonly reason: 'revoked' | 'expired' | 'rotation_lost' | 'no_offline_access' | 'not_linked'

  constructor(reason: ReauthorizationRequiredError['reason'], detail: ErrorDetail = {}) {
    super('reauthorization_required', detail)
    this.reason = reason
  }
}

/** Tokens and the seller or owner they are meant for do not belong together. Nothing was changed. */
export class SellerConflictError extends MercadoPagoOAuthError<
  'seller_mismatch' | 'seller_already_linked'
> {}

/** A token pair that exists nowhere else. Secret. */
export interface UnsavedTokens {
  /** Whose pair it is. */
  sellerId: string
  /** In the clear. */
  accessToken: string
  /** In the clear, and the only one that still works; absent where the seller granted none. */
  refreshToken: string | undefined
  /** When the access token ends. */
  expiresAt: Date
}

/** Renewed pairs could not be saved, and the process must end. Save them before they are lost. */
export class TokenPersistenceError extends MercadoPagoOAuthError<'token_not_saved'> {
  readonly #unsaved: readonly UnsavedTokens[]

  constructor(unsaved: readonly UnsavedTokens[]) {
    super('token_not_saved')
    this.#unsaved = unsaved
  }

  /** The pairs. Not enumerable, so not printed. */
  get unsaved(): readonly UnsavedTokens[] {
    return this.#unsaved
  }
}

export class TokenIntegrityError extends MercadoPagoOAuthError<
  'token_undecryptable' | 'record_unreadable'
> {
  readonly keyId: string | undefined
  constructor(
    code: TokenIntegrityError['code'],
    detail: ErrorDetail & { keyId?: string | undefined } = {},
  ) {
    super(code, detail)
    this.keyId = detail.keyId
  }
}

export class RenewalUnavailableError extends MercadoPagoOAuthError<'renewal_busy' | 'closed'> {
  readonly retryAfterSeconds: number | undefined
  constructor(
    code: RenewalUnavailableError['code'],
    detail: ErrorDetail & { retryAfterSeconds?: number } = {},
  ) {
    super(code, detail)
    this.retryAfterSeconds = detail.retryAfterSeconds
  }

  override get headers(): Record<string, string> {
    if (this.retryAfterSeconds === undefined) return super.headers
    return { ...super.headers, 'Retry-After': String(this.retryAfterSeconds) }
  }
}

/** A notification that Mercado Pago did not sign, or not recently. */
export class WebhookSignatureError extends MercadoPagoOAuthError<
  'webhook_unsigned' | 'webhook_malformed' | 'webhook_mismatch' | 'webhook_stale'
> {}

/** The store, or the replay guard, failed. Nothing was sent to the provider. */
export class StoreUnavailableError extends MercadoPagoOAuthError<'store_unavailable'> {
  constructor(detail: ErrorDetail = {}) {
    super('store_unavailable', detail)
  }
}

/** What a browser may be shown: constant text and the code, nothing else. */
export interface ErrorAnswer {
  /** HTTP status. */
  status: number
  /** With `Content-Type`; nothing may keep the answer. */
  headers: Record<string, string>
  /** One sentence and the code, as text. */
  body: string
}

/** The answer for a browser: constant text by `code`, with the status and headers of the error. */
export function errorAnswer(error: MercadoPagoOAuthError): ErrorAnswer {
  const advice = error.status < 500 ? 'Please start again.' : 'Please try again later.'
  return {
    status: error.status,
    headers: { ...error.headers, 'Content-Type': 'text/plain; charset=utf-8' },
    body: `The account was not linked (${error.code}). ${advice}\n`,
  }
}
