import { expect } from 'chai'
import { createClient, mercadoPagoProvider, type Provider } from 'mercadopago-oauth'
import { application, codeChallengeOfVerifier, codeVerifier } from '../helpers/application.ts'

const asked = { state: 'af0ifjsldkj', codeChallenge: codeChallengeOfVerifier }

function urlOf(provider: Provider, parameters: object = {}): string {
  return createClient({ ...application, provider }).authorizationUrl({ ...asked, ...parameters })
}

const ownParameters = {
  platform_id: 'mp',
  response_type: 'code',
  client_id: '1234567890123456',
  redirect_uri: 'https://app.example/callback',
  state: 'af0ifjsldkj',
  code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  code_challenge_method: 'S256',
}

describe('client.authorizationUrl()', () => {
  it('C14: gives exactly this URL', () => {
    const client = createClient(application)

    expect(client.authorizationUrl(asked)).to.equal(
      'https://auth.mercadopago.com/authorization' +
        '?platform_id=mp&response_type=code&client_id=1234567890123456' +
        '&redirect_uri=https%3A%2F%2Fapp.example%2Fcallback&state=af0ifjsldkj' +
        '&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256',
    )
  })

  it('C14: carries each parameter once, and no secret', () => {
    const url = new URL(createClient(application).authorizationUrl(asked))

    expect([...url.searchParams]).to.deep.equal(Object.entries(ownParameters))
    expect(url.href).to.not.include('canary')
  })

  it('C14: does not let extra parameters override one of ours', () => {
    const extraParams = Object.fromEntries(
      Object.keys(ownParameters).map((name) => [name, 'https://evil.example']),
    )

    const url = new URL(createClient(application).authorizationUrl({ ...asked, extraParams }))

    expect(Object.fromEntries(url.searchParams)).to.deep.equal(ownParameters)
    expect([...url.searchParams]).to.have.length(7)
    expect(url.href).to.not.include('evil')
  })

  it('C14: does not let the query of the endpoint double one of ours', () => {
    const url = urlOf({
      ...mercadoPagoProvider(),
      authorizationEndpoint: 'https://auth.server.example/authorize?state=x&state=y&tenant=acme',
    })

    const { searchParams } = new URL(url)
    expect(searchParams.getAll('state')).to.deep.equal(['af0ifjsldkj'])
    expect(searchParams.getAll('tenant')).to.deep.equal(['acme'])
  })

  it('keeps extra parameters that are nobody else’s', () => {
    const { searchParams } = new URL(
      urlOf(mercadoPagoProvider(), { extraParams: { prompt: 'a b&c=d' } }),
    )

    expect(Object.fromEntries(searchParams)).to.deep.equal({ prompt: 'a b&c=d', ...ownParameters })
  })

  it('sends a seller to the consent page of the country', () => {
    expect(urlOf(mercadoPagoProvider({ country: 'CL' }))).to.match(
      /^https:\/\/auth\.mercadopago\.cl\/authorization\?platform_id=mp&/,
    )
  })

  it('says plain for a provider that knows nothing better', () => {
    const provider: Provider = { ...mercadoPagoProvider(), codeChallengeMethod: 'plain' }
    const { searchParams } = new URL(urlOf(provider, { codeChallenge: codeVerifier }))

    expect(searchParams.get('code_challenge_method')).to.equal('plain')
    expect(searchParams.get('code_challenge')).to.equal(codeVerifier)
  })

  for (const [scope, expected] of [
    ['read write', ['read write']],
    [['offline_access', 'read', 'write'], ['offline_access read write']],
    ['', []],
    [[], []],
    [undefined, []],
  ] as const) {
    it(`turns the scope ${JSON.stringify(scope)} into ${JSON.stringify(expected)}`, () => {
      expect(
        new URL(urlOf(mercadoPagoProvider(), { scope })).searchParams.getAll('scope'),
      ).to.deep.equal(expected)
    })
  }

  it('prefers the scope to a parameter of that name', () => {
    const url = urlOf(mercadoPagoProvider(), { scope: 'read', extraParams: { scope: 'write' } })

    expect(new URL(url).searchParams.getAll('scope')).to.deep.equal(['read'])
  })

  it('encodes a redirect URI with a query so that it arrives byte for byte', () => {
    const redirectUri = 'https://app.example/callback?a=1&b=%2B+c'
    const url = createClient({ ...application, redirectUri }).authorizationUrl(asked)

    expect(new URL(url).searchParams.get('redirect_uri')).to.equal(redirectUri)
  })
})
