import { inspect } from 'node:util'
import { expect } from 'chai'
import {
  createAuthorizationFlow,
  createClient,
  errorResponse,
  MercadoPagoOAuthError,
  mercadoPagoProvider,
} from 'mercadopago-oauth'
import nock from 'nock'
import { application } from '../helpers/application.ts'
import { CookieJar } from '../helpers/cookie-jar.ts'
import { rejection } from '../helpers/errors.ts'
import { withoutNetwork } from '../helpers/nock.ts'

const client = createClient(application)
const api = 'https://api.mercadopago.com'
const code = 'TG-64f1c2a7e4b0c9-987654321'
const codeVerifier = 'verifier-of-the-attempt-abcdefghijklmnopqrstuv'

function exchange(asked = client) {
  return rejection(asked.authorizationCodeGrant({ code, codeVerifier }), MercadoPagoOAuthError)
}

/** What the error of an exchange says after this response. */
async function described(body: object, status = 400): Promise<string | undefined> {
  nock(api).post('/oauth/token').reply(status, body)
  return (await exchange()).upstreamDescription
}

describe('upstreamDescription', () => {
  withoutNetwork()

  it('is the message of the provider, else its error_description', async () => {
    const both = { error: 'invalid_grant', message: 'Used before', error_description: 'Other' }
    expect(await described(both)).to.equal('Used before')
    expect(await described({ error: 'use_nonce', error_description: 'Send a nonce' })).to.equal(
      'Send a nonce',
    )
    expect(
      await described({ error: 'invalid_grant', message: 5, error_description: 'b' }),
    ).to.equal('b')
  })

  for (const [what, body] of Object.entries({
    nothing: { error: 'invalid_grant' },
    'an object': { error: 'invalid_grant', message: { text: 'a' } },
    blanks: { error: 'invalid_grant', message: ' \u200b\n\u2028 ' },
  })) {
    it(`is absent where the provider says ${what}`, async () => {
      expect(await described(body)).to.equal(undefined)
    })
  }

  for (const status of [429, 500, 503, 302, 404, 200]) {
    it(`is there at ${status}, too`, async () => {
      expect(await described({ error: 'a', message: 'Please wait' }, status)).to.equal(
        'Please wait',
      )
    })
  }

  it('loses what cannot be seen, and keeps one blank for many', async () => {
    const message =
      'a\u0000b\u001b[31mc\u202ed\u2066e\u200bf\ufeffg\u00adh\u3164i\u{e0041}j \r\n\t k\ud800'
    expect(await described({ error: 'e', message })).to.equal('ab[31mcdef ghij k')
  })

  it('is cut at 256 characters, none of them in two', async () => {
    expect(await described({ error: 'e', message: '🛒é'.repeat(5_000) })).to.equal(
      '🛒é'.repeat(128),
    )
  })

  it('is neither printed nor serialised, nor shown to a browser', async () => {
    nock(api).post('/oauth/token').reply(400, { error: 'invalid_grant', message: 'canary' })
    const error = await exchange()
    expect(error.upstreamDescription).to.equal('canary')
    expect(inspect(error, { showHidden: true, depth: Number.POSITIVE_INFINITY })).not.to.include(
      'canary',
    )
    expect(JSON.stringify([error, { ...error }])).not.to.include('canary')
    expect([errorResponse(error).body, error.message].join()).not.to.include('canary')
  })

  const echoes: Record<string, string> = {
    'the code': `The code ${code} is not valid`,
    'a part of the code': `The code ${code.slice(0, 12)}… is not valid`,
    'the code in capitals': `The code ${code.toUpperCase()} is not valid`,
    'the code between invisible characters': [...code].join('\u200b'),
    'the code beyond the cut': `${'x'.repeat(245)} ${code}`,
    'the code verifier': `code_verifier=${codeVerifier}`,
    'the client secret': `${application.clientSecret} is not the secret`,
    'a percent-encoded secret': [...codeVerifier]
      .map((letter) => `%${letter.charCodeAt(0).toString(16)}`)
      .join(''),
  }
  for (const [what, message] of Object.entries(echoes)) {
    it(`H04: is absent where it repeats ${what}`, async () => {
      expect(await described({ error: 'invalid_grant', message })).to.equal(undefined)
    })
  }

  it('H04: hides words that look like a secret, although they were not sent', async () => {
    const message =
      'Token APP_USR-0123456789abcdef-42 of authorization_code_grant, see https://a.example/e42'
    expect(await described({ error: 'invalid_grant', message })).to.equal(
      'Token [hidden] of authorization_code_grant, see https://a.example/e42',
    )
  })

  it('may name what is public: the application, its address and the grant', async () => {
    const message = `${application.clientId} may not use authorization_code with ${application.redirectUri}`
    expect(await described({ error: 'unauthorized_client', message })).to.equal(message)
  })

  it('H04: is absent where it repeats a refresh token', async () => {
    nock(api).post('/oauth/token').reply(400, { error: 'invalid_grant', message: 'No TG-old-one' })
    const error = await rejection(client.refreshTokenGrant('TG-old-one'), MercadoPagoOAuthError)
    expect([error.code, error.upstreamDescription]).to.deep.equal([
      'reauthorization_required',
      undefined,
    ])
  })

  for (const secret of ['short', 'a long secret with blanks & signs: 100%', 'ñandú-ñandú']) {
    it(`H04: is absent where it repeats a secret sent by HTTP Basic: ${secret}`, async () => {
      const basic = createClient({
        ...application,
        clientSecret: secret,
        provider: { ...mercadoPagoProvider(), clientAuthentication: 'client_secret_basic' },
      })
      const header = Buffer.from(`${application.clientId}:x`).toString('base64')
      for (const [message, expected] of [
        [`The secret ${secret} is wrong`, undefined],
        [`Basic ${header.slice(0, 4)} is wrong`, `Basic ${header.slice(0, 4)} is wrong`],
      ]) {
        nock(api).post('/oauth/token').reply(401, { error: 'invalid_client', message })
        expect((await exchange(basic)).upstreamDescription).to.equal(expected)
      }
    })
  }

  it('comes from the profile, without the access token', async () => {
    for (const [message, expected] of [
      ['Token ended', 'Token ended'],
      ['APP_USR-canary ended', undefined],
    ]) {
      nock(api).get('/users/me').reply(401, { error: 'unauthorized', message })
      const error = await rejection(client.userInfo('APP_USR-canary'), MercadoPagoOAuthError)
      expect(error.upstreamDescription).to.equal(expected)
    }
  })

  it('comes from the revocation endpoint, without the token', async () => {
    const provider = { ...mercadoPagoProvider(), revocationEndpoint: `${api}/revoke` }
    const revoking = createClient({ ...application, provider })
    const tokens = { sellerId: '1', accessToken: 'APP_USR-canary', refreshToken: 'TG-canary' }
    for (const [message, expected] of [
      ['Down for repair', 'Down for repair'],
      ['TG-canary is unknown', undefined],
    ]) {
      nock(api).post('/revoke').reply(503, { message })
      const error = await rejection(revoking.revoke(tokens), MercadoPagoOAuthError)
      expect(error.upstreamDescription).to.equal(expected)
    }
  })

  for (const [error, refused] of [
    ['access_denied', 'access_denied'],
    ['server_error', 'authorization_error'],
  ] as const) {
    it(`comes from an authorization response with ${error}, without the state`, async () => {
      const flow = createAuthorizationFlow({ client })
      for (const [text, isKept] of [
        ['The seller\u202e left', true],
        ['No attempt STATE', false],
      ] as const) {
        const cookies = new CookieJar()
        const { authorizationUrl } = flow.start({ cookies })
        const state = new URL(authorizationUrl).searchParams.get('state') ?? ''
        const error_description = text.replace('STATE', state)
        const query = String(new URLSearchParams({ error, state, error_description }))
        const failure = await rejection(flow.finish({ cookies, query }), MercadoPagoOAuthError)
        expect([failure.code, failure.upstreamDescription]).to.deep.equal([
          refused,
          isKept ? 'The seller left' : undefined,
        ])
      }
    })
  }
})
