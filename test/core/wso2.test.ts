import { inspect } from 'node:util'
import { expect } from 'chai'
import {
  CodeExchangeError,
  createClient,
  MercadoPagoOAuthError,
  wso2Provider,
} from 'mercadopago-oauth'
import nock from 'nock'
import { application } from '../helpers/application.ts'
import { misuse, printed, rejection } from '../helpers/errors.ts'
import { withoutNetwork } from '../helpers/nock.ts'

const baseUrl = 'https://login.example:9443'

describe('wso2()', () => {
  withoutNetwork()

  it('finds every endpoint below the base URL', () => {
    const { profile, ...settings } = wso2Provider({ baseUrl })
    expect(settings).to.deep.equal({
      name: 'wso2',
      authorizationEndpoint: `${baseUrl}/oauth2/authorize`,
      tokenEndpoint: `${baseUrl}/oauth2/token`,
      userInfoEndpoint: `${baseUrl}/oauth2/userinfo`,
      revocationEndpoint: `${baseUrl}/oauth2/revoke`,
      clientAuthentication: 'client_secret_basic',
      scope: ['openid'],
      issuer: `${baseUrl}/oauth2/token`,
    })
  })

  it('keeps the path of the base URL, and puts the tenant behind it', () => {
    const { tokenEndpoint, issuer } = wso2Provider({
      baseUrl: `${baseUrl}/is/`,
      tenant: 'shop.example',
    })
    expect(tokenEndpoint).to.equal(`${baseUrl}/is/t/shop.example/oauth2/token`)
    expect(issuer).to.equal(tokenEndpoint)
  })

  for (const [options, code, message] of [
    [undefined, 'ERR_INVALID_ARG_TYPE', '"options" must be an object'],
    [{}, 'ERR_INVALID_ARG_TYPE', '"baseUrl" must be a string'],
    [
      { baseUrl: 'http://login.example' },
      'ERR_INVALID_ARG_VALUE',
      '"baseUrl" must use https (http only on localhost, 127.0.0.1 or [::1])',
    ],
    [
      { baseUrl: 'https://login.example/?tenant=a' },
      'ERR_INVALID_ARG_VALUE',
      '"baseUrl" must not carry a query',
    ],
    [{ baseUrl, tenant: 5 }, 'ERR_INVALID_ARG_TYPE', '"tenant" must be a string'],
    [{ baseUrl, tenant: '' }, 'ERR_INVALID_ARG_VALUE', '"tenant" must not be empty'],
    [
      { baseUrl, tenant: '../carbon' },
      'ERR_INVALID_ARG_VALUE',
      '"tenant" must be a domain, such as shop.example',
    ],
    [
      { baseUrl, tenant: 'a/b' },
      'ERR_INVALID_ARG_VALUE',
      '"tenant" must be a domain, such as shop.example',
    ],
  ] as const) {
    it(`refuses ${inspect(options)}`, () => {
      expect(misuse(() => wso2Provider(options as never))).to.deep.equal({ code, message })
    })
  }

  it('always asks for openid, before what the app asks for', () => {
    const client = createClient({ ...application, provider: wso2Provider({ baseUrl }) })
    for (const [scope, sent] of [
      [undefined, 'openid'],
      ['profile  openid email', 'openid profile email'],
      [['profile', 'email'], 'openid profile email'],
    ] as const) {
      const url = client.authorizationUrl({ state: 's', codeChallenge: 'c', scope })
      expect(new URL(url).searchParams.get('scope')).to.equal(sent)
    }
  })

  describe('a code grant', () => {
    const client = createClient({ ...application, provider: wso2Provider({ baseUrl }) })
    const { clientId, clientSecret } = application
    const credentials = { user: clientId, pass: clientSecret }
    const tokens = {
      access_token: 'canary-access-token',
      refresh_token: 'canary-refresh-token',
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'openid',
    }

    function exchange() {
      return client.authorizationCodeGrant({ code: 'the-code', codeVerifier: 'v'.repeat(43) })
    }

    /** The token endpoint: credentials in HTTP Basic, and none in the form. */
    function issuing(): nock.Scope {
      return nock(baseUrl)
        .post('/oauth2/token', {
          grant_type: 'authorization_code',
          code: 'the-code',
          redirect_uri: application.redirectUri,
          code_verifier: 'v'.repeat(43),
        })
        .basicAuth(credentials)
        .reply(200, tokens)
    }

    function userInfo(): nock.Interceptor {
      return nock(baseUrl)
        .matchHeader('authorization', 'Bearer canary-access-token')
        .get('/oauth2/userinfo')
    }

    it('has its seller from the profile', async () => {
      issuing()
      userInfo().reply(200, { sub: 'PRIMARY/ana@shop.example' })
      expect((await exchange()).sellerId).to.equal('PRIMARY/ana@shop.example')
    })

    for (const [what, response, code] of [
      ['is down', [503], 'upstream_unavailable'],
      ['names nobody', [200, { name: 'Ana' }], 'token_response_invalid'],
      ['names a space', [200, { sub: 'a b' }], 'token_response_invalid'],
      ['is refused to the token', [401], 'client_rejected'],
      ['is refused to its scope', [403, { error: 'insufficient_scope' }], 'client_rejected'],
    ] as const) {
      it(`fails when the profile ${what}; the tokens, which may be those of an earlier link, are not revoked`, async () => {
        issuing()
        userInfo().reply(...(response as unknown as [number]))
        const error = await rejection(exchange(), MercadoPagoOAuthError)
        expect(error.code).to.equal(code)
        expect(printed(error)).not.to.include('canary')
      })
    }

    for (const status of [401, 403]) {
      it(`says what to check when the profile is refused with ${status}`, async () => {
        issuing()
        userInfo().reply(status)
        const error = await rejection(exchange(), CodeExchangeError)
        expect(error.upstreamStatus).to.equal(status)
        expect(error.message).to.equal(
          'The profile was refused to a new token, so its seller is not known: check that the scope holds what the profile needs, such as openid.',
        )
      })
    }
  })

  it('maps the claims of a profile', async () => {
    const client = createClient({ ...application, provider: wso2Provider({ baseUrl }) })
    const claims = {
      sub: 'ana',
      name: 'Ana Díaz',
      preferred_username: 'ana.diaz',
      given_name: 'Ana',
      family_name: 'Díaz',
      email: 'ana@shop.example',
      picture: 'https://pictures.example/ana.png',
    }
    nock(baseUrl).get('/oauth2/userinfo').reply(200, claims)
    const { json, raw, ...profile } = await client.userInfo('token')
    expect(json).to.deep.equal(claims)
    expect(profile).to.deep.equal({
      id: 'ana',
      displayName: 'Ana Díaz',
      nickname: 'ana.diaz',
      firstName: 'Ana',
      lastName: 'Díaz',
      email: 'ana@shop.example',
      photo: 'https://pictures.example/ana.png',
    })
  })
})
