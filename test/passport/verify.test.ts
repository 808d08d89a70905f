import { inspect } from 'node:util'
import { expect } from 'chai'
import express, { type NextFunction, type Request, type Response } from 'express'
import { Passport } from 'passport'
import {
  MercadoPagoStrategy,
  type TokenParams,
  type Verify,
  type VerifyWithParams,
  type VerifyWithRequest,
  type VerifyWithRequestAndParams,
} from 'passport-mercadopago'
import { type ServedApp, serve } from '../helpers/served-app.ts'
import { goodResponse, TokenServer } from '../helpers/token-server.ts'

describe('the verify function', () => {
  let server: TokenServer
  let served: ServedApp | undefined

  beforeEach(async () => {
    server = await TokenServer.start()
  })

  afterEach(async () => {
    await served?.stop()
    await server.stop()
  })

  const settings = () => ({
    clientID: '1234567890123456',
    clientSecret: 'the-secret-of-the-application-01',
    callbackURL: 'http://127.0.0.1:1/callback',
    provider: server.provider,
  })

  /** Links once through the strategy; what the app received, or the status of its response. */
  async function link(strategy: MercadoPagoStrategy): Promise<unknown> {
    const passport = new Passport()
    passport.use(strategy)
    const app = express()
    app.get('/connect', passport.authorize('mercadopago'))
    app.get('/callback', passport.authorize('mercadopago'), (req, res) => {
      const { account, authInfo } = req as Request & { account: unknown }
      res.json({ account, authInfo })
    })
    app.use((error: Error, _req: Request, res: Response, _next: NextFunction) => {
      res.status(500).json({ error: error.message })
    })
    served = await serve(app)
    const { state } = await served.browser.connect()
    const { status, body } = await served.browser.callback({ code: 'TG-1', state })
    return body.startsWith('{') ? JSON.parse(body) : [status, body]
  }

  const info = { returnTo: '/' }
  const user = (...parts: unknown[]) => ({ id: parts.map(String).join(' ') }) as Express.User
  const { access_token: access, refresh_token: refresh } = goodResponse

  it('takes four arguments', async () => {
    const strategy = new MercadoPagoStrategy(settings(), (a, r, profile, done) => {
      done(null, user(a, r, profile.id))
    })
    expect(await link(strategy)).to.deep.equal({
      account: { id: `${access} ${refresh} 4242` },
      authInfo: info,
    })
  })

  it('takes five arguments, with the token response in the provider’s names', async () => {
    let seen: TokenParams | undefined
    const verify: VerifyWithParams = (a, r, params, profile, done) => {
      seen = params
      done(null, user(a, r, params.user_id, params.expires_in, profile.username))
    }
    const strategy = new MercadoPagoStrategy(settings(), verify)
    expect(await link(strategy)).to.deep.equal({
      account: { id: `${access} ${refresh} 4242 15552000 TETE4242` },
      authInfo: info,
    })
    expect(seen?.access_token).to.equal(access)
    expect(seen?.tokens.sellerId).to.equal('4242')
    expect(JSON.stringify(seen)).not.to.include(access)
    expect(JSON.stringify(seen)).not.to.include(refresh)
  })

  it('K16: is handed nothing that prints a token', async () => {
    let printed = ''
    const options = { showHidden: true, getters: true, depth: Number.POSITIVE_INFINITY }
    const verify: VerifyWithParams = (_a, _r, params, profile, done) => {
      const shown = [params, [params], { ...params }, params.tokens, profile]
      printed = shown.map((one) => inspect(one, options) + inspect(one)).join('\n')
      done(null, user('ana'))
    }
    await link(new MercadoPagoStrategy(settings(), verify))
    expect(printed).to.include('user_id').and.include('sellerId')
    for (const secret of [access, refresh]) expect(printed).not.to.include(secret)
  })

  it('takes the request first, and five arguments', async () => {
    const verify: VerifyWithRequest = (req, a, r, profile, done) =>
      done(null, user(req.path, a, r, profile.id))
    const strategy = new MercadoPagoStrategy({ ...settings(), passReqToCallback: true }, verify)
    expect(await link(strategy)).to.deep.equal({
      account: { id: `/callback ${access} ${refresh} 4242` },
      authInfo: info,
    })
  })

  it('takes the request first, and six arguments', async () => {
    const verify: VerifyWithRequestAndParams = (req, a, r, params, profile, done) =>
      done(null, user(req.path, a, r, params.scope, profile.id))
    const strategy = new MercadoPagoStrategy({ ...settings(), passReqToCallback: true }, verify)
    expect(await link(strategy)).to.deep.equal({
      account: { id: `/callback ${access} ${refresh} offline_access read write 4242` },
      authInfo: info,
    })
  })

  it('may be async, without done', async () => {
    const strategy = new MercadoPagoStrategy(settings(), async (_a, _r, profile) =>
      user(profile.id),
    )
    expect(await link(strategy)).to.deep.equal({ account: { id: '4242' }, authInfo: info })
  })

  it('may be async with done and return the user all the same', async () => {
    const verify: VerifyWithParams = async (_a, _r, params, _profile, _done) => user(params.user_id)
    const strategy = new MercadoPagoStrategy(settings(), verify)
    expect(await link(strategy)).to.deep.equal({ account: { id: '4242' }, authInfo: info })
  })

  it('may be async and call done', async () => {
    const strategy = new MercadoPagoStrategy(settings(), async (_a, _r, profile, done) => {
      await Promise.resolve()
      done(null, user(profile.id), { note: 'hello' })
    })
    expect(await link(strategy)).to.deep.equal({
      account: { id: '4242' },
      authInfo: { note: 'hello', ...info },
    })
  })

  it('may return some query object while it calls done later', async () => {
    const strategy = new MercadoPagoStrategy(settings(), (_a, _r, profile, done) => {
      setImmediate(() => done(null, user(profile.id)))
      return { query: 'object' }
    })
    expect(await link(strategy)).to.deep.equal({ account: { id: '4242' }, authInfo: info })
  })

  it('may be wrapped so that it tells no arity', async () => {
    const verify: Verify = (...args) => args[3](null, user(args[2].id))
    const strategy = new MercadoPagoStrategy(settings(), verify)
    expect(await link(strategy)).to.deep.equal({ account: { id: '4242' }, authInfo: info })
  })

  for (const [name, verify] of Object.entries({
    'done(null, false)': (_a, _r, _p, done) => done(null, false),
    'an async undefined': async () => undefined,
    'an async null': async () => null,
  } satisfies Record<string, Verify>)) {
    it(`refuses the user by ${name}`, async () => {
      expect(await link(new MercadoPagoStrategy(settings(), verify))).to.deep.equal([
        401,
        'Unauthorized',
      ])
    })
  }

  for (const [name, verify] of Object.entries({
    'done(error)': (_a, _r, _p, done) => done(new Error('from verify')),
    'an exception': () => {
      throw new Error('from verify')
    },
    'a rejection': async () => {
      throw new Error('from verify')
    },
    'a rejection beside a done that never comes': async (_a, _r, _p, _done) => {
      throw new Error('from verify')
    },
  } satisfies Record<string, Verify>)) {
    it(`gives the app the error of ${name}`, async () => {
      expect(await link(new MercadoPagoStrategy(settings(), verify))).to.deep.equal({
        error: 'from verify',
      })
    })
  }

  it('D24: responds once when it calls done twice and then throws', async () => {
    const strategy = new MercadoPagoStrategy(settings(), async (_a, _r, profile, done) => {
      done(null, user(profile.id))
      done(null, user('second'))
      throw new Error('late')
    })
    expect(await link(strategy)).to.deep.equal({ account: { id: '4242' }, authInfo: info })
  })

  for (const [name, skipUserProfile] of Object.entries({
    true: true,
    'a function': () => true,
    'a function with done': (_token: string, done: (error?: unknown, skip?: boolean) => void) =>
      done(null, true),
  })) {
    it(`reads no profile with skipUserProfile as ${name}`, async () => {
      const verify: VerifyWithParams = async (_a, _r, params, profile, _done) =>
        user(params.user_id, profile)
      const strategy = new MercadoPagoStrategy({ ...settings(), skipUserProfile }, verify)
      expect(await link(strategy)).to.deep.equal({
        account: { id: '4242 undefined' },
        authInfo: info,
      })
      expect(server.requests.map(({ url }) => url)).to.deep.equal(['/oauth/token'])
    })
  }
})
