import { expect } from 'chai'
import { createAuthorizationFlow, createClient, mercadoPago } from 'mercadopago-oauth'
import { CookieJar } from '../helpers/cookie-jar.ts'

describe('a mistake in the calling code', () => {
  const options = {
    clientId: '1234567890123456',
    clientSecret: 'the-secret-of-the-application-01',
    redirectUri: 'https://app.example/callback',
  }

  it('is a country where the options belong', () => {
    expect(() => mercadoPago('AR' as never))
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
    })
  })

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
