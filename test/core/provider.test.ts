import { inspect } from 'node:util'
import { expect } from 'chai'
import {
  createClient,
  type MercadoPagoCountry,
  mercadoPagoProvider,
  type Provider,
  sandboxProvider,
} from 'mercadopago-oauth'
import { application } from '../helpers/application.ts'
import { misuse } from '../helpers/errors.ts'

const type = 'ERR_INVALID_ARG_TYPE'
const value = 'ERR_INVALID_ARG_VALUE'

describe('mercadoPagoProvider()', () => {
  it('sends every country to the generic host by default', () => {
    const { profile, ...settings } = mercadoPagoProvider()

    expect(profile).to.be.a('function')
    expect(settings).to.deep.equal({
      name: 'mercadopago',
      authorizationEndpoint: 'https://auth.mercadopago.com/authorization',
      tokenEndpoint: 'https://api.mercadopago.com/oauth/token',
      userInfoEndpoint: 'https://api.mercadopago.com/users/me',
      clientAuthentication: 'client_secret_post',
      authorizationParams: { platform_id: 'mp' },
      sellerIdMember: 'user_id',
    })
  })

  const hosts: Record<MercadoPagoCountry, string> = {
    AR: 'auth.mercadopago.com.ar',
    BR: 'auth.mercadopago.com.br',
    CL: 'auth.mercadopago.cl',
    CO: 'auth.mercadopago.com.co',
    MX: 'auth.mercadopago.com.mx',
    PE: 'auth.mercadopago.com.pe',
    UY: 'auth.mercadopago.com.uy',
  }
  for (const country of Object.keys(hosts) as MercadoPagoCountry[]) {
    it(`sends ${country} to ${hosts[country]}, and no other endpoint elsewhere`, () => {
      const provider = mercadoPagoProvider({ country })

      expect(provider.authorizationEndpoint).to.equal(`https://${hosts[country]}/authorization`)
      expect(provider.tokenEndpoint).to.equal('https://api.mercadopago.com/oauth/token')
      expect(provider.userInfoEndpoint).to.equal('https://api.mercadopago.com/users/me')
    })
  }

  for (const country of [
    '__proto__',
    'constructor',
    'toString',
    'ar',
    '',
    'AR ',
    'evil.example/',
    'AR@evil.example',
    null,
    5,
    ['AR'],
  ]) {
    it(`C05: refuses the country ${inspect(country)}`, () => {
      expect(misuse(() => mercadoPagoProvider({ country: country as never }))).to.deep.equal({
        code: value,
        message: '"country" must be one of AR, BR, CL, CO, MX, PE, UY',
      })
    })
  }
})

describe('a provider of one’s own', () => {
  function createWith(changes: Record<string, unknown>): () => unknown {
    const provider = { ...mercadoPagoProvider(), ...changes }
    return () => createClient({ ...application, provider: provider as never })
  }

  it('has its defaults filled in', () => {
    const { provider } = createClient({
      ...application,
      provider: {
        name: 'own',
        authorizationEndpoint: 'https://auth.server.example/authorize',
        tokenEndpoint: 'https://api.server.example/token',
        clientAuthentication: 'client_secret_basic',
        sellerIdMember: 'sub',
      },
    })

    expect(provider).to.deep.equal({
      name: 'own',
      authorizationEndpoint: 'https://auth.server.example/authorize',
      tokenEndpoint: 'https://api.server.example/token',
      clientAuthentication: 'client_secret_basic',
      sellerIdMember: 'sub',
      codeChallengeMethod: 'S256',
      scope: [],
      authorizationParams: {},
      issuer: 'https://auth.server.example',
      requireIssuer: false,
      developmentHosts: [],
    })
  })

  it('keeps every setting it has', () => {
    const settings = {
      ...mercadoPagoProvider({ country: 'BR' }),
      codeChallengeMethod: 'plain',
      scope: ['openid', 'shops'],
      issuer: 'https://issuer.example',
      requireIssuer: true,
      developmentHosts: ['sandbox'],
    } as const

    expect(createClient({ ...application, provider: settings }).provider).to.deep.equal(settings)
  })

  const inContainers = {
    authorizationEndpoint: 'http://localhost:4400/authorization',
    tokenEndpoint: 'http://sandbox:4400/oauth/token',
    userInfoEndpoint: 'http://sandbox:4400/users/me',
  }

  it('takes http on the names of containers that it lists, and on no other', () => {
    const developmentHosts = ['sandbox']
    expect(createWith({ ...inContainers, developmentHosts })).not.to.throw()
    expect(misuse(createWith(inContainers)).message).to.include('"provider.tokenEndpoint"')
    const elsewhere = { ...inContainers, tokenEndpoint: 'http://api.server.example/oauth/token' }
    expect(misuse(createWith({ ...elsewhere, developmentHosts })).message).to.equal(
      '"provider.tokenEndpoint" must use https (http only on localhost, 127.0.0.1 or [::1])',
    )
  })

  for (const host of [
    'api.mercadopago.com',
    'server.example',
    'Sandbox',
    '',
    'sandbox:4400',
    '*',
  ]) {
    it(`refuses ${host || 'nothing'} as a name of a container`, () => {
      const { code, message } = misuse(createWith({ developmentHosts: [host] }))
      expect(code).to.equal(value)
      expect(message).to.match(/^"provider.developmentHosts" must /)
    })
  }

  it('takes http on every name below localhost', () => {
    const tokenEndpoint = 'http://tenant.localhost:4400/oauth/token'
    expect(createWith({ tokenEndpoint })).not.to.throw()
  })

  for (const name of ['authorizationEndpoint', 'tokenEndpoint', 'userInfoEndpoint']) {
    for (const [wrong, code, message] of [
      [5, type, 'must be a string'],
      ['', value, 'must not be empty'],
      ['/token', value, 'must be an absolute URL, such as https://app.example/callback'],
      [
        'http://api.server.example/token',
        value,
        'must use https (http only on localhost, 127.0.0.1 or [::1])',
      ],
      ['https://user@api.server.example/', value, 'must not carry a user name or password'],
      ['https://api.server.example/#', value, 'must not carry a fragment (#)'],
    ] as const) {
      it(`refuses the ${name} ${inspect(wrong)}`, () => {
        expect(misuse(createWith({ [name]: wrong }))).to.deep.equal({
          code,
          message: `"provider.${name}" ${message}`,
        })
      })
    }
  }

  for (const [name, wrong, code, message] of [
    ['name', undefined, type, 'must be a string'],
    ['name', '', value, 'must not be empty'],
    ['sellerIdMember', 5, type, 'must be a string'],
    ['sellerIdMember', '', value, 'must not be empty'],
    ['issuer', new URL('https://issuer.example'), type, 'must be a string'],
    ['issuer', '', value, 'must not be empty'],
    ['requireIssuer', 'yes', type, 'must be a boolean'],
    ['clientAuthentication', undefined, value, 'must be client_secret_post or client_secret_basic'],
    ['clientAuthentication', 'none', value, 'must be client_secret_post or client_secret_basic'],
    ['codeChallengeMethod', 's256', value, 'must be S256 or plain'],
    ['codeChallengeMethod', false, value, 'must be S256 or plain'],
    ['scope', 'openid', type, 'must be an array'],
    ['scope', [5], type, 'must be a string'],
    ['scope', [''], value, 'must not be empty'],
    ['authorizationParams', 'platform_id=mp', type, 'must be an object'],
    ['authorizationParams', null, type, 'must be an object'],
    ['profile', {}, type, 'must be a function'],
  ] as const) {
    it(`refuses the ${name} ${inspect(wrong)}`, () => {
      expect(misuse(createWith({ [name]: wrong }))).to.deep.equal({
        code,
        message: `"provider.${name}" ${message}`,
      })
    })
  }

  for (const missing of ['userInfoEndpoint', 'profile']) {
    it(`is refused when nothing tells the seller: no sellerIdMember and no ${missing}`, () => {
      const act = createWith({ sellerIdMember: undefined, [missing]: undefined })

      expect(misuse(act)).to.deep.equal({
        code: value,
        message:
          '"provider.sellerIdMember" must name the seller, unless "userInfoEndpoint" and "profile" do',
      })
    })
  }
})

