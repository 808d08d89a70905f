import { expect } from 'chai'
import {
  type ClientOptions,
  CodeExchangeError,
  createClient,
  mercadoPagoProvider,
  type Provider,
  TokenResponseError,
  UpstreamUnavailableError,
} from 'mercadopago-oauth'
import nock from 'nock'
import { application, codeVerifier, tokenResponse, valuesOf } from '../helpers/application.ts'
import { asyncMisuse, printed, rejection } from '../helpers/errors.ts'
import { MovableClock } from '../helpers/movable-clock.ts'
import { withoutNetwork } from '../helpers/nock.ts'

const code = 'TG-5b5f3c6e7d8a9b0c1d2e3f40-987654321'

function client(options: Partial<ClientOptions> = {}) {
  return createClient({ ...application, clock: new MovableClock().read, ...options })
}

function tokenEndpoint(): nock.Interceptor {
  return nock('https://api.mercadopago.com').post('/oauth/token')
}

/** Exchanges the code and gets this response. */
function exchanged(body: nock.Body, options: Partial<ClientOptions> = {}) {
  tokenEndpoint().reply(200, body, { 'content-type': 'application/json' })
  return client(options).authorizationCodeGrant({ code, codeVerifier })
}

/** What a refused response gives. */
async function refused(body: nock.Body, options: Partial<ClientOptions> = {}) {
  return await rejection(exchanged(body, options), TokenResponseError)
}

