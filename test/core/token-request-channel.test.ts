import { execFileSync } from 'node:child_process'
import { expect } from 'chai'
import { createClient, MercadoPagoOAuthError } from 'mercadopago-oauth'
import nock from 'nock'
import { application, codeVerifier, tokenResponse } from '../helpers/application.ts'
import { rejection } from '../helpers/errors.ts'
import { MovableClock } from '../helpers/movable-clock.ts'
import { withoutNetwork } from '../helpers/nock.ts'
import { TraceRecorder, traced } from '../helpers/trace-recorder.ts'
import { Canaries } from '../security/canaries.ts'

const { clientId, clientSecret } = application

function tokenEndpoint(): nock.Interceptor {
  return nock('https://api.mercadopago.com').post('/oauth/token')
}

describe('the channel mercadopago-oauth:token-request', () => {
  withoutNetwork()
  let recorder: TraceRecorder
  let client: ReturnType<typeof createClient>

  beforeEach(() => {
    recorder = new TraceRecorder('token-request')
    client = createClient({ ...application, clock: new MovableClock().read })
  })

  afterEach(() => recorder.stop())

  const grants = {
    authorization_code: () =>
      client.authorizationCodeGrant({ code: 'TG-canary-of-the-code-0123456789', codeVerifier }),
    refresh_token: () => client.refreshTokenGrant('TG-canary-of-the-refresh-token-01'),
    client_credentials: () => client.clientCredentialsGrant(),
  }

  for (const [grantType, grant] of Object.entries(grants)) {
    it(`reports a ${grantType} grant that succeeded, with one object`, async () => {
      tokenEndpoint().reply(200, tokenResponse)

      await grant()

      const begun = { clientId, grantType }
      expect(recorder.events).to.deep.equal(
        traced(begun, { outcome: 'success', upstreamStatus: 200 }),
      )
      expect(recorder.messages.size).to.equal(1)
    })

    for (const [what, response, ended] of [
      [
        'refused',
        () => tokenEndpoint().reply(400, { error: 'invalid_client' }),
        ['client_rejected', 400],
      ],
      ['answered 503', () => tokenEndpoint().reply(503), ['upstream_unavailable', 503]],
      ['answered 429', () => tokenEndpoint().reply(429), ['upstream_rate_limited', 429]],
      ['redirected', () => tokenEndpoint().reply(302), ['token_response_invalid', 302]],
      [
        'answered with something else',
        () => tokenEndpoint().reply(200, 'hello'),
        ['token_response_invalid', 200],
      ],
    ] as const) {
      it(`reports a ${grantType} grant that was ${what} once, because it is not retried`, async () => {
        response()

        await rejection(grant(), MercadoPagoOAuthError)

        const [errorCode, upstreamStatus] = ended
        expect(recorder.events).to.deep.equal(
          traced({ clientId, grantType }, { upstreamStatus, outcome: 'failure', errorCode }),
        )
      })
    }

    it(`shows no secret of a ${grantType} grant, whether it works or not`, async () => {
      const canaries = new Canaries({
        clientSecret,
        codeVerifier,
        code: 'TG-canary-of-the-code-0123456789',
        sentRefreshToken: 'TG-canary-of-the-refresh-token-01',
        accessToken: tokenResponse.access_token,
        refreshToken: tokenResponse.refresh_token,
      })
      tokenEndpoint().reply(200, tokenResponse)
      tokenEndpoint().reply(400, { error: 'invalid_grant', message: tokenResponse.refresh_token })
      tokenEndpoint().replyWithError(new Error(clientSecret))

      await grant()
      await rejection(grant(), MercadoPagoOAuthError)
      await rejection(grant(), MercadoPagoOAuthError)

      expect(recorder.messages.size).to.equal(3)
      expect(recorder.printed).to.include(clientId)
      expect(canaries.foundIn(recorder.printed)).to.deep.equal([])
    })
  }

  it('has no HTTP status where no response came', async () => {
    tokenEndpoint().replyWithError(new Error('refused'))

    await rejection(client.clientCredentialsGrant(), MercadoPagoOAuthError)

    expect(recorder.ended).to.deep.equal([
      {
        clientId,
        grantType: 'client_credentials',
        outcome: 'failure',
        errorCode: 'upstream_unavailable',
      },
    ])
  })

  it('is silent about a request that is not sent, because the provider asked to wait', async () => {
    tokenEndpoint().reply(429, '', { 'retry-after': '10' })

    await rejection(client.clientCredentialsGrant(), MercadoPagoOAuthError)
    await rejection(client.clientCredentialsGrant(), MercadoPagoOAuthError)

    expect(recorder.messages.size).to.equal(1)
  })

  for (const [what, tamper] of [
    ['writes into', (message: object) => Object.assign(message, { outcome: 'x', grantType: 'y' })],
    ['freezes', (message: object) => Object.freeze(message)],
  ] as const) {
    it(`leaves a flow alone whose subscriber ${what} a message`, async () => {
      tokenEndpoint().reply(200, tokenResponse)
      const request = client.refreshTokenGrant('TG-old')
      for (const message of recorder.messages) tamper(message)

      expect((await request).accessToken).to.equal(tokenResponse.access_token)
      expect(recorder.events.map(([event]) => event)).to.deep.equal([
        'start',
        'end',
        'asyncStart',
        'asyncEnd',
      ])
    })
  }

  it('leaves a flow alone whose subscriber throws; Node raises that as uncaughtException', () => {
    const script = `
      import { tracingChannel } from 'node:diagnostics_channel'
      import { createClient } from 'mercadopago-oauth'
      import nock from 'nock'
      nock('https://api.mercadopago.com').post('/oauth/token').reply(200, ${JSON.stringify(tokenResponse)})
      const mistake = (name) => () => { throw new Error(name) }
      tracingChannel('mercadopago-oauth:token-request').subscribe({
        start: mistake('start'), end: mistake('end'), asyncStart: mistake('asyncStart'),
        asyncEnd: mistake('asyncEnd'), error: mistake('error'),
      })
      const raised = []
      process.on('uncaughtException', (error) => raised.push(error.message))
      const tokens = await createClient(${JSON.stringify(application)}).refreshTokenGrant('TG-old')
      process.on('exit', () => console.log(JSON.stringify([tokens.sellerId, ...raised])))`
    const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      encoding: 'utf8',
    })

    expect(JSON.parse(output)).to.deep.equal([
      String(tokenResponse.user_id),
      'start',
      'end',
      'asyncStart',
      'asyncEnd',
    ])
  })
})
