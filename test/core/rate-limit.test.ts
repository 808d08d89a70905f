import { expect } from 'chai'
import { type Client, createClient, UpstreamUnavailableError } from 'mercadopago-oauth'
import nock from 'nock'
import { application, codeVerifier, tokenResponse } from '../helpers/application.ts'
import { rejection } from '../helpers/errors.ts'
import { MovableClock } from '../helpers/movable-clock.ts'
import { withoutNetwork } from '../helpers/nock.ts'

function tokenEndpoint(): nock.Interceptor {
  return nock('https://api.mercadopago.com').post('/oauth/token')
}

async function limited(request: Promise<unknown>): Promise<UpstreamUnavailableError> {
  const error = await rejection(request, UpstreamUnavailableError)
  expect(error.code).to.equal('upstream_rate_limited')
  expect(error.status).to.equal(503)
  return error
}

describe('the wait a provider asks for', () => {
  withoutNetwork()

  let clock: MovableClock
  let client: Client
  beforeEach(() => {
    clock = new MovableClock()
    client = createClient({ ...application, clock: clock.read })
  })

  it('D12: is passed on in seconds', async () => {
    tokenEndpoint().reply(429, { errorKey: 'local_rate_limited' }, { 'retry-after': '7' })

    const error = await limited(client.refreshTokenGrant('TG-1'))

    expect(error.retryAfterSeconds).to.equal(7)
    expect(error.headers['Retry-After']).to.equal('7')
    expect(error.requestSent).to.equal(true)
    expect(error.upstreamStatus).to.equal(429)
  })

  it('D12: is passed on for a code as for a refresh token', async () => {
    tokenEndpoint().reply(429, '', { 'retry-after': '7' })

    const error = await limited(client.authorizationCodeGrant({ code: 'TG-1', codeVerifier }))

    expect(error.retryAfterSeconds).to.equal(7)
  })

  it('D12: is at most 60 seconds', async () => {
    tokenEndpoint().reply(429, '', { 'retry-after': '3600' })

    const error = await limited(client.refreshTokenGrant('TG-1'))

    expect(error.retryAfterSeconds).to.equal(60)
    expect(error.headers['Retry-After']).to.equal('60')
  })

  for (const [what, header] of [
    ['no header', undefined],
    ['a date', 'Sat, 21 Nov 2026 12:00:07 GMT'],
    ['a negative number', '-7'],
    ['a fraction', '7.5'],
    ['a word', 'soon'],
    ['nothing', ''],
    ['more digits than a wait has', '9'.repeat(10)],
  ] as const) {
    it(`D12: is unknown with ${what}, and holds back no request`, async () => {
      const headers: Record<string, string> = header === undefined ? {} : { 'retry-after': header }
      tokenEndpoint().reply(429, 'local_rate_limited', headers)
      tokenEndpoint().reply(200, tokenResponse)

      const error = await limited(client.refreshTokenGrant('TG-1'))

      expect(error.retryAfterSeconds).to.equal(undefined)
      expect(error.headers).to.deep.equal({
        'Cache-Control': 'no-store',
        'Referrer-Policy': 'no-referrer',
      })
      expect((await client.refreshTokenGrant('TG-1')).sellerId).to.equal('987654321')
    })
  }

  it('D12: holds back every further request of the same grant until it is over', async () => {
    tokenEndpoint().reply(429, '', { 'retry-after': '7' })
    await limited(client.refreshTokenGrant('TG-1'))
    clock.advance(2.5)

    const held = await limited(client.refreshTokenGrant('TG-2'))

    expect(held.retryAfterSeconds).to.equal(5)
    expect(held.requestSent).to.equal(false)
    expect(held.upstreamStatus).to.equal(undefined)
  })

  const grants = {
    'a code': () => client.authorizationCodeGrant({ code: 'TG-3', codeVerifier }),
    'a renewal': () => client.refreshTokenGrant('TG-1'),
    'the application’s own token': () => client.clientCredentialsGrant(),
  }
  for (const [limitedGrant, request] of Object.entries(grants)) {
    it(`K03: of ${limitedGrant} holds back no other grant`, async () => {
      tokenEndpoint().reply(429, '', { 'retry-after': '60' })
      await limited(request())
      const others = Object.entries(grants).filter(([name]) => name !== limitedGrant)
      tokenEndpoint().times(others.length).reply(200, tokenResponse)

      const tokens = await Promise.all(others.map(([, other]) => other()))

      expect(tokens.map(({ accessToken }) => accessToken)).to.deep.equal([
        tokenResponse.access_token,
        tokenResponse.access_token,
      ])
      expect((await limited(request())).requestSent).to.equal(false)
    })
  }

  it('D12: ends with a request that is sent', async () => {
    tokenEndpoint().reply(429, '', { 'retry-after': '7' })
    await limited(client.refreshTokenGrant('TG-1'))
    clock.advance(6.999)
    await limited(client.refreshTokenGrant('TG-1'))
    clock.advance(0.001)
    tokenEndpoint().reply(200, tokenResponse)

    const tokens = await client.refreshTokenGrant('TG-1')

    expect(tokens.sellerId).to.equal('987654321')
  })

  it('D12: is not cut short by a shorter one', async () => {
    tokenEndpoint().reply(429, '', { 'retry-after': '60' })
    tokenEndpoint().reply(429, '', { 'retry-after': '1' })
    await Promise.all([
      limited(client.refreshTokenGrant('TG-1')),
      limited(client.refreshTokenGrant('TG-2')),
    ])
    clock.advance(2)

    const error = await limited(client.refreshTokenGrant('TG-3'))

    expect(error.requestSent).to.equal(false)
    expect(error.retryAfterSeconds).to.equal(58)
  })

  it('D12: is not lifted by a failure that asks for none', async () => {
    tokenEndpoint().reply(503)
    tokenEndpoint().reply(429, '', { 'retry-after': '7' })
    await rejection(client.refreshTokenGrant('TG-1'), UpstreamUnavailableError)
    await limited(client.refreshTokenGrant('TG-2'))

    const error = await limited(client.refreshTokenGrant('TG-3'))

    expect(error.requestSent).to.equal(false)
    expect(error.retryAfterSeconds).to.equal(7)
  })

  it('is one application’s own', async () => {
    const other = createClient({ ...application, clientId: '2', clock: clock.read })
    tokenEndpoint().reply(429, '', { 'retry-after': '7' })
    tokenEndpoint().reply(200, tokenResponse)
    await limited(client.refreshTokenGrant('TG-1'))

    expect((await other.refreshTokenGrant('TG-1')).sellerId).to.equal('987654321')
  })
})
