import { randomBytes } from 'node:crypto'
import { Agent } from 'node:https'
import { inspect } from 'node:util'
import { expect } from 'chai'
import {
  type ClientOptions,
  createAuthorizationFlow,
  createClient,
  MemoryTokenStore,
  mercadoPagoProvider,
  SellerTokens,
} from 'mercadopago-oauth'
import { application } from '../helpers/application.ts'
import { asyncMisuse, misuse, printed } from '../helpers/errors.ts'
import { TokenServer } from '../helpers/token-server.ts'

const type = 'ERR_INVALID_ARG_TYPE'
const value = 'ERR_INVALID_ARG_VALUE'

function createWith(changes: Record<string, unknown>): () => unknown {
  return () => createClient({ ...application, ...changes } as never)
}

describe('createClient()', () => {
  it('keeps the client id and the redirect URI as they were given', () => {
    const { clientId, redirectUri } = createClient({
      ...application,
      redirectUri: 'https://APP.example:443/callback/../cb?fixed=1',
    })

    expect(clientId).to.equal('1234567890123456')
    expect(redirectUri).to.equal('https://APP.example:443/callback/../cb?fixed=1')
  })

  it('uses Mercado Pago when no provider is given', () => {
    expect(createClient(application).provider.tokenEndpoint).to.equal(
      'https://api.mercadopago.com/oauth/token',
    )
  })

  it('takes every option at once', () => {
    const options: Required<ClientOptions> = {
      ...application,
      provider: mercadoPagoProvider({ country: 'AR' }),
      liveMode: true,
      clock: () => new Date(0),
      timeoutMs: 1,
      connectTimeoutMs: 2_147_483_647,
      maxBodyBytes: 1,
      agent: new Agent(),
    }

    const { provider } = createClient(options)

    expect(provider.authorizationEndpoint).to.equal('https://auth.mercadopago.com.ar/authorization')
  })

  it('leaves the options of the caller alone', () => {
    const options = Object.freeze({
      ...application,
      provider: Object.freeze(mercadoPagoProvider()),
    })
    const before = inspect(options, { depth: null })

    createClient(options)

    expect(inspect(options, { depth: null })).to.equal(before)
  })

  it('does not follow later changes of the options', () => {
    const options = { ...application, provider: mercadoPagoProvider() }
    const client = createClient(options)

    Object.assign(options, { clientId: 'other' })
    options.provider.authorizationEndpoint = 'https://evil.example/authorization'

    const url = client.authorizationUrl({ state: 's', codeChallenge: 'c' })
    expect(url).to.match(/^https:\/\/auth\.mercadopago\.com\/authorization\?/)
    expect(new URL(url).searchParams.get('client_id')).to.equal('1234567890123456')
  })

  it('is frozen, and so is its provider', () => {
    const client = createClient(application)

    expect(Object.isFrozen(client)).to.equal(true)
    expect(Object.isFrozen(client.provider)).to.equal(true)
    expect(Object.isFrozen(client.provider.authorizationParams)).to.equal(true)
  })

  it('shows no secret when it is printed', () => {
    const client = createClient(application)

    expect(printed(client)).to.not.include('canary')
    expect(printed({ ...client })).to.not.include('canary')
  })

  describe('options', () => {
    for (const options of [undefined, null, 'options', 5]) {
      it(`refuses ${inspect(options)} instead of an object`, () => {
        expect(misuse(() => createClient(options as never))).to.deep.equal({
          code: type,
          message: '"options" must be an object',
        })
      })
    }

    for (const name of ['clientId', 'clientSecret', 'redirectUri']) {
      for (const wrong of [null, 1234567890123456, ['a'], {}]) {
        it(`refuses the ${name} ${inspect(wrong)}`, () => {
          expect(misuse(createWith({ [name]: wrong }))).to.deep.equal({
            code: type,
            message: `"${name}" must be a string`,
          })
        })
      }

      it(`refuses an empty ${name}`, () => {
        expect(misuse(createWith({ [name]: '' }))).to.deep.equal({
          code: value,
          message: `"${name}" must not be empty`,
        })
      })
    }

    for (const name of ['timeoutMs', 'connectTimeoutMs', 'maxBodyBytes']) {
      for (const wrong of ['10', null, true]) {
        it(`refuses the ${name} ${inspect(wrong)}`, () => {
          expect(misuse(createWith({ [name]: wrong }))).to.deep.equal({
            code: type,
            message: `"${name}" must be a number`,
          })
        })
      }

      for (const wrong of [0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2_147_483_648]) {
        it(`refuses the ${name} ${wrong}`, () => {
          const { code, message } = misuse(createWith({ [name]: wrong }))
          expect(code).to.equal(value)
          expect(message).to.match(new RegExp(`^"${name}" must be a whole number`))
        })
      }
    }

    for (const wrong of ['true', 1, null]) {
      it(`refuses the liveMode ${inspect(wrong)}`, () => {
        expect(misuse(createWith({ liveMode: wrong }))).to.deep.equal({
          code: type,
          message: '"liveMode" must be a boolean',
        })
      })
    }

    for (const wrong of [new Date(0), 5, null, 'now']) {
      it(`refuses the clock ${inspect(wrong)}`, () => {
        expect(misuse(createWith({ clock: wrong }))).to.deep.equal({
          code: type,
          message: '"clock" must be a function',
        })
      })
    }

    for (const wrong of ['http://proxy.example', 5, null, false]) {
      it(`refuses the agent ${inspect(wrong)}`, () => {
        expect(misuse(createWith({ agent: wrong }))).to.deep.equal({
          code: type,
          message: '"agent" must be an http.Agent or https.Agent of Node, not one of undici',
        })
      })
    }

    it('K13: refuses an agent that is not one of Node’s', () => {
      const dispatcher = { dispatch() {}, close: async () => {}, destroy: async () => {} }
      expect(misuse(createWith({ agent: dispatcher })).message).to.include('"agent"')
      createClient({ ...application, agent: new Agent() })
    })

    for (const name of ['clientId', 'clientSecret'] as const) {
      for (const beside of [' ', '\n', '\r\n', '\t', '\ufeff', '\u00a0']) {
        it(`K13: refuses ${JSON.stringify(beside)} beside the ${name}`, () => {
          for (const wrong of [`${application[name]}${beside}`, `${beside}${application[name]}`]) {
            expect(misuse(createWith({ [name]: wrong }))).to.deep.equal({
              code: value,
              message: `"${name}" must not begin or end with a blank, a line break or a byte order mark`,
            })
          }
        })
      }
    }

    for (const wrong of ['mercadopago', 5]) {
      it(`refuses the provider ${inspect(wrong)}`, () => {
        const { code, message } = misuse(createWith({ provider: wrong }))
        expect([code, message]).to.deep.equal([type, '"provider" must be an object'])
      })
    }
  })

  describe('redirectUri', () => {
    for (const accepted of [
      'https://app.example/callback',
      'https://app.example:8443/callback?fixed=1',
      'http://localhost:3000/cb',
      'http://tenant.localhost:3000/cb',
      'http://127.0.0.1:3000/cb',
      'http://127.1.2.3/cb',
      'http://[::1]:3000/cb',
    ]) {
      it(`C04: accepts ${accepted}`, () => {
        expect(createClient({ ...application, redirectUri: accepted }).redirectUri).to.equal(
          accepted,
        )
      })
    }

    it('may have a host beyond ASCII, however many clients there are', () => {
      const redirectUri = 'https://señal.example/callback'
      const accepted = new Set<string>()
      // Node 20 compiles `URL.canParse` anew after some 2,000 calls, and then it refuses such a host.
      for (let client = 0; client < 10_000; client++) {
        accepted.add(createClient({ ...application, redirectUri }).redirectUri)
      }

      expect([...accepted]).to.deep.equal([redirectUri])
    })

    const absolute = '"redirectUri" must be an absolute URL, such as https://app.example/callback'
    const https = '"redirectUri" must use https (http only on localhost, 127.0.0.1 or [::1])'
    const user = '"redirectUri" must not carry a user name or password'
    const fragment = '"redirectUri" must not carry a fragment (#)'
    for (const [refused, message] of [
      ['/callback', absolute],
      ['callback', absolute],
      ['//app.example/callback', absolute],
      ['app.example/callback', absolute],
      ['https://', absolute],
      ['http://app.example/callback', https],
      ['http://localhost.evil.example/cb', https],
      ['http://127.0.0.1.evil.example/cb', https],
      ['http://evil-localhost/cb', https],
      ['http://0.0.0.0/cb', https],
      ['http://[::2]/cb', https],
      ['http://10.0.0.1/cb', https],
      ['ftp://app.example/callback', https],
      ['javascript:alert(1)', https],
      ['myapp://callback', https],
      ['https://user@app.example/callback', user],
      ['https://user:password@app.example/callback', user],
      ['https://:password@app.example/callback', user],
      ['http://localhost@evil.example/cb', https],
      ['https://app.example/callback#fragment', fragment],
      ['https://app.example/callback#', fragment],
    ] as const) {
      it(`C04: refuses ${refused}`, () => {
        expect(misuse(createWith({ redirectUri: refused }))).to.deep.equal({ code: value, message })
      })
    }
  })
})

