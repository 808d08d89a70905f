import { expect } from 'chai'
import {
  AuthorizationDeniedError,
  AuthorizationServerError,
  CallbackInputError,
  CodeExchangeError,
  type ErrorDetail,
  errorAnswer,
  MercadoPagoOAuthError,
  ReauthorizationRequiredError,
  SellerConflictError,
  StateError,
  StoreUnavailableError,
  TokenResponseError,
  UpstreamUnavailableError,
  WebhookSignatureError,
} from 'mercadopago-oauth'
import { printed } from '../helpers/errors.ts'

const detail: ErrorDetail = { upstreamError: 'canary_code', upstreamStatus: 418 }

/** Every code with its class, its status and how it is made. */
const contract: [string, string, number, () => MercadoPagoOAuthError][] = [
  [
    'callback_malformed',
    'CallbackInputError',
    400,
    () => new CallbackInputError('callback_malformed', detail),
  ],
  [
    'callback_method',
    'CallbackInputError',
    405,
    () => new CallbackInputError('callback_method', detail),
  ],
  ['state_missing', 'StateError', 403, () => new StateError('state_missing', detail)],
  ['state_mismatch', 'StateError', 403, () => new StateError('state_mismatch', detail)],
  ['state_expired', 'StateError', 403, () => new StateError('state_expired', detail)],
  ['state_consumed', 'StateError', 403, () => new StateError('state_consumed', detail)],
  ['issuer_mismatch', 'StateError', 403, () => new StateError('issuer_mismatch', detail)],
  ['access_denied', 'AuthorizationDeniedError', 403, () => new AuthorizationDeniedError(detail)],
  [
    'authorization_error',
    'AuthorizationServerError',
    502,
    () => new AuthorizationServerError(detail),
  ],
  ['code_rejected', 'CodeExchangeError', 400, () => new CodeExchangeError('code_rejected', detail)],
  [
    'client_rejected',
    'CodeExchangeError',
    500,
    () => new CodeExchangeError('client_rejected', detail),
  ],
  [
    'exchange_outcome_unknown',
    'CodeExchangeError',
    502,
    () => new CodeExchangeError('exchange_outcome_unknown', detail),
  ],
  ['token_response_invalid', 'TokenResponseError', 502, () => new TokenResponseError(detail)],
  [
    'upstream_unavailable',
    'UpstreamUnavailableError',
    503,
    () => new UpstreamUnavailableError('upstream_unavailable', detail),
  ],
  [
    'upstream_timeout',
    'UpstreamUnavailableError',
    503,
    () => new UpstreamUnavailableError('upstream_timeout', detail),
  ],
  [
    'upstream_rate_limited',
    'UpstreamUnavailableError',
    503,
    () => new UpstreamUnavailableError('upstream_rate_limited', detail),
  ],
  [
    'seller_mismatch',
    'SellerConflictError',
    409,
    () => new SellerConflictError('seller_mismatch', detail),
  ],
  [
    'seller_already_linked',
    'SellerConflictError',
    409,
    () => new SellerConflictError('seller_already_linked', detail),
  ],
  [
    'reauthorization_required',
    'ReauthorizationRequiredError',
    409,
    () => new ReauthorizationRequiredError('revoked', detail),
  ],
  ['store_unavailable', 'StoreUnavailableError', 503, () => new StoreUnavailableError(detail)],
  ...(['webhook_unsigned', 'webhook_malformed', 'webhook_mismatch', 'webhook_stale'] as const).map(
    (code): [string, string, number, () => MercadoPagoOAuthError] => [
      code,
      'WebhookSignatureError',
      401,
      () => new WebhookSignatureError(code, detail),
    ],
  ),
]

describe('errors', () => {
  for (const [code, name, status, make] of contract) {
    it(`${code} is a ${name} that a browser sees as ${status}`, () => {
      const error = make()

      expect(error).to.be.instanceOf(MercadoPagoOAuthError)
      expect(error.code).to.equal(code)
      expect(error.name).to.equal(name)
      expect(error.status).to.equal(status)
      expect(error.upstreamStatus).to.equal(418)
      expect(error.upstreamError).to.equal('canary_code')
      expect(error.stack).to.match(new RegExp(`^${name}: `))
      expect(printed(error)).to.not.include('canary')
      expect(JSON.parse(JSON.stringify(error))).to.not.have.any.keys(
        'upstreamError',
        'upstreamStatus',
        'cause',
      )
    })

    it(`${code} is answered with constant text`, () => {
      const { body, headers } = errorAnswer(make())
      const advice = status < 500 ? 'Please start again.' : 'Please try again later.'

      expect(body).to.equal(`The account was not linked (${code}). ${advice}\n`)
      expect(headers).to.deep.equal({
        'Cache-Control': 'no-store',
        'Referrer-Policy': 'no-referrer',
        'Content-Type': 'text/plain; charset=utf-8',
        ...(code === 'callback_method' ? { Allow: 'GET' } : {}),
      })
      expect(errorAnswer(make()).status).to.equal(status)
    })
  }

  it('have one message a code, ended by a full stop', () => {
    const messages = contract.map(([, , , make]) => make().message)

    expect(new Set(messages).size).to.equal(contract.length)
    expect(messages.filter((message) => !message.endsWith('.'))).to.deep.equal([])
  })

  it('keep what was underneath as their cause, out of JSON', () => {
    const cause = new Error('canary')
    const error = new StoreUnavailableError({ cause })

    expect(error.cause).to.equal(cause)
    expect(error.message).to.not.include('canary')
    expect(JSON.stringify(error)).to.not.include('canary')
  })

  it('have no cause where there is none', () => {
    expect(Object.hasOwn(new StoreUnavailableError(), 'cause')).to.equal(false)
  })

  it('tell a browser how long to wait', () => {
    const error = new UpstreamUnavailableError('upstream_rate_limited', { retryAfterSeconds: 7 })

    expect(errorAnswer(error)).to.deep.equal({
      status: 503,
      headers: {
        'Cache-Control': 'no-store',
        'Referrer-Policy': 'no-referrer',
        'Retry-After': '7',
        'Content-Type': 'text/plain; charset=utf-8',
      },
      body: 'The account was not linked (upstream_rate_limited). Please try again later.\n',
    })
  })

  it('temporarily_unavailable is a 503 of the authorization server', () => {
    const error = new AuthorizationServerError({ upstreamError: 'temporarily_unavailable' })

    expect(error.code).to.equal('authorization_error')
    expect(error.status).to.equal(503)
  })

  for (const reason of ['revoked', 'expired', 'rotation_lost', 'no_offline_access'] as const) {
    it(`reauthorization_required says ${reason}`, () => {
      expect(new ReauthorizationRequiredError(reason).reason).to.equal(reason)
    })
  }
})
