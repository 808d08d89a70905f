import { expect } from 'chai'
import {
  CodeExchangeError,
  createClient,
  ReauthorizationRequiredError,
  TokenResponseError,
  UpstreamUnavailableError,
} from 'mercadopago-oauth'
import nock from 'nock'
import { application, tokenResponse, valuesOf } from '../helpers/application.ts'
import { asyncMisuse, printed, rejection } from '../helpers/errors.ts'
import { MovableClock } from '../helpers/movable-clock.ts'
import { withoutNetwork } from '../helpers/nock.ts'

const client = createClient({ ...application, clock: new MovableClock().read })

function tokenEndpoint(): nock.Interceptor {
  return nock('https://api.mercadopago.com').post('/oauth/token', {
    grant_type: 'refresh_token',
    refresh_token: 'TG-old',
    client_id: '1234567890123456',
    client_secret: 'canary-client-secret-of-32-chars',
  })
}

describe('client.refreshTokenGrant()', () => {
  withoutNetwork()

  it('returns the rotated refresh token, not the one it was given', async () => {
    tokenEndpoint().reply(200, { ...tokenResponse, refresh_token: 'TG-new' })

    const tokens = await client.refreshTokenGrant('TG-old')

    expect(valuesOf(tokens)).to.deep.equal({
      accessToken: tokenResponse.access_token,
      refreshToken: 'TG-new',
      tokenType: 'bearer',
      expiresAt: '2027-05-20T12:00:00.000Z',
      scope: ['offline_access', 'read', 'write'],
      sellerId: '987654321',
      publicKey: 'APP_USR-3a1c2f44-5a3b-4c0e-9d57-0a8e6a5f1b22',
      liveMode: true,
    })
  })

  for (const [what, refreshToken] of [
    ['misses', undefined],
    ['is null', null],
  ] as const) {
    it(`returns no refresh token when it ${what} in the response`, async () => {
      tokenEndpoint().reply(200, { ...tokenResponse, refresh_token: refreshToken })

      expect((await client.refreshTokenGrant('TG-old')).refreshToken).to.equal(undefined)
    })
  }

  it('accepts a response that names nobody, as some recorded ones do', async () => {
    tokenEndpoint().reply(200, { access_token: 'a', token_type: 'Bearer', expires_in: 15552000 })

    expect((await client.refreshTokenGrant('TG-old')).sellerId).to.equal(undefined)
  })

  for (const [sent, what] of [
    [undefined, 'no'],
    [null, 'null for a'],
  ] as const) {
    it(`D22: accepts ${what} live_mode where one is required: the grant was judged at the link`, async () => {
      const live = createClient({ ...application, liveMode: true })
      tokenEndpoint().reply(200, { ...tokenResponse, live_mode: sent })

      expect((await live.refreshTokenGrant('TG-old')).liveMode).to.equal(undefined)
    })
  }

  it('D22: refuses tokens of the other mode', async () => {
    const live = createClient({ ...application, liveMode: true })
    tokenEndpoint().reply(200, { ...tokenResponse, live_mode: false })

    const error = await rejection(live.refreshTokenGrant('TG-old'), TokenResponseError)

    expect(error.code).to.equal('token_response_invalid')
  })

  for (const wrong of [0, '', '01', {}, true]) {
    it(`refuses the user_id ${JSON.stringify(wrong)}`, async () => {
      tokenEndpoint().reply(200, { ...tokenResponse, user_id: wrong })

      const error = await rejection(client.refreshTokenGrant('TG-old'), TokenResponseError)

      expect(error.code).to.equal('token_response_invalid')
    })
  }

  for (const [upstreamError, reason] of [
    ['invalid_grant', 'revoked'],
    ['expired_grant', 'expired'],
  ] as const) {
    it(`asks for a new authorization after ${upstreamError}`, async () => {
      tokenEndpoint().reply(400, { errorKey: upstreamError, message: 'canary' })

      const error = await rejection(
        client.refreshTokenGrant('TG-old'),
        ReauthorizationRequiredError,
      )

      expect(error.code).to.equal('reauthorization_required')
      expect(error.reason).to.equal(reason)
      expect(error.status).to.equal(409)
      expect(error.upstreamError).to.equal(upstreamError)
      expect(error.upstreamStatus).to.equal(400)
      expect(printed(error)).to.not.match(/canary|TG-old/)
    })
  }

  for (const upstreamError of ['unauthorized_client', 'forbidden', 'invalid_scope', 'unknown']) {
    it(`K05: blames no application for ${upstreamError}, which may be about the seller`, async () => {
      tokenEndpoint().reply(400, { error: upstreamError })

      const error = await rejection(
        client.refreshTokenGrant('TG-old'),
        ReauthorizationRequiredError,
      )

      expect([error.reason, error.upstreamError]).to.deep.equal(['revoked', upstreamError])
    })
  }

  it('K27: takes an empty refresh token for none', async () => {
    tokenEndpoint().reply(200, { ...tokenResponse, refresh_token: '' })

    expect((await client.refreshTokenGrant('TG-old')).refreshToken).to.equal(undefined)
  })

  for (const upstreamError of [
    'invalid_client',
    'invalid_request',
    'unsupported_grant_type',
    'unauthorized_application',
  ]) {
    it(`blames the application, not the seller, for ${upstreamError}`, async () => {
      tokenEndpoint().reply(400, { error: upstreamError })

      const error = await rejection(client.refreshTokenGrant('TG-old'), CodeExchangeError)

      expect(error.code).to.equal('client_rejected')
      expect(error.upstreamError).to.equal(upstreamError)
    })
  }

  it('says that the request was sent when the provider fails', async () => {
    tokenEndpoint().reply(503, 'canary')

    const error = await rejection(client.refreshTokenGrant('TG-old'), UpstreamUnavailableError)

    expect(error.code).to.equal('upstream_unavailable')
    expect(error.requestSent).to.equal(true)
    expect(error.upstreamStatus).to.equal(503)
  })

  it('sends one request when the provider fails', async () => {
    let requests = 0
    tokenEndpoint()
      .times(3)
      .optionally()
      .reply(() => {
        requests += 1
        return [500, '']
      })

    await rejection(client.refreshTokenGrant('TG-old'), UpstreamUnavailableError)

    expect(requests).to.equal(1)
  })

  for (const [wrong, code, message] of [
    [undefined, 'ERR_INVALID_ARG_TYPE', '"refreshToken" must be a string'],
    [null, 'ERR_INVALID_ARG_TYPE', '"refreshToken" must be a string'],
    ['', 'ERR_INVALID_ARG_VALUE', '"refreshToken" must not be empty'],
  ] as const) {
    it(`sends nothing for the refresh token ${JSON.stringify(wrong)}`, async () => {
      expect(await asyncMisuse(client.refreshTokenGrant(wrong as never))).to.deep.equal({
        code,
        message,
      })
    })
  }
})