describe('sandboxProvider()', () => {
  const endpointsOf = ({ authorizationEndpoint, tokenEndpoint, userInfoEndpoint }: Provider) => [
    authorizationEndpoint,
    tokenEndpoint,
    userInfoEndpoint,
  ]

  it('is Mercado Pago at another address', () => {
    const { profile, ...settings } = sandboxProvider('http://127.0.0.1:4400/')

    expect(profile).to.equal(mercadoPagoProvider().profile)
    expect(settings).to.deep.equal({
      name: 'mercadopago',
      authorizationEndpoint: 'http://127.0.0.1:4400/authorization',
      tokenEndpoint: 'http://127.0.0.1:4400/oauth/token',
      userInfoEndpoint: 'http://127.0.0.1:4400/users/me',
      clientAuthentication: 'client_secret_post',
      authorizationParams: { platform_id: 'mp' },
      sellerIdMember: 'user_id',
      developmentHosts: [],
    })
  })

  it('has an address for the browser and one for the server', () => {
    const provider = sandboxProvider('http://localhost:4400', { serverUrl: 'http://sandbox:4400' })

    expect(endpointsOf(provider)).to.deep.equal([
      'http://localhost:4400/authorization',
      'http://sandbox:4400/oauth/token',
      'http://sandbox:4400/users/me',
    ])
    expect(createClient({ ...application, provider }).provider.tokenEndpoint).to.equal(
      'http://sandbox:4400/oauth/token',
    )
  })

  it('may be behind TLS, and below a path', () => {
    expect(endpointsOf(sandboxProvider('https://pay.shop.example/sandbox/'))).to.deep.equal([
      'https://pay.shop.example/sandbox/authorization',
      'https://pay.shop.example/sandbox/oauth/token',
      'https://pay.shop.example/sandbox/users/me',
    ])
  })

  for (const [option, url, serverUrl, code] of [
    ['url', 'http://sandbox.example:4400', undefined, value],
    ['url', 'localhost:4400', undefined, value],
    ['url', '', undefined, value],
    ['url', 4400, undefined, type],
    ['url', 'http://localhost:4400/?a=b', undefined, value],
    ['serverUrl', 'http://localhost:4400', 'http://sandbox.example:4400', value],
    ['serverUrl', 'http://localhost:4400', 4400, type],
  ] as const) {
    it(`refuses ${inspect(url)}, ${inspect(serverUrl)}`, () => {
      const refusal = misuse(() => sandboxProvider(url as never, { serverUrl: serverUrl as never }))

      expect(refusal.code).to.equal(code)
      expect(refusal.message).to.match(new RegExp(`^"${option}" must `))
    })
  }
})
