import { execFileSync } from 'node:child_process'
import { inspect } from 'node:util'
import { expect } from 'chai'
import express, { type NextFunction, type Request, type Response } from 'express'
import { mercadoPagoProvider, type Provider } from 'mercadopago-oauth'
import { Passport } from 'passport'
import { MercadoPagoStrategy, PkceStrategy, Strategy } from 'passport-mercadopago'
import OAuth2Strategy from 'passport-oauth2'
import { type ServedApp, serve } from '../helpers/served-app.ts'
import { json, TokenServer } from '../helpers/token-server.ts'

const settings = {
  clientID: '1234567890123456',
  clientSecret: 'the-secret-of-the-application-01',
  callbackURL: 'http://127.0.0.1:1/callback',
}

describe('MercadoPagoStrategy', () => {
  it('is a PkceStrategy, an OAuth2Strategy, and also named Strategy', () => {
    const strategy = new MercadoPagoStrategy(settings, () => {})
    expect(strategy).to.be.instanceOf(PkceStrategy)
    expect(strategy).to.be.instanceOf(OAuth2Strategy)
    expect(strategy.name).to.equal('mercadopago')
    expect(Strategy).to.equal(MercadoPagoStrategy)
  })

  it('can be required from CommonJS', () => {
    const script = `
      const { MercadoPagoStrategy, Strategy } = require('passport-mercadopago')
      const strategy = new MercadoPagoStrategy(${JSON.stringify(settings)}, () => {})
      console.log(strategy.name, Strategy === MercadoPagoStrategy)`
    const output = execFileSync(process.execPath, ['--input-type=commonjs', '-e', script])
    expect(output.toString()).to.equal('mercadopago true\n')
  })

  it('H02: shows no secret, however it is printed', () => {
    const strategy = new MercadoPagoStrategy(settings, () => {})
    for (const shown of [
      inspect(strategy, { depth: null, showHidden: true, getters: true }),
      JSON.stringify(strategy),
      JSON.stringify({ ...strategy }),
      `${strategy}`,
    ]) {
      expect(shown).not.to.include(settings.clientSecret)
    }
  })

  for (const [name, options] of Object.entries({
    pkce: { pkce: false },
    'pkce ': { pkce: 'plain' },
    state: { state: false },
    'state ': { state: 'fixed' },
    store: { store: { store() {}, verify() {} } },
    proxy: { proxy: true },
    clientID: { clientID: '' },
    clientSecret: { clientSecret: '' },
    callbackURL: { callbackURL: '/callback' },
    timeoutMs: { timeoutMs: 0 },
  })) {
    it(`D01: refuses ${JSON.stringify(options)}`, () => {
      expect(() => new MercadoPagoStrategy({ ...settings, ...options }, () => {}))
        .to.throw(TypeError, `"${name.trim()}"`)
        .with.property('code', 'ERR_INVALID_ARG_VALUE')
    })
  }

  it('C04: refuses an absent callbackURL', () => {
    const options = { ...settings, callbackURL: undefined as never }
    expect(() => new MercadoPagoStrategy(options, () => {}))
      .to.throw(TypeError, '"callbackURL" must be a string')
      .with.property('option', 'callbackURL')
  })

  it('accepts the spellings of what is always on', () => {
    const always = { pkce: true, state: true, store: true }
    expect(new MercadoPagoStrategy({ ...settings, ...always }, () => {}).name).to.equal(
      'mercadopago',
    )
  })
})

