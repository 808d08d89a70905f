import {
  type ErrorCode,
  outcomes,
  type ReauthorizationReason,
  reauthorizationMessages,
} from './error-codes.ts'

export type { ErrorCode, ReauthorizationReason } from './error-codes.ts'

const helpPage = 'https://github.com/mercadopago-oauth/mercadopago-oauth/blob/main/docs/errors.md'

/** Detail for operators. None of it is enumerable, so none of it is printed or serialised by accident. */
export interface ErrorDetail {
  /** The failure underneath. */
  cause?: unknown
  /** The `error` code of the provider's response: at most 64 characters, only letters, digits, `_`, `-` and `.`. */
  upstreamError?: string | undefined
  /** HTTP status of the provider's response. */
  upstreamStatus?: number | undefined
  /** The provider's own text, made fit for a log. */
  upstreamDescription?: string | undefined
}

/**
 * The base of every error of this package. The message is constant: nothing from outside is in it.
 *
 * Express, Koa, Fastify and Nest respond with its status automatically when it reaches their own error handling.
 * All but Nest also send `headers`.
 */
export abstract class MercadoPagoOAuthError<Code extends ErrorCode = ErrorCode> extends Error {
  /** Stable; compare this, not the message. */
  readonly code: Code
  /** The HTTP status for the browser. The provider's is `upstreamStatus`. */
  status: number
  readonly #detail: ErrorDetail
  #expose: boolean | undefined

  constructor(code: Code, detail: ErrorDetail = {}, message: string = outcomes[code].message) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause })
    this.code = code
    this.status = outcomes[code].status
    this.#detail = detail
  }

  /** The name of the class. */
  override get name(): string {
    return this.constructor.name
  }

  /** Always `status`, under the name that Nest and Fastify read. */
  get statusCode(): number {
    return this.status
  }

  set statusCode(status: number) {
    this.status = status
  }

  /** Whether a framework may show the message to the browser: `true` below 500, unless it was set. */
  get expose(): boolean {
    return this.#expose ?? this.status < 500
  }

  set expose(expose: boolean) {
    this.#expose = expose
  }

  /** Headers of the response to the browser. */
  get headers(): Record<string, string> {
    return { 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' }
  }

  /** Address of the page that says who has to act on this code, and what to check. */
  get help(): string {
    return `${helpPage}#${this.code}`
  }

  /** The `error` code the provider sent, if it sent a well-formed one. */
  get upstreamError(): string | undefined {
    return this.#detail.upstreamError
  }

  /** HTTP status of the provider's response, if there was one. */
  get upstreamStatus(): number | undefined {
    return this.#detail.upstreamStatus
  }

  /**
   * The provider's own text, if there was one: at most 256 printable characters. It repeats nothing secret
   * that was sent, and words that look like a token are hidden. For logs; do not show it to a browser,
   * because others may have written it.
   */
  get upstreamDescription(): string | undefined {
    return this.#detail.upstreamDescription
  }
}

/** The request to the callback is not an authorization response. It had no effect. */
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

/** The seller, or another person on their behalf, declined. The attempt has ended; the seller may start again. */
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
 * provider refuses the application, and the message says which setting to check.
 * `exchange_outcome_unknown`: the code may have reached the provider, and no response came back.
 *
 * @see RFC 6749, section 5.2
 */
export class CodeExchangeError extends MercadoPagoOAuthError<
  'code_rejected' | 'client_rejected' | 'exchange_outcome_unknown'
> {}

/** The provider's response is not a valid token response, profile or metadata document. */
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

/** The provider cannot be reached, fails, is too slow, or asks for fewer requests. */
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
    return withRetryAfter(super.headers, this.retryAfterSeconds)
  }
}

function wholeSeconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : Math.max(1, Math.ceil(seconds))
}

function withRetryAfter(
  headers: Record<string, string>,
  seconds: number | undefined,
): Record<string, string> {
  return seconds === undefined ? headers : { ...headers, 'Retry-After': String(seconds) }
}

/** There is no token to hand out or to renew; the seller has to give a new consent. */
export class ReauthorizationRequiredError extends MercadoPagoOAuthError<'reauthorization_required'> {
  /**
   * `revoked`: the provider refused the token; it was withdrawn, reset, or used before. `expired`: the
   * tokens are too old. `rotation_lost`: a renewal was cut off before its tokens were saved.
   * `no_offline_access`: the provider gave no refresh token. `not_linked`: there is no such seller.
   */
  readonly reason: ReauthorizationReason

  constructor(reason: ReauthorizationReason, detail: ErrorDetail = {}) {
    super('reauthorization_required', detail, reauthorizationMessages[reason])
    this.reason = reason
  }
}

/** What a {@link RenewalUnavailableError} also knows. */
export interface RenewalDetail extends ErrorDetail {
  /** Seconds after which another try makes sense; rounded up to a whole number, at least 1. */
  retryAfterSeconds?: number | undefined
}

