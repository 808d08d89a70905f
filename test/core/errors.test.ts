import { inspect } from 'node:util'
import { expect } from 'chai'
import {
  AuthorizationServerError,
  type ErrorCode,
  errorResponse,
  MercadoPagoOAuthError,
  ReauthorizationRequiredError,
  RenewalUnavailableError,
  StateError,
  StoreUnavailableError,
  TokenIntegrityError,
  TokenPersistenceError,
  UpstreamUnavailableError,
} from 'mercadopago-oauth'
import { codes, detail, everyError } from '../helpers/every-error.ts'

const notLinked = 'The account was not linked'
const startAgain = 'Please start again.'
const tryLater = 'Please try again later.'
const startAgainUnlessLinked = 'If the account is not linked yet, please start again.'

/** What a browser reads: what is known, the code, and what to do. */
const responses: Readonly<Record<ErrorCode, readonly [notice: string, advice?: string]>> = {
  callback_malformed: [notLinked, startAgain],
  callback_method: [notLinked, startAgain],
  state_missing: [notLinked, startAgain],
  state_mismatch: ['This response belongs to no attempt of this browser', startAgainUnlessLinked],
  state_expired: ['This attempt is too old', startAgainUnlessLinked],
  state_consumed: [
    'This response was already used',
    'The account may be linked: please check before you start again.',
  ],
  issuer_mismatch: [notLinked, startAgain],
  access_denied: [notLinked, startAgain],
  authorization_error: [notLinked, tryLater],
  code_rejected: ['The response could not be used', startAgainUnlessLinked],
  client_rejected: [notLinked, tryLater],
  exchange_outcome_unknown: [
    'It is not known whether the account was linked',
    startAgainUnlessLinked,
  ],
  token_response_invalid: [notLinked, tryLater],
  upstream_unavailable: [notLinked, tryLater],
  upstream_timeout: [notLinked, tryLater],
  upstream_rate_limited: [notLinked, tryLater],
  token_not_saved: ['The request could not be completed', tryLater],
  seller_mismatch: [notLinked, 'Please sign in to the expected account and start again.'],
  seller_already_linked: [
    'The account is linked to another user',
    'Please ask that user to unlink it.',
  ],
  reauthorization_required: ['The account has to be linked again', startAgain],
  renewal_busy: ['The request could not be completed', tryLater],
  renewal_refused: ['The request could not be completed', tryLater],
  closed: ['The request could not be completed', tryLater],
  store_unavailable: [
    'It is not known whether the account was linked',
    'Please check later, and start again if it was not.',
  ],
  key_manager_unavailable: ['The request could not be completed', tryLater],
  token_undecryptable: ['The request could not be completed', tryLater],
  record_unreadable: ['The request could not be completed', tryLater],
  webhook_unsigned: ['The notification was not accepted'],
  webhook_malformed: ['The notification was not accepted'],
  webhook_mismatch: ['The notification was not accepted'],
  webhook_stale: ['The notification was not accepted'],
}

/** Headers that go with a code beside those of every response. */
const moreHeaders: Partial<Record<ErrorCode, Record<string, string>>> = {
  callback_method: { Allow: 'GET' },
  upstream_rate_limited: { 'Retry-After': '7' },
  renewal_busy: { 'Retry-After': '7' },
  key_manager_unavailable: { 'Retry-After': '7' },
}

