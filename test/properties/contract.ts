import { inspect } from 'node:util'
import {
  AuthorizationDeniedError,
  AuthorizationServerError,
  CallbackInputError,
  CodeExchangeError,
  type ErrorCode,
  KeyManagerUnavailableError,
  MercadoPagoOAuthError,
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
import { Fault } from './fault.ts'

type ErrorClass = abstract new (...args: never[]) => MercadoPagoOAuthError

/** What each code promises: the class, and the HTTP status for a browser. */
const promises: Readonly<Record<ErrorCode, readonly [ErrorClass, ...statuses: number[]]>> = {
  callback_malformed: [CallbackInputError, 400],
  callback_method: [CallbackInputError, 405],
  state_missing: [StateError, 403],
  state_mismatch: [StateError, 403],
  state_expired: [StateError, 403],
  state_consumed: [StateError, 403],
  issuer_mismatch: [StateError, 403],
  access_denied: [AuthorizationDeniedError, 403],
  authorization_error: [AuthorizationServerError, 502, 503],
  code_rejected: [CodeExchangeError, 400],
  client_rejected: [CodeExchangeError, 500],
  exchange_outcome_unknown: [CodeExchangeError, 502],
  token_response_invalid: [TokenResponseError, 502],
  upstream_unavailable: [UpstreamUnavailableError, 503],
  upstream_timeout: [UpstreamUnavailableError, 503],
  upstream_rate_limited: [UpstreamUnavailableError, 503],
  token_not_saved: [TokenPersistenceError, 500],
  seller_mismatch: [SellerConflictError, 409],
  seller_already_linked: [SellerConflictError, 409],
  reauthorization_required: [ReauthorizationRequiredError, 409],
  store_unavailable: [StoreUnavailableError, 503],
  key_manager_unavailable: [KeyManagerUnavailableError, 503],
  renewal_busy: [RenewalUnavailableError, 503],
  renewal_refused: [RenewalUnavailableError, 503],
  closed: [RenewalUnavailableError, 503],
  token_undecryptable: [TokenIntegrityError, 500],
  record_unreadable: [TokenIntegrityError, 500],
  webhook_unsigned: [WebhookSignatureError, 401],
  webhook_malformed: [WebhookSignatureError, 401],
  webhook_mismatch: [WebhookSignatureError, 401],
  webhook_stale: [WebhookSignatureError, 401],
}

const reasons = ['revoked', 'expired', 'rotation_lost', 'no_offline_access', 'not_linked']

/** Codes that have more messages than one: one a setting to look at, and one a reason. */
const mostMessages: Partial<Record<ErrorCode, number>> = {
  client_rejected: 9,
  reauthorization_required: reasons.length,
}

/** Holds errors to what is promised of them. */
export class Contract {
  readonly #messages = new Map<ErrorCode, Set<string>>()

  /** The code of an error that keeps every promise; throws for any other. */
  codeOf(error: unknown): ErrorCode {
    if (!(error instanceof MercadoPagoOAuthError)) {
      throw new Fault(`not an error of ours: ${inspect(error)}`)
    }
    const { code, status }: { code: ErrorCode; status: number } = error
    const [type, ...statuses] = promises[code] ?? []
    if (type === undefined || !(error instanceof type)) throw new Fault(`${code} of another class`)
    if (!statuses.includes(status)) throw new Fault(`${code} has the status ${status}`)
    this.#assertConstant(error)
    assertFields(error)
    return code
  }

  #assertConstant({ code, message }: MercadoPagoOAuthError): void {
    const messages = this.#messages.get(code) ?? new Set()
    this.#messages.set(code, messages.add(message))
    if (messages.size > (mostMessages[code] ?? 1)) throw new Fault(`${code} varies: ${message}`)
  }
}

/** What comes from outside is cut down to what it may be. */
function assertFields(error: MercadoPagoOAuthError): void {
  const { upstreamError, upstreamStatus } = error
  if (upstreamError !== undefined && !/^[\w.-]{1,64}$/.test(upstreamError)) {
    throw new Fault(`upstreamError: ${inspect(upstreamError)}`)
  }
  if (upstreamStatus !== undefined && !Number.isInteger(upstreamStatus)) {
    throw new Fault(`upstreamStatus: ${inspect(upstreamStatus)}`)
  }
  if (error instanceof ReauthorizationRequiredError && !reasons.includes(error.reason)) {
    throw new Fault(`reason: ${inspect(error.reason)}`)
  }
  if (error instanceof TokenIntegrityError && !/^[\w-]{8}$/.test(error.keyId ?? '--------')) {
    throw new Fault(`keyId: ${inspect(error.keyId)}`)
  }
  if (error instanceof UpstreamUnavailableError) {
    const { retryAfterSeconds: wait = 0 } = error
    if (!Number.isInteger(wait) || wait < 0 || wait > 60) throw new Fault(`wait: ${wait}`)
  }
}