/**
 * Tokens cannot be renewed here at the moment. `renewal_busy`: another process is renewing this seller and
 * did not finish within the wait, or it was renewed too often in a minute. `renewal_refused`: the provider
 * refused this renewal although the seller's authorization stands; the next try is later. `closed`: `close()`
 * was called.
 */
export class RenewalUnavailableError extends MercadoPagoOAuthError<
  'renewal_busy' | 'renewal_refused' | 'closed'
> {
  /** Seconds after which another try makes sense: a whole number, at least 1; absent where it is not known. */
  readonly retryAfterSeconds: number | undefined

  constructor(code: RenewalUnavailableError['code'], detail: RenewalDetail = {}) {
    super(code, detail)
    this.retryAfterSeconds = wholeSeconds(detail.retryAfterSeconds)
  }

  override get headers(): Record<string, string> {
    return withRetryAfter(super.headers, this.retryAfterSeconds)
  }
}

/** Tokens do not belong to the expected seller, or their seller belongs to another owner. */
export class SellerConflictError extends MercadoPagoOAuthError<
  'seller_mismatch' | 'seller_already_linked'
> {}

/** A token pair that may exist nowhere else. Secret. */
export interface UnsavedTokens {
  /** Whose pair it is. */
  sellerId: string
  /** In the clear. */
  accessToken: string
  /** Unencrypted, and the only one that still works; absent if the provider gave none. */
  refreshToken: string | undefined
  /** When the access token expires. */
  expiresAt: Date
}

/** Renewed pairs could not be saved before the process has to end. Save them before they are lost. */
export class TokenPersistenceError extends MercadoPagoOAuthError<'token_not_saved'> {
  readonly #unsaved: readonly UnsavedTokens[]

  constructor(unsaved: readonly UnsavedTokens[]) {
    super('token_not_saved')
    this.#unsaved = unsaved
  }

  /** The pairs, unencrypted. It is a method, so that printing the error does not print them. */
  unsaved(): readonly UnsavedTokens[] {
    return this.#unsaved
  }
}

/** What a {@link TokenIntegrityError} also knows. */
export interface IntegrityDetail extends ErrorDetail {
  /** The id of the key that encrypted the token. */
  keyId?: string | undefined
}

/**
 * What the store holds for a seller cannot be used. `token_undecryptable`: no configured key decrypts a
 * token; a key is missing, or the record was changed. `record_unreadable`: it is not a record of this version.
 */
export class TokenIntegrityError extends MercadoPagoOAuthError<
  'token_undecryptable' | 'record_unreadable'
> {
  /** The id of the key that encrypted the token; `undefined` where the stored text names none. */
  readonly keyId: string | undefined

  constructor(code: TokenIntegrityError['code'], detail: IntegrityDetail = {}) {
    super(code, detail)
    this.keyId = detail.keyId
  }
}

/** A notification whose signature does not show that Mercado Pago sent it, and sent it recently. */
export class WebhookSignatureError extends MercadoPagoOAuthError<
  'webhook_unsigned' | 'webhook_malformed' | 'webhook_mismatch' | 'webhook_stale'
> {}

/**
 * The token store or the replay guard failed or did not respond in time. Whether the operation took
 * effect is not known; `cause` is the failure, where there is one.
 */
export class StoreUnavailableError extends MercadoPagoOAuthError<'store_unavailable'> {
  constructor(detail: ErrorDetail = {}) {
    super('store_unavailable', detail)
  }
}

/** What a {@link KeyManagerUnavailableError} also knows. */
export interface KeyManagerDetail extends ErrorDetail {
  /** Seconds after which the key manager is asked again; rounded up to a whole number, at least 1. */
  retryAfterSeconds?: number | undefined
}

/**
 * A key provider of `encryptionKeys` failed or did not respond in time, and its data key is not at hand. Nothing was
 * written; `cause` is the failure, where there is one.
 */
export class KeyManagerUnavailableError extends MercadoPagoOAuthError<'key_manager_unavailable'> {
  /** Seconds after which the key manager is asked again: a whole number, at least 1; absent where it is not known. */
  readonly retryAfterSeconds: number | undefined

  constructor(detail: KeyManagerDetail = {}) {
    super('key_manager_unavailable', detail)
    this.retryAfterSeconds = wholeSeconds(detail.retryAfterSeconds)
  }

  override get headers(): Record<string, string> {
    return withRetryAfter(super.headers, this.retryAfterSeconds)
  }
}

/** What a browser may be shown: constant text and the code, nothing else. */
export interface ErrorResponse {
  /** HTTP status. */
  status: number
  /** With `Content-Type`; nothing may keep the response. */
  headers: Record<string, string>
  /** Two sentences and the code, as text. */
  body: string
}

/** The response for a browser: constant text by `code`, with the status and headers of the error. */
export function errorResponse(error: MercadoPagoOAuthError): ErrorResponse {
  const { notice, advice } = outcomes[error.code]
  return {
    status: error.status,
    headers: { ...error.headers, 'Content-Type': 'text/plain; charset=utf-8' },
    body: `${`${notice} (${error.code}). ${advice}`.trimEnd()}\n`,
  }
}