describe('a strategy in use', () => {
  let server: TokenServer
  let passport: InstanceType<typeof Passport>
  let served: ServedApp
  let callOptions: object

  beforeEach(async () => {
    callOptions = {}
    server = await TokenServer.start()
    passport = new Passport()
    const app = express()
    app.set('env', 'test')
    // The query names the strategy; the callback is the same for all.
    app.get('/start/:name', (req, res, next) => {
      const { name = '' } = req.params
      passport.authorize(name, callOptions as object)(req, res, next)
    })
    app.get('/callback', (req, res, next) => {
      const { name = '' } = req.query as { name?: string }
      passport.authorize(name)(req, res, (error: unknown) => {
        if (error) next(error)
        else res.json({ account: Reflect.get(req, 'account'), info: req.authInfo })
      })
    })
    served = await serve(app)
  })

  afterEach(async () => {
    await served.stop()
    await server.stop()
  })

  const user = (id: unknown) => ({ id }) as Express.User

  async function start(name: string): Promise<URL> {
    const { headers, status } = await served.browser.get(`/start/${name}`)
    expect(status).to.equal(302)
    return new URL(headers.get('location') ?? '')
  }

  async function finish(name: string, url: URL): Promise<unknown> {
    const state = url.searchParams.get('state') ?? ''
    const { body } = await served.browser.get(`/callback?name=${name}&code=TG-1&state=${state}`)
    return JSON.parse(body)
  }

  it('runs beside another one in the same browser', async () => {
    const other: Provider = {
      ...server.provider,
      name: 'other',
      authorizationEndpoint: 'https://other.example/authorize',
      authorizationParams: {},
    }
    passport.use(
      new MercadoPagoStrategy({ ...settings, provider: server.provider }, async () => user('mp')),
    )
    passport.use(
      new PkceStrategy({ ...settings, provider: other, scope: ['a', 'b'] }, async () =>
        user('other'),
      ),
    )
    const first = await start('mercadopago')
    const second = await start('other')
    expect(second.origin).to.equal('https://other.example')
    expect(second.searchParams.get('scope')).to.equal('a b')
    expect(second.searchParams.has('platform_id')).to.equal(false)
    expect(await finish('other', second)).to.have.deep.property('account', { id: 'other' })
    expect(await finish('mercadopago', first)).to.have.deep.property('account', { id: 'mp' })
  })

  it('calls the hooks of a subclass, which cannot override what is ours', async () => {
    class Custom extends MercadoPagoStrategy {
      override authorizationParams(options: { hint?: string }): object {
        return { login_hint: options.hint, state: 'forged', redirect_uri: 'https://evil.example' }
      }
      override tokenParams(): object {
        return { audience: 'shops', code: 'forged', client_secret: 'forged' }
      }
      override userProfile(
        accessToken: string,
        done: Parameters<MercadoPagoStrategy['userProfile']>[1],
      ): void {
        // The way subclasses of passport-oauth2 read a profile.
        this._oauth2.get(`${server.origin}/custom`, accessToken, (_error, body) => {
          const profile = { provider: 'custom', id: String(body), displayName: '' }
          done(null, { ...profile, _raw: '', _json: {} })
        })
      }
    }
    server.reply = (response, request) => {
      if (request.url === '/custom') response.end('custom-profile')
      else json({ access_token: 'APP_USR-1', token_type: 'bearer', user_id: 1 })(response, request)
    }
    passport.use(
      'custom',
      new Custom({ ...settings, provider: server.provider }, async (_a, _r, profile) =>
        user(profile.id),
      ),
    )
    callOptions = { hint: 'ana' }
    const url = await start('custom')
    expect(url.searchParams.get('login_hint')).to.equal('ana')
    expect(url.searchParams.get('state')).to.match(/^[\w-]{43}$/)
    expect(url.searchParams.getAll('redirect_uri')).to.deep.equal([settings.callbackURL])

    expect(await finish('custom', url)).to.have.deep.property('account', { id: 'custom-profile' })
    const form = new URLSearchParams(server.requests[0]?.body)
    expect(form.getAll('audience')).to.deep.equal(['shops'])
    expect(form.getAll('code')).to.deep.equal(['TG-1'])
    expect(form.getAll('client_secret')).to.deep.equal([settings.clientSecret])
    expect(server.requests[1]?.url).to.equal('/custom')
    expect(server.requests[1]?.headers.authorization).to.equal('Bearer APP_USR-1')
  })

  it('K14: passes the response to another application on to the strategy of that one', async () => {
    const failures: unknown[] = []
    const browser = served.browser
    const applications = { ar: '1', br: '2', cl: '3' }
    for (const [name, clientID] of Object.entries(applications)) {
      const options = { ...settings, clientID, provider: server.provider }
      passport.use(name, new MercadoPagoStrategy(options, async () => user(name)))
    }
    const shared = passport.authorize(['ar', 'br', 'cl'], { failWithError: true })
    const app = express()
    app.get('/callback', shared, (req, res) => {
      res.json(Reflect.get(req, 'account'))
    })
    app.use((error: Error, _req: Request, res: Response, _next: NextFunction) => {
      failures.push(error)
      res.status(Number(Reflect.get(error, 'status'))).end()
    })
    const { origin, stop } = await serve(app)
    const callback = (state: string | null) =>
      browser.copy(origin).callback({ code: 'TG-1', state: state ?? '' })
    const states = new Map<string, string>()
    for (const name of ['ar', 'br', 'cl', 'br']) {
      states.set(name, (await start(name)).searchParams.get('state') ?? '')
    }
    for (const [name, state] of states) {
      expect(JSON.parse((await callback(state)).body)).to.deep.equal({ id: name })
    }
    expect(failures).to.deep.equal([])
    // Nobody's, and one that is over: no other strategy could know better.
    for (const [state, code] of [
      ['A'.repeat(43), 'state_mismatch'],
      [states.get('ar') ?? '', 'state_consumed'],
    ] as const) {
      const jar = browser.copy(origin)
      if (code === 'state_consumed') await jar.callback({ code: 'TG-1', state })
      expect((await jar.callback({ code: 'TG-1', state })).status).to.equal(403)
      expect(failures.pop()).to.have.property('code', code)
    }
    await stop()
  })

  it('K11: follows the routing settings of its Express app', async () => {
    passport.use(
      new MercadoPagoStrategy({ ...settings, provider: server.provider }, async () => user(1)),
    )
    for (const setting of ['case sensitive routing', 'strict routing']) {
      const app = express().set('env', 'test').enable(setting)
      app.use(passport.authorize('mercadopago'))
      const { browser, stop } = await serve(app)
      const statuses = []
      for (const path of ['/callback', '/CALLBACK', '/callback/']) {
        statuses.push((await browser.get(path)).status)
      }
      expect(statuses).to.deep.equal(setting.startsWith('case') ? [400, 302, 400] : [400, 400, 302])
      await stop()
    }
  })

  for (const [what, res] of [
    ['no response', undefined],
    ['the response of koa-passport', { setHeader() {}, redirect() {} }],
  ] as const) {
    it(`says in a sentence that it needs Express, beside a request with ${what}, and spends nothing`, async () => {
      const strategy = new MercadoPagoStrategy(
        { ...settings, provider: server.provider },
        async () => user(1),
      )
      passport.use(strategy)
      const state = (await start('mercadopago')).searchParams.get('state')
      const [[name = '', value = ''] = []] = [...served.browser.cookies]
      const headers = { cookie: `${name}=${value}` }
      for (const url of ['/start', `/callback?code=TG-1&state=${state}`]) {
        const told = await new Promise<Error>((resolve) => {
          const augmented = Object.assign(Object.create(strategy), { error: resolve })
          augmented.authenticate({ method: 'GET', url, headers, res })
        })
        expect(told.message).to.include('"req.res"').and.include('koa-mercadopago')
      }
      expect(server.requests).to.deep.equal([])
    })
  }

  it('works with a plain response of Node, where the app hands it over', async () => {
    passport.use(
      new MercadoPagoStrategy({ ...settings, provider: server.provider }, async () => user(1)),
    )
    const plain = await serve((req, res) => {
      passport.authorize('mercadopago')(Object.assign(req, { res }), res, () => {
        res.end(JSON.stringify(Reflect.get(req, 'account')))
      })
    })
    const { state } = await plain.browser.connect()
    expect((await plain.browser.callback({ code: 'TG-1', state })).body).to.equal('{"id":1}')
    await plain.stop()
  })

  it('takes an object given as state for app data', async () => {
    passport.use(
      new MercadoPagoStrategy({ ...settings, provider: server.provider }, async () => user(1)),
    )
    callOptions = { state: { plan: 'gold' } }
    const url = await start('mercadopago')
    expect(await finish('mercadopago', url)).to.deep.equal({
      account: { id: 1 },
      info: { state: { plan: 'gold' }, returnTo: '/' },
    })
  })

  for (const options of [
    { state: 'fixed' },
    { state: false },
    { callbackURL: 'https://evil.example/callback' },
    { context: 'c'.repeat(1025) },
    { context: 1n },
  ]) {
    const shown = Object.keys(options).join()
    it(`D01: refuses a request with a ${typeof Object.values(options)[0]} as ${shown}`, async () => {
      passport.use(new MercadoPagoStrategy(settings, async () => user(1)))
      callOptions = options
      const { status, headers } = await served.browser.get('/start/mercadopago')
      expect([status, headers.get('location')]).to.deep.equal([500, null])
    })
  }

  it('uses the country the app chose', async () => {
    const provider = mercadoPagoProvider({ country: 'CL' })
    passport.use(new MercadoPagoStrategy({ ...settings, provider }, async () => user(1)))
    expect((await start('mercadopago')).origin).to.equal('https://auth.mercadopago.cl')
  })
})