describe('errors', () => {
  for (const code of codes) {
    const [status, make] = everyError[code]

    it(`${code} says ${status} under both names, and where to read on`, () => {
      const error = make()

      expect(error).to.be.instanceOf(MercadoPagoOAuthError)
      expect(error).to.include({
        code,
        status,
        statusCode: status,
        expose: status < 500,
        help: `https://github.com/mercadopago-oauth/mercadopago-oauth/blob/main/docs/errors.md#${code}`,
      })
      expect(error.stack?.startsWith(`${error.constructor.name}: ${error.message}\n`)).to.equal(
        true,
      )
    })

    it(`${code} prints and serialises its own fields alone`, () => {
      const error = make()
      const { retryAfterSeconds, requestSent, reason, keyId } = error as unknown as Record<
        string,
        unknown
      >
      const own = { code, status, retryAfterSeconds, requestSent, reason, keyId }

      expect(JSON.stringify(error)).to.not.include('CANARY')
      expect(JSON.parse(JSON.stringify(error))).to.deep.equal(JSON.parse(JSON.stringify(own)))
      const printed = inspect(error)
      for (const name of ['statusCode', 'expose', 'help', 'headers', 'upstreamError', 'unsaved']) {
        expect(printed).to.not.include(`${name}:`)
      }
    })

    it(`${code} has a constant text that claims nothing unknown`, () => {
      const [notice, advice] = responses[code]

      expect(errorResponse(make())).to.deep.equal({
        status,
        headers: {
          'Cache-Control': 'no-store',
          'Referrer-Policy': 'no-referrer',
          ...moreHeaders[code],
          'Content-Type': 'text/plain; charset=utf-8',
        },
        body: `${[`${notice} (${code}).`, advice].filter(Boolean).join(' ')}\n`,
      })
    })
  }

  it('have one message a code, ended by a full stop', () => {
    const messages = codes.map((code) => everyError[code][1]().message)

    expect(new Set(messages).size).to.equal(codes.length)
    expect(messages.filter((message) => !message.endsWith('.'))).to.deep.equal([])
  })

  it('K16: hand pairs over by a method, so that no way to print shows them', () => {
    const pair = {
      sellerId: '4242',
      accessToken: 'APP_USR-CANARY',
      refreshToken: 'TG-CANARY',
      expiresAt: new Date(0),
    }
    const error = new TokenPersistenceError([pair])

    expect(error.unsaved()).to.deep.equal([pair])
    const everything = { showHidden: true, getters: true, depth: Number.POSITIVE_INFINITY }
    expect(inspect(error, everything)).to.not.include('CANARY')
    expect(inspect(Object.getPrototypeOf(error), everything)).to.not.include('CANARY')
    expect(JSON.stringify({ ...error })).to.not.include('CANARY')
  })

  it('K15: a mismatch names the header beside the secret', () => {
    const [, make] = everyError.webhook_mismatch

    expect(make().message).to.include('webhook secret').and.include('X-Request-Id')
  })

  it('tell what the provider said by name only', () => {
    const error = new StateError('state_mismatch', detail)

    expect(error.upstreamError).to.equal('CANARY_code')
    expect(error.upstreamStatus).to.equal(418)
    expect(error.upstreamDescription).to.equal('CANARY description')
    expect(inspect({ ...error })).to.not.include('CANARY')
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

  it('let a framework set the status and whether the message may be shown', () => {
    const error = new StoreUnavailableError()
    error.statusCode = 404
    expect(error).to.include({ status: 404, statusCode: 404, expose: true })
    error.status = 500
    expect(error).to.include({ status: 500, statusCode: 500, expose: false })
    error.expose = true
    expect(error.expose).to.equal(true)
  })

  it('temporarily_unavailable is a 503 of the authorization server', () => {
    const error = new AuthorizationServerError({ upstreamError: 'temporarily_unavailable' })

    expect(error.code).to.equal('authorization_error')
    expect(error.status).to.equal(503)
  })

  for (const [given, seconds, header] of [
    [undefined, undefined, undefined],
    [0, 1, '1'],
    [0.2, 1, '1'],
    [29.5, 30, '30'],
  ] as const) {
    it(`renewal_busy for ${given} s says ${header} in Retry-After`, () => {
      const error = new RenewalUnavailableError('renewal_busy', { retryAfterSeconds: given })

      expect(error.retryAfterSeconds).to.equal(seconds)
      expect(error.headers['Retry-After']).to.equal(header)
    })
  }

  it('names no wait where the provider named none', () => {
    expect(new UpstreamUnavailableError('upstream_timeout').headers).to.not.have.property(
      'Retry-After',
    )
  })

  it('names the key of what cannot be decrypted, where the text does', () => {
    expect(new TokenIntegrityError('token_undecryptable', { keyId: 'abcdefgh' }).keyId).to.equal(
      'abcdefgh',
    )
    expect(new TokenIntegrityError('record_unreadable').keyId).to.equal(undefined)
  })

  for (const [reason, said] of [
    ['revoked', 'the provider refused the token'],
    ['expired', 'the tokens have expired'],
    ['rotation_lost', 'a renewal was cut off before its tokens were saved'],
    ['no_offline_access', 'The tokens cannot be renewed: the provider gave no refresh token.'],
    ['not_linked', 'No such seller is linked here.'],
  ] as const) {
    it(`K23: reauthorization_required for ${reason} says: ${said}`, () => {
      const error = new ReauthorizationRequiredError(reason)

      expect(error.reason).to.equal(reason)
      expect(error.message).to.include(said)
    })
  }
})