describe('client.deriveKey()', () => {
  it('gives 32 bytes that depend on the secret and the purpose', () => {
    const client = createClient(application)
    const other = createClient({ ...application, clientSecret: 'another-secret-of-32-characters-' })

    expect(client.deriveKey('a')).to.have.length(32)
    expect(client.deriveKey('a')).to.deep.equal(client.deriveKey('a'))
    expect(client.deriveKey('a')).to.not.deep.equal(client.deriveKey('b'))
    expect(client.deriveKey('a')).to.not.deep.equal(other.deriveKey('a'))
  })
})

describe('a client without a client secret or a redirect URI', () => {
  const { clientId, clientSecret, redirectUri } = application
  const tokens = { sellerId: '4242', accessToken: 'APP_USR-1' }
  const attempt = { state: 'state', codeChallenge: 'challenge' }
  const code = { code: 'TG-1', codeVerifier: 'v'.repeat(43) }
  const missing = (name: string) => ({ code: type, message: `"${name}" must be a string` })
  let server: TokenServer

  beforeEach(async () => {
    server = await TokenServer.start()
  })

  afterEach(() => server.stop())

  it('needs its id', () => {
    expect(misuse(() => createClient({} as never))).to.deep.equal(missing('clientId'))
  })

  it('sends nothing that takes a secret, and names it', async () => {
    const { provider } = server
    const revocationEndpoint = `${server.origin}/oauth/revoke`
    const client = createClient({
      clientId,
      redirectUri,
      provider: { ...provider, revocationEndpoint },
    })

    expect(client).to.include({ hasSecret: false, redirectUri })
    for (const use of [
      client.authorizationCodeGrant(code),
      client.refreshTokenGrant('TG-1'),
      client.clientCredentialsGrant(),
      client.revoke(tokens),
    ]) {
      expect(await asyncMisuse(use)).to.deep.equal(missing('clientSecret'))
    }
    expect(misuse(() => client.deriveKey('a'))).to.deep.equal(missing('clientSecret'))
    expect(server.requests).to.deep.equal([])
    expect(client.authorizationUrl(attempt)).to.include(`client_id=${clientId}&`)
    expect((await client.userInfo('APP_USR-1')).id).to.equal('4242')
  })

  it('sends nothing that takes a redirect URI, and names it', async () => {
    const client = createClient({ clientId, clientSecret, provider: server.provider })

    expect(client.hasSecret).to.equal(true)
    expect(await asyncMisuse(client.authorizationCodeGrant(code))).to.deep.equal(
      missing('redirectUri'),
    )
    expect(misuse(() => client.authorizationUrl(attempt))).to.deep.equal(missing('redirectUri'))
    expect(misuse(() => client.redirectUri)).to.deep.equal(missing('redirectUri'))
    expect(server.requests).to.deep.equal([])
    expect((await client.refreshTokenGrant('TG-1')).accessToken).to.match(/^APP_USR/)
  })

  it('is refused where a flow is made', () => {
    const cookieSecrets = ['x'.repeat(32)]
    const withoutSecret = createClient({ clientId, redirectUri })
    const withoutUri = createClient({ clientId, clientSecret })

    expect(
      misuse(() => createAuthorizationFlow({ client: withoutSecret, cookieSecrets })),
    ).to.deep.equal(missing('clientSecret'))
    expect(
      misuse(() => createAuthorizationFlow({ client: withoutUri, cookieSecrets })),
    ).to.deep.equal(missing('redirectUri'))
  })

  it('is refused by SellerTokens without a secret, which renews; a redirect URI is not needed', () => {
    const options = { store: new MemoryTokenStore(), encryptionKeys: [randomBytes(32)] }
    const withoutSecret = createClient({ clientId, redirectUri })
    const withoutUri = createClient({ clientId, clientSecret })

    expect(misuse(() => new SellerTokens({ ...options, client: withoutSecret }))).to.deep.equal(
      missing('clientSecret'),
    )
    expect(() => new SellerTokens({ ...options, client: withoutUri })).not.to.throw()
  })
})
