import { expect } from 'chai'
import { CodeExchangeError, createClient } from 'mercadopago-oauth'
import nock from 'nock'
import { application, valuesOf } from '../helpers/application.ts'
import { rejection } from '../helpers/errors.ts'
import { MovableClock } from '../helpers/movable-clock.ts'
import { withoutNetwork } from '../helpers/nock.ts'

const client = createClient({ ...application, clock: new MovableClock().read })

function tokenEndpoint(): nock.Interceptor {
  return nock('https://api.mercadopago.com').post('/oauth/token', {
    grant_type: 'client_credentials',
    client_id: '1234567890123456',
    client_secret: 'canary-client-secret-of-32-chars',
  })
}

describe('client.clientCredentialsGrant()', () => {
  withoutNetwork()

  it('returns a token of the application itself, for 6 hours', async () => {
    tokenEndpoint().reply(200, {
      access_token: 'APP_USR-app',
      token_type: 'bearer',
      expires_in: 21600,
      scope: 'read write',
      live_mode: true,
    })

    const tokens = await client.clientCredentialsGrant()

    expect(valuesOf(tokens)).to.deep.equal({
      accessToken: 'APP_USR-app',
      refreshToken: undefined,
      tokenType: 'bearer',
      expiresAt: '2026-11-21T18:00:00.000Z',
      scope: ['read', 'write'],
      sellerId: undefined,
      publicKey: undefined,
      liveMode: true,
    })
  })

  it('keeps the owner of the application where the response names one', async () => {
    tokenEndpoint().reply(200, { access_token: 'a', token_type: 'bearer', user_id: 77 })

    expect((await client.clientCredentialsGrant()).sellerId).to.equal('77')
  })

  for (const upstreamError of ['invalid_client', 'invalid_grant', 'unsupported_grant_type']) {
    it(`blames the application for ${upstreamError}`, async () => {
      tokenEndpoint().reply(400, { error: upstreamError })

      const error = await rejection(client.clientCredentialsGrant(), CodeExchangeError)

      expect(error.code).to.equal('client_rejected')
      expect(error.status).to.equal(500)
      expect(error.upstreamError).to.equal(upstreamError)
    })
  }
})