describe('client.authorizationCodeGrant()', () => {
  withoutNetwork()

  describe('request', () => {
    it('D23: posts exactly these fields, with the secret in the body', async () => {
      nock('https://api.mercadopago.com', { badheaders: ['authorization'] })
        .matchHeader('accept', 'application/json')
        .matchHeader('accept-encoding', 'identity')
        .matchHeader('content-type', 'application/x-www-form-urlencoded')
        .post('/oauth/token', {
          grant_type: 'authorization_code',
          code: 'TG-5b5f3c6e7d8a9b0c1d2e3f40-987654321',
          redirect_uri: 'https://app.example/callback',
          code_verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
          client_id: '1234567890123456',
          client_secret: 'canary-client-secret-of-32-chars',
        })
        .reply(200, tokenResponse)

      await client().authorizationCodeGrant({ code, codeVerifier })
    })

    it('D23: encodes a secret of any characters as a form in UTF-8', async () => {
      let sent = ''
      tokenEndpoint().reply(200, (_uri, body) => {
        sent = String(body)
        return tokenResponse
      })
      const clientSecret = 'a&b+c%20:d=é ñ'

      await client({ clientSecret }).authorizationCodeGrant({ code, codeVerifier })

      expect(sent).to.equal(
        'grant_type=authorization_code&code=TG-5b5f3c6e7d8a9b0c1d2e3f40-987654321' +
          '&redirect_uri=https%3A%2F%2Fapp.example%2Fcallback' +
          '&code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk' +
          '&client_id=1234567890123456&client_secret=a%26b%2Bc%2520%3Ad%3D%C3%A9+%C3%B1',
      )
    })

    it('D23: sends HTTP Basic of the form-encoded credentials where the server wants it', async () => {
      const provider: Provider = {
        ...mercadoPagoProvider(),
        clientAuthentication: 'client_secret_basic',
      }
      // RFC 6749, appendix B: both parts are form-encoded before they are joined.
      const pair = 'my+client%3Aid:a%26b%2Bc%2520%3Ad%C3%A9'
      nock('https://api.mercadopago.com')
        .matchHeader('authorization', `Basic ${Buffer.from(pair).toString('base64')}`)
        .post('/oauth/token', {
          grant_type: 'authorization_code',
          code,
          redirect_uri: 'https://app.example/callback',
          code_verifier: codeVerifier,
        })
        .reply(200, tokenResponse)

      await client({
        provider,
        clientId: 'my client:id',
        clientSecret: 'a&b+c%20:dé',
      }).authorizationCodeGrant({ code, codeVerifier })
    })

    for (const [testToken, fields] of [
      [true, { test_token: 'true' }],
      [false, { test_token: 'false' }],
      [undefined, {}],
    ] as const) {
      it(`sends ${JSON.stringify(fields)} for testToken ${testToken}`, async () => {
        tokenEndpointExpecting(fields).reply(200, tokenResponse)

        await client().authorizationCodeGrant({ code, codeVerifier, testToken })
      })
    }

    it('adds extra fields, which override none of ours', async () => {
      tokenEndpointExpecting({ audience: 'api', test_token: 'true' }).reply(200, tokenResponse)
      const extraParams = {
        audience: 'api',
        grant_type: 'password',
        code: 'evil',
        redirect_uri: 'https://evil.example',
        code_verifier: 'evil',
        client_id: 'evil',
        client_secret: 'evil',
        test_token: 'evil',
      }

      await client().authorizationCodeGrant({ code, codeVerifier, testToken: true, extraParams })
    })

    it('sends the redirect URI byte for byte', async () => {
      const redirectUri = 'https://APP.example:443/a/../callback?x=%2b'
      tokenEndpointExpecting({ redirect_uri: redirectUri }).reply(200, tokenResponse)

      await client({ redirectUri }).authorizationCodeGrant({ code, codeVerifier })
    })

    for (const [what, grant, errorCode, message] of [
      ['no code', { code: undefined }, 'ERR_INVALID_ARG_TYPE', '"code" must be a string'],
      ['an empty code', { code: '' }, 'ERR_INVALID_ARG_VALUE', '"code" must not be empty'],
      [
        'no verifier',
        { codeVerifier: undefined },
        'ERR_INVALID_ARG_TYPE',
        '"codeVerifier" must be a string',
      ],
      [
        'a verifier of 42 characters',
        { codeVerifier: 'a'.repeat(42) },
        'ERR_INVALID_ARG_VALUE',
        '"codeVerifier" must be 43 to 128 characters of A-Z a-z 0-9 - . _ ~',
      ],
      [
        'a testToken that is no boolean',
        { testToken: 'true' },
        'ERR_INVALID_ARG_TYPE',
        '"testToken" must be a boolean',
      ],
    ] as const) {
      it(`D01: sends nothing with ${what}`, async () => {
        const wrong = { code, codeVerifier, ...grant }

        expect(await asyncMisuse(client().authorizationCodeGrant(wrong as never))).to.deep.equal({
          code: errorCode,
          message,
        })
      })
    }
  })

  describe('response', () => {
    it('becomes a token set', async () => {
      const tokens = await exchanged({ ...tokenResponse })

      expect(valuesOf(tokens)).to.deep.equal({
        accessToken: 'APP_USR-1234567890123456-112112-0123456789abcdef0123456789abcdef-987654321',
        refreshToken: 'TG-0123456789abcdef01234567-987654321',
        tokenType: 'bearer',
        expiresAt: '2027-05-20T12:00:00.000Z',
        scope: ['offline_access', 'read', 'write'],
        sellerId: '987654321',
        publicKey: 'APP_USR-3a1c2f44-5a3b-4c0e-9d57-0a8e6a5f1b22',
        liveMode: true,
      })
      expect(tokens.response).to.deep.equal(tokenResponse)
    })

    it('may name only what is required', async () => {
      const tokens = await exchanged({ access_token: 'a', token_type: 'bearer', user_id: 1 })

      expect(valuesOf(tokens)).to.deep.equal({
        accessToken: 'a',
        refreshToken: undefined,
        tokenType: 'bearer',
        expiresAt: '2026-11-21T13:00:00.000Z',
        scope: [],
        sellerId: '1',
        publicKey: undefined,
        liveMode: undefined,
      })
    })

    it('may hold null where a member is optional', async () => {
      const nulls = { refresh_token: null, public_key: null, live_mode: null }

      const tokens = await exchanged({ ...tokenResponse, ...nulls })

      expect(tokens.refreshToken).to.equal(undefined)
      expect(tokens.publicKey).to.equal(undefined)
      expect(tokens.liveMode).to.equal(undefined)
    })

    for (const contentType of [
      'application/json',
      'application/json;charset=UTF-8',
      'Application/JSON ; charset=utf-8',
      'application/vnd.server.v1+json',
    ]) {
      it(`D06: is read as ${contentType}`, async () => {
        tokenEndpoint().reply(200, tokenResponse, { 'content-type': contentType })

        const tokens = await client().authorizationCodeGrant({ code, codeVerifier })

        expect(tokens.sellerId).to.equal('987654321')
      })
    }

    for (const contentType of [
      'text/html',
      'text/plain',
      'text/json',
      'application/jsonp',
      'application/x-www-form-urlencoded',
      'x application/json',
      '',
    ]) {
      it(`D06: is refused as ${JSON.stringify(contentType)}`, async () => {
        tokenEndpoint().reply(200, JSON.stringify(tokenResponse), { 'content-type': contentType })

        const error = await rejection(
          client().authorizationCodeGrant({ code, codeVerifier }),
          TokenResponseError,
        )

        expect(error.code).to.equal('token_response_invalid')
        expect(error.status).to.equal(502)
        expect(error.upstreamStatus).to.equal(200)
      })
    }

    it('D06: is refused without a content type', async () => {
      tokenEndpoint().reply(200, Buffer.from(JSON.stringify(tokenResponse)))

      const error = await rejection(
        client().authorizationCodeGrant({ code, codeVerifier }),
        TokenResponseError,
      )

      expect(error.code).to.equal('token_response_invalid')
    })

    for (const [what, body] of [
      ['an HTML page', '<!doctype html><title>Log in</title>'],
      ['nothing', ''],
      ['JSON cut short', JSON.stringify(tokenResponse).slice(0, -1)],
      ['a form', 'access_token=a&token_type=bearer&user_id=1'],
      ['an array', JSON.stringify([tokenResponse])],
      ['a string', '"access_token"'],
      ['null', 'null'],
      ['a number', '1'],
      ['JSON with trailing bytes', `${JSON.stringify(tokenResponse)}}`],
      ['two JSON objects', JSON.stringify(tokenResponse).repeat(2)],
      ['JSON with a comment', `/**/${JSON.stringify(tokenResponse)}`],
    ] as const) {
      it(`D07: is refused when it is ${what}`, async () => {
        const error = await refused(body)

        expect(error.code).to.equal('token_response_invalid')
        expect(error.status).to.equal(502)
        expect(error.upstreamStatus).to.equal(200)
      })
    }

    for (const status of [201, 202, 204, 206]) {
      it(`is refused with HTTP ${status}`, async () => {
        tokenEndpoint().reply(status, status === 204 ? '' : tokenResponse)

        const error = await rejection(
          client().authorizationCodeGrant({ code, codeVerifier }),
          TokenResponseError,
        )

        expect(error.code).to.equal('token_response_invalid')
        expect(error.upstreamStatus).to.equal(status)
      })
    }

    const tokens = [undefined, null, '', 5, true, {}, ['a'], 'a b', ' a', 'a\n', 'a\u0000', 'é']
    for (const wrong of tokens) {
      it(`D14: is refused with the access token ${JSON.stringify(wrong)}`, async () => {
        const error = await refused({ ...tokenResponse, access_token: wrong })

        expect(error.code).to.equal('token_response_invalid')
      })
    }

    for (const wrong of tokens.filter((token) => token !== undefined && token !== null)) {
      it(`D14: is refused with the refresh token ${JSON.stringify(wrong)}`, async () => {
        const error = await refused({ ...tokenResponse, refresh_token: wrong })

        expect(error.code).to.equal('token_response_invalid')
      })
    }

    for (const spelled of ['bearer', 'Bearer', 'BEARER', 'bEaReR']) {
      it(`D15: is accepted with the token type ${spelled}`, async () => {
        const { tokenType } = await exchanged({ ...tokenResponse, token_type: spelled })

        expect(tokenType).to.equal('bearer')
      })
    }

    for (const wrong of [undefined, null, '', 'mac', 'dpop', 'bearer ', 'bearers', 5, ['bearer']]) {
      it(`D15: is refused with the token type ${JSON.stringify(wrong)}`, async () => {
        const error = await refused({ ...tokenResponse, token_type: wrong })

        expect(error.code).to.equal('token_response_invalid')
      })
    }

    it('D16: is given an hour when it does not say how long the token lives', async () => {
      const { expiresAt } = await exchanged({ ...tokenResponse, expires_in: undefined })

      expect(expiresAt.toISOString()).to.equal('2026-11-21T13:00:00.000Z')
    })

    for (const [life, expiresAt] of [
      [15552000, '2027-05-20T12:00:00.000Z'],
      ['15552000', '2027-05-20T12:00:00.000Z'],
      [1, '2026-11-21T12:00:01.000Z'],
      ['0021600', '2026-11-21T18:00:00.000Z'],
      [400 * 86_400, '2027-12-26T12:00:00.000Z'],
      [400 * 86_400 + 1, '2027-05-20T12:00:00.000Z'],
      [1e12, '2027-05-20T12:00:00.000Z'],
      ['1000000000000', '2027-05-20T12:00:00.000Z'],
      [1e300, '2027-05-20T12:00:00.000Z'],
    ] as const) {
      it(`D17: ends at ${expiresAt} for expires_in ${JSON.stringify(life)}`, async () => {
        const tokens = await exchanged({ ...tokenResponse, expires_in: life })

        expect(tokens.expiresAt.toISOString()).to.equal(expiresAt)
      })
    }

    for (const wrong of [0, -1, 1.5, '1.5', '-1', '0', '', 'NaN', '1e9', ' 60', null, true, [60]]) {
      it(`D17: is refused with expires_in ${JSON.stringify(wrong)}`, async () => {
        const error = await refused({ ...tokenResponse, expires_in: wrong })

        expect(error.code).to.equal('token_response_invalid')
      })
    }

    it('D17: is refused with an expires_in beyond every number', async () => {
      const { expires_in: _, ...others } = tokenResponse
      const error = await refused(JSON.stringify(others).replace('{', '{"expires_in":1e999,'))

      expect(error.code).to.equal('token_response_invalid')
    })

    for (const [userId, sellerId] of [
      [987654321, '987654321'],
      ['987654321', '987654321'],
      [Number.MAX_SAFE_INTEGER, '9007199254740991'],
      ['90071992547409930000', '90071992547409930000'],
    ] as const) {
      it(`D18: names the seller ${sellerId} for user_id ${JSON.stringify(userId)}`, async () => {
        const tokens = await exchanged({ ...tokenResponse, user_id: userId })

        expect(tokens.sellerId).to.equal(sellerId)
      })
    }

    for (const wrong of [
      undefined,
      null,
      0,
      -1,
      1.5,
      Number.MAX_SAFE_INTEGER + 1,
      true,
      {},
      [1],
      '',
      '0',
      '01',
      '-1',
      '1e3',
      ' 1',
      '1\n',
      '٣',
      '1'.repeat(33),
    ]) {
      it(`D18: is refused with user_id ${JSON.stringify(wrong)}`, async () => {
        const error = await refused({ ...tokenResponse, user_id: wrong })

        expect(error.code).to.equal('token_response_invalid')
      })
    }

    it('D21: may lack a refresh token', async () => {
      const tokens = await exchanged({
        ...tokenResponse,
        scope: 'read write',
        refresh_token: undefined,
      })

      expect(tokens.refreshToken).to.equal(undefined)
      expect(tokens.scope).to.deep.equal(['read', 'write'])
    })

    for (const [scope, words] of [
      ['read write offline_access', ['read', 'write', 'offline_access']],
      ['  read   write ', ['read', 'write']],
      ['', []],
      [undefined, []],
      [`read ${'x'.repeat(1000)}`, ['read', 'x'.repeat(1000)]],
    ] as const) {
      it(`reads the scope ${JSON.stringify(scope)?.slice(0, 40)}`, async () => {
        expect((await exchanged({ ...tokenResponse, scope })).scope).to.deep.equal(words)
      })
    }

    for (const wrong of [null, 5, ['read'], 'read\nwrite', 'lectura ñ']) {
      it(`is refused with the scope ${JSON.stringify(wrong)}`, async () => {
        expect((await refused({ ...tokenResponse, scope: wrong })).code).to.equal(
          'token_response_invalid',
        )
      })
    }

    for (const [required, sent] of [
      [true, false],
      [false, true],
      [true, undefined],
      [false, null],
    ] as const) {
      it(`D22: is refused with live_mode ${sent} when ${required} is required`, async () => {
        const error = await refused({ ...tokenResponse, live_mode: sent }, { liveMode: required })

        expect(error.code).to.equal('token_response_invalid')
      })
    }

    for (const liveMode of [true, false]) {
      it(`D22: keeps live_mode ${liveMode}, required or not`, async () => {
        const body = { ...tokenResponse, live_mode: liveMode }

        expect((await exchanged(body)).liveMode).to.equal(liveMode)
        expect((await exchanged(body, { liveMode })).liveMode).to.equal(liveMode)
      })
    }

    for (const wrong of ['true', 1, 0, {}]) {
      it(`D22: is refused with live_mode ${JSON.stringify(wrong)}`, async () => {
        expect((await refused({ ...tokenResponse, live_mode: wrong })).code).to.equal(
          'token_response_invalid',
        )
      })
    }

    it('cannot reach a prototype through its member names', async () => {
      const { access_token: _, ...others } = tokenResponse
      const nested = `{"__proto__":{"access_token":"evil"},${JSON.stringify(others).slice(1)}`

      const error = await refused(nested)

      expect(error.code).to.equal('token_response_invalid')
      expect(Object.hasOwn(Object.prototype, 'access_token')).to.equal(false)
    })
  })

  describe('a provider that names no seller in its response', () => {
    const { sellerIdMember: _, ...provider } = mercadoPagoProvider()

    it('has the seller taken from the profile', async () => {
      tokenEndpoint().reply(200, { ...tokenResponse, user_id: undefined })
      nock('https://api.mercadopago.com')
        .matchHeader('authorization', `Bearer ${tokenResponse.access_token}`)
        .get('/users/me')
        .reply(200, { id: 4242 })

      const tokens = await client({ provider }).authorizationCodeGrant({ code, codeVerifier })

      expect(tokens.sellerId).to.equal('4242')
      expect(tokens.refreshToken).to.equal(tokenResponse.refresh_token)
    })

    it('ignores a user_id nobody declared', async () => {
      tokenEndpoint().reply(200, { ...tokenResponse, user_id: -5 })
      nock('https://api.mercadopago.com').get('/users/me').reply(200, { id: 4242 })

      const tokens = await client({ provider }).authorizationCodeGrant({ code, codeVerifier })

      expect(tokens.sellerId).to.equal('4242')
    })
  })

  describe('refusal', () => {
    function refusedWith(status: number, body: nock.Body) {
      tokenEndpoint().reply(status, body)
      return client().authorizationCodeGrant({ code, codeVerifier })
    }

    const rejected =
      'The token endpoint refused the code. Check that it is fresh (10 minutes at Mercado Pago) and used once, and that the redirect URI and the code verifier are those of the attempt.'

    for (const [what, body] of [
      ['in `error`', { error: 'invalid_grant', message: 'Error validating grant.', status: 400 }],
      ['in `errorKey`', { errorKey: 'invalid_grant', message: 'canary', status: 400, cause: [] }],
      ['in `code`', { code: 'invalid_grant', error: null, message: 'canary' }],
      ['after an `error` that is no code', { error: 'Bad Request!', errorKey: 'invalid_grant' }],
      ['as RFC 6749 writes it', { error: 'invalid_grant', error_description: 'canary' }],
      ['in capitals', { error: 'INVALID_GRANT' }],
    ] as const) {
      it(`D03: invalid_grant ${what} is a rejected code`, async () => {
        const error = await rejection(refusedWith(400, body), CodeExchangeError)

        expect(error.code).to.equal('code_rejected')
        expect(error.status).to.equal(400)
        expect(error.upstreamStatus).to.equal(400)
        expect(error.upstreamError).to.equal('invalid_grant')
        expect(error.message).to.equal(rejected)
      })
    }

    it('D03: expired_grant is a rejected code', async () => {
      const error = await rejection(
        refusedWith(400, { errorKey: 'expired_grant' }),
        CodeExchangeError,
      )

      expect(error.code).to.equal('code_rejected')
      expect(error.upstreamError).to.equal('expired_grant')
    })

    it('D02: the verifier of another attempt gives a rejected code', async () => {
      tokenEndpointExpecting({ code_verifier: 'b'.repeat(43) }).reply(400, {
        error: 'invalid_grant',
      })

      const error = await rejection(
        client().authorizationCodeGrant({ code, codeVerifier: 'b'.repeat(43) }),
        CodeExchangeError,
      )

      expect(error.code).to.equal('code_rejected')
    })

    for (const [upstreamError, message] of [
      [
        'invalid_client',
        'The token endpoint refused the credentials: is this the Client Secret of this application, not an access token, and the Client ID that belongs to it?',
      ],
      [
        'unauthorized_client',
        'The application may not use this grant: check its allowed flows and permissions in the panel.',
      ],
      [
        'invalid_request',
        'The token endpoint found the request incomplete or malformed: check the Client ID, the Client Secret and the redirect URI.',
      ],
      [
        'invalid_scope',
        'The token endpoint refused the scope: check the permissions of the application.',
      ],
      [
        'unsupported_grant_type',
        'The token endpoint does not know this grant: check the allowed flows of the application.',
      ],
      [
        'unauthorized_application',
        'The application is blocked at the provider: check its state in the panel.',
      ],
      [
        'forbidden',
        'The provider forbids this application the request: check its state and permissions in the panel.',
      ],
    ] as const) {
      for (const status of [400, 401, 403]) {
        it(`D04: ${upstreamError} with HTTP ${status} says what to check`, async () => {
          const error = await rejection(
            refusedWith(status, { error: upstreamError, message: 'canary' }),
            CodeExchangeError,
          )

          expect(error.code).to.equal('client_rejected')
          expect(error.status).to.equal(500)
          expect(error.upstreamError).to.equal(upstreamError)
          expect(error.upstreamStatus).to.equal(status)
          expect(error.message).to.equal(message)
        })
      }
    }

    for (const member of ['message', 'error_description']) {
      it(`explains PKCE when the ${member} asks for a code_verifier`, async () => {
        const error = await rejection(
          refusedWith(400, {
            error: 'invalid_request',
            [member]: 'code_verifier is a required parameter',
          }),
          CodeExchangeError,
        )

        expect(error.code).to.equal('client_rejected')
        expect(error.message).to.equal(
          'The token endpoint asks for a code verifier: PKCE is switched on for the application, so send the codeVerifier whose challenge was in the authorization URL.',
        )
      })
    }

    for (const [what, error, message, advice] of [
      [
        'another refusal mentions a code_verifier',
        'invalid_client',
        'no code_verifier',
        /^The token endpoint refused the credentials: /,
      ],
      [
        'a code_verifier comes after 256 characters',
        'invalid_request',
        `${'x'.repeat(256)}code_verifier`,
        /^The token endpoint found the request incomplete or malformed: /,
      ],
    ] as const) {
      it(`does not explain PKCE when ${what}`, async () => {
        const refusal = await rejection(refusedWith(400, { error, message }), CodeExchangeError)

        expect(refusal.code).to.equal('client_rejected')
        expect(refusal.message).to.match(advice)
      })
    }

    for (const body of ['', 'Unauthorized', '{"error":"something_else"}']) {
      it(`401 with ${JSON.stringify(body)} is a refused application`, async () => {
        const error = await rejection(refusedWith(401, body), CodeExchangeError)

        expect(error.code).to.equal('client_rejected')
        expect(error.message).to.equal(
          'The token endpoint refused the application. Check its settings in the panel: the Client ID, the Client Secret, and that the authorization code flow is allowed.',
        )
      })
    }

    for (const [what, status, body] of [
      ['an unknown code', 400, { error: 'brand_new_error' }],
      ['a name of every object', 400, { error: 'constructor' }],
      ['no code', 400, { message: 'Error validating grant.' }],
      ['an HTML page', 400, '<html>canary</html>'],
      ['a code that is no string', 400, { error: { code: 'invalid_grant' } }],
      ['a code of 65 characters', 400, { error: 'x'.repeat(65) }],
      ['nothing', 404, ''],
      ['a teapot', 418, {}],
    ] as const) {
      it(`HTTP ${status} with ${what} is a response OAuth does not allow`, async () => {
        const error = await rejection(refusedWith(status, body), TokenResponseError)

        expect(error.code).to.equal('token_response_invalid')
        expect(error.status).to.equal(502)
        expect(error.upstreamStatus).to.equal(status)
      })
    }

    for (const status of [500, 502, 503, 504]) {
      it(`D13: HTTP ${status} is a provider that fails, and the code is not sent again`, async () => {
        const error = await rejection(
          refusedWith(status, '<html>canary</html>'),
          UpstreamUnavailableError,
        )

        expect(error.code).to.equal('upstream_unavailable')
        expect(error.status).to.equal(503)
        expect(error.requestSent).to.equal(true)
        expect(error.upstreamStatus).to.equal(status)
        expect(printed(error)).to.not.include('canary')
      })
    }

    for (const status of [301, 302, 303, 307, 308]) {
      it(`D05: HTTP ${status} is not followed`, async () => {
        tokenEndpoint().reply(status, tokenResponse, { location: 'https://evil.example/' })

        const error = await rejection(
          client().authorizationCodeGrant({ code, codeVerifier }),
          TokenResponseError,
        )

        expect(error.code).to.equal('token_response_invalid')
        expect(error.status).to.equal(502)
        expect(error.upstreamStatus).to.equal(status)
      })
    }

    for (const status of [400, 401, 403, 404, 429, 500, 302, 200]) {
      it(`shows nothing of the request or the response after HTTP ${status}`, async () => {
        const canaries = {
          error: 'canary error!',
          errorKey: 'canary errorKey!',
          code: 'canary code!',
          message: 'canary message',
          error_description: 'canary error_description',
          error_uri: 'https://canary.example',
          cause: [{ code: 'canary', description: 'canary' }],
          access_token: 'canary-token',
        }
        tokenEndpoint().reply(status, canaries, { 'x-canary': 'canary', location: '/canary' })

        const error = await rejection(
          client().authorizationCodeGrant({ code: 'canary-code', codeVerifier }),
          Error,
        )

        expect(printed(error).toLowerCase()).to.not.include('canary')
        expect(printed(error)).to.not.include(codeVerifier)
      })
    }

    it('keeps no sentence that ends like a code', async () => {
      const error = await rejection(
        refusedWith(400, { error: 'canary: invalid_grant' }),
        TokenResponseError,
      )

      expect(error.upstreamError).to.equal(undefined)
    })

    it('keeps an upstream code out of sight, but within reach', async () => {
      const error = await rejection(
        refusedWith(400, { error: 'canary_code', message: 'canary' }),
        TokenResponseError,
      )

      expect(error.upstreamError).to.equal('canary_code')
      expect(printed(error)).to.not.include('canary')
    })
  })
})

/** Expects a code grant whose fields are the usual ones, changed by these. */
function tokenEndpointExpecting(fields: Record<string, string>): nock.Interceptor {
  return nock('https://api.mercadopago.com').post('/oauth/token', {
    grant_type: 'authorization_code',
    code,
    redirect_uri: application.redirectUri,
    code_verifier: codeVerifier,
    client_id: application.clientId,
    client_secret: application.clientSecret,
    ...fields,
  })
}
