import { expect } from 'chai'
import { discoverProvider, TokenResponseError, UpstreamUnavailableError } from 'mercadopago-oauth'
import nock from 'nock'
import { asyncMisuse, rejection } from '../helpers/errors.ts'
import { withoutNetwork } from '../helpers/nock.ts'

const origin = 'https://login.example'
const issuer = `${origin}/oauth2/token`
const metadata = {
  issuer,
  authorization_endpoint: `${origin}/oauth2/authorize`,
  token_endpoint: `${origin}/oauth2/token`,
  userinfo_endpoint: `${origin}/oauth2/userinfo`,
  revocation_endpoint: `${origin}/oauth2/revoke`,
  code_challenge_methods_supported: ['plain', 'S256'],
  token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
  authorization_response_iss_parameter_supported: true,
}
const openIdPath = '/oauth2/token/.well-known/openid-configuration'

describe('discoverProvider()', () => {
  withoutNetwork()

  function describing(changes: Record<string, unknown> = {}): void {
    nock(origin)
      .get(openIdPath)
      .reply(200, JSON.stringify({ ...metadata, ...changes }), {
        'content-type': 'application/json',
      })
  }

  it('makes a provider of the metadata below the issuer', async () => {
    describing()
    const { profile, ...settings } = await discoverProvider(issuer)
    expect(profile?.({ sub: 'ana' })).to.deep.equal({ id: 'ana' })
    expect(settings).to.deep.equal({
      name: 'login.example',
      authorizationEndpoint: `${origin}/oauth2/authorize`,
      tokenEndpoint: `${origin}/oauth2/token`,
      userInfoEndpoint: `${origin}/oauth2/userinfo`,
      revocationEndpoint: `${origin}/oauth2/revoke`,
      clientAuthentication: 'client_secret_basic',
      scope: ['openid'],
      issuer,
      requireIssuer: true,
    })
  })

  it('finds the metadata of a server that knows only OAuth, where RFC 8414 puts them', async () => {
    nock(origin).get(openIdPath).reply(404)
    nock(origin).get('/.well-known/oauth-authorization-server/oauth2/token').reply(200, {
      issuer,
      authorization_endpoint: metadata.authorization_endpoint,
      token_endpoint: metadata.token_endpoint,
    })
    expect(await discoverProvider(issuer, { name: 'shops' })).to.deep.equal({
      name: 'shops',
      authorizationEndpoint: `${origin}/oauth2/authorize`,
      tokenEndpoint: `${origin}/oauth2/token`,
      clientAuthentication: 'client_secret_basic',
      issuer,
      requireIssuer: false,
    })
  })

  it('takes the issuer with and without its last slash for two', async () => {
    nock(origin)
      .get('/.well-known/openid-configuration')
      .reply(200, { ...metadata, issuer: `${origin}/` })
    expect((await discoverProvider(`${origin}/`)).issuer).to.equal(`${origin}/`)
    nock(origin)
      .get('/.well-known/openid-configuration')
      .reply(200, { ...metadata, issuer: `${origin}/` })
    expect(await asyncMisuse(discoverProvider(origin))).to.deep.equal({
      code: 'ERR_INVALID_ARG_VALUE',
      message: '"issuer" must be written exactly as the server writes it in its metadata',
    })
  })

  it('sends the credentials in the body only where the server takes nothing else', async () => {
    describing({ token_endpoint_auth_methods_supported: ['private_key_jwt', 'client_secret_post'] })
    expect((await discoverProvider(issuer)).clientAuthentication).to.equal('client_secret_post')
  })

  for (const [what, changes, message] of [
    [
      'another issuer',
      { issuer: 'https://evil.example' },
      'must be written exactly as the server writes it in its metadata',
    ],
    [
      'no issuer',
      { issuer: undefined },
      'must be written exactly as the server writes it in its metadata',
    ],
    [
      'only plain challenges',
      { code_challenge_methods_supported: ['plain'] },
      'must be a server that supports PKCE with S256',
    ],
    [
      'no challenges',
      { code_challenge_methods_supported: null },
      'must be a server that supports PKCE with S256',
    ],
    [
      'no client secret',
      { token_endpoint_auth_methods_supported: ['private_key_jwt'] },
      'must be a server that takes a client secret',
    ],
    [
      'no authorization endpoint',
      { authorization_endpoint: undefined },
      'must be a server that names its authorization_endpoint',
    ],
    [
      'no token endpoint',
      { token_endpoint: undefined },
      'must be a server that names its token_endpoint',
    ],
  ] as const) {
    it(`refuses metadata with ${what}`, async () => {
      describing(changes)
      expect(await asyncMisuse(discoverProvider(issuer))).to.deep.equal({
        code: 'ERR_INVALID_ARG_VALUE',
        message: `"issuer" ${message}`,
      })
    })
  }

  it('C05: refuses an endpoint without TLS', async () => {
    describing({ token_endpoint: 'http://login.example/oauth2/token' })
    expect(await asyncMisuse(discoverProvider(issuer))).to.deep.equal({
      code: 'ERR_INVALID_ARG_VALUE',
      message:
        '"issuer.token_endpoint" must use https (http only on localhost, 127.0.0.1 or [::1])',
    })
  })

  for (const [member, url] of [
    ['authorization_endpoint', 'http://localhost:9443/authorize'],
    ['token_endpoint', 'http://127.0.0.1:9443/token'],
    ['userinfo_endpoint', 'http://[::1]:9443/userinfo'],
    ['revocation_endpoint', 'http://login.localhost/revoke'],
  ] as const) {
    it(`K19: refuses an ${member} without TLS on this machine, too, when the issuer has it`, async () => {
      describing({ [member]: url })
      expect(await asyncMisuse(discoverProvider(issuer))).to.deep.equal({
        code: 'ERR_INVALID_ARG_VALUE',
        message: `"issuer.${member}" must use https, as the issuer does`,
      })
    })
  }

  for (const [wrong, message] of [
    ['http://login.example', 'must use https (http only on localhost, 127.0.0.1 or [::1])'],
    ['login.example', 'must be an absolute URL, such as https://app.example/callback'],
    ['https://login.example/?a=b', 'must not carry a query'],
  ] as const) {
    it(`refuses the issuer ${wrong} before anything is sent`, async () => {
      expect(await asyncMisuse(discoverProvider(wrong))).to.deep.equal({
        code: 'ERR_INVALID_ARG_VALUE',
        message: `"issuer" ${message}`,
      })
    })
  }

  it('says that there are no metadata', async () => {
    nock(origin).get(openIdPath).reply(200, '<html>', { 'content-type': 'text/html' })
    nock(origin).get('/.well-known/oauth-authorization-server/oauth2/token').reply(404)
    const error = await rejection(discoverProvider(issuer), TokenResponseError)
    expect(error.code).to.equal('token_response_invalid')
  })

  it('follows no redirect', async () => {
    nock(origin).get(openIdPath).reply(302, '', { location: 'https://evil.example/' })
    const error = await rejection(discoverProvider(issuer), TokenResponseError)
    expect(error.upstreamStatus).to.equal(302)
  })

  it('says that the server is down', async () => {
    nock(origin).get(openIdPath).reply(503)
    const error = await rejection(discoverProvider(issuer), UpstreamUnavailableError)
    expect(error.code).to.equal('upstream_unavailable')
  })
})
