import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import {
  codeChallenge,
  createAuthorizationFlow,
  createClient,
  createPkcePair,
  MemoryTokenStore,
  mercadoPagoProvider,
  SellerTokens,
  verifyNotification,
  wso2Provider,
} from 'mercadopago-oauth'
import { CookieJar } from '../helpers/cookie-jar.ts'
import { thrown } from '../helpers/errors.ts'

describe('a mistake in the calling code', () => {
  const options = {
    clientId: '1234567890123456',
    clientSecret: 'the-secret-of-the-application-01',
    redirectUri: 'https://app.example/callback',
  }

  it('is a country where the options belong', () => {
    expect(() => mercadoPagoProvider('AR' as never))
      .to.throw(TypeError, '"options"')
      .with.property('code', 'ERR_INVALID_ARG_TYPE')
  })

  it('is a provider that is null', () => {
    expect(() => createClient({ ...options, provider: null as never }))
      .to.throw(TypeError, '"provider"')
      .with.property('code', 'ERR_INVALID_ARG_TYPE')
  })

  it('is a parsed query', async () => {
    const flow = createAuthorizationFlow({ client: createClient(options) })
    const query = { code: 'TG-1', state: 'x' } as never
    const error = await flow
      .finish({ cookies: new CookieJar(), query })
      .catch((one: unknown) => one)
    expect(error).to.be.instanceOf(TypeError).and.to.include({
      code: 'ERR_INVALID_ARG_TYPE',
      message: '"query" must be the query string as it arrived',
      option: 'query',
    })
  })

  const client = createClient(options)
  const provider = mercadoPagoProvider()
  const flow = createAuthorizationFlow({ client })
  const cookies = new CookieJar()
  const sellersWith =
    (encryptionKeys: unknown, more: object = {}) =>
    () =>
      new SellerTokens({
        ...more,
        client,
        store: new MemoryTokenStore(),
        encryptionKeys: encryptionKeys as string[],
      })
  const mistakes: [option: string, act: () => unknown][] = [
    ['options', () => createClient('options' as never)],
    ['clientId', () => createClient({ ...options, clientId: 5 as never })],
    ['clientSecret', () => createClient({ ...options, clientSecret: '' })],
    ['redirectUri', () => createClient({ ...options, redirectUri: 'http://app.example/' })],
    ['timeoutMs', () => createClient({ ...options, timeoutMs: 0 })],
    ['clock', () => createClient({ ...options, clock: 5 as never })],
    ['liveMode', () => createClient({ ...options, liveMode: 'yes' as never })],
    ['agent', () => createClient({ ...options, agent: 5 as never })],
    ['provider', () => createClient({ ...options, provider: null as never })],
    [
      'provider.userInfoEndpoint',
      () => createClient({ ...options, provider: { ...provider, userInfoEndpoint: '/me' } }),
    ],
    [
      'provider.scope',
      () => createClient({ ...options, provider: { ...provider, scope: 'read' as never } }),
    ],
    ['country', () => mercadoPagoProvider({ country: 'FR' as never })],
    ['tenant', () => wso2Provider({ baseUrl: 'https://is.example', tenant: '/' })],
    ['baseUrl', () => wso2Provider({ baseUrl: 'https://is.example?tenant=a' })],
    ['length', () => createPkcePair({ length: 1 })],
    ['method', () => codeChallenge('v'.repeat(43), 's256' as never)],
    ['codeVerifier', () => codeChallenge('short')],
    ['state', () => createAuthorizationFlow({ client, state: false } as never)],
    ['cookieSecrets', () => createAuthorizationFlow({ client, cookieSecrets: ['short'] })],
    ['replayGuard.claim', () => createAuthorizationFlow({ client, replayGuard: {} as never })],
    ['defaultReturnTo', () => createAuthorizationFlow({ client, defaultReturnTo: '//a.example' })],
    ['user', () => flow.start({ cookies, user: 5 as never })],
    ['context', () => flow.start({ cookies, context: 1n })],
    ['expectedSellerId', () => flow.start({ cookies, expectedSellerId: '9'.repeat(3_000) })],
    ['encryptionKeys', sellersWith([])],
    ['encryptionKeys', sellersWith(['AAAA'])],
    ['keyManagerTimeoutMs', sellersWith([randomBytes(32)], { keyManagerTimeoutMs: 0 })],
    ['dataKeyMs', sellersWith([randomBytes(32)], { dataKeyMs: 2 ** 31 })],
    ['secret', () => verifyNotification({ headers: {}, query: '', body: '', secret: [] })],
  ]
  for (const [option, act] of mistakes) {
    it(`names the option ${option}, apart and first in the message`, () => {
      const error = thrown(act, TypeError)
      expect(error).to.have.property('option', option)
      expect(error.message.startsWith(`"${option}" must `)).to.equal(true)
    })
  }

  const circle: { self?: unknown } = {}
  circle.self = circle
  for (const [name, context] of Object.entries({ 'a BigInt': 1n, 'a circle': circle })) {
    it(`is ${name} as context, and sets no cookie`, () => {
      const flow = createAuthorizationFlow({ client: createClient(options) })
      const cookies = new CookieJar()
      expect(() => flow.start({ cookies, context }))
        .to.throw(TypeError, '"context"')
        .with.property('code', 'ERR_INVALID_ARG_VALUE')
      expect(cookies.names()).to.deep.equal([])
    })
  }
})
