import { randomBytes } from 'node:crypto'
import { createRequire } from 'node:module'
import { expect } from 'chai'
import express5, { type Application, type Request } from 'express'
import session from 'express-session'
import { createClient, MemoryTokenStore, SellerTokens } from 'mercadopago-oauth'
import { Passport } from 'passport'
import {
  type MercadoPagoAuthenticateOptions,
  type MercadoPagoProfile,
  MercadoPagoStrategy,
} from 'passport-mercadopago'
import { type ServedApp, serve } from '../helpers/served-app.ts'
import { json, TokenServer } from '../helpers/token-server.ts'

// Installed under another name, for which there are no types; what is used here is the same in both.
const express4: typeof express5 = createRequire(import.meta.url)('express4')

const versions: Record<string, () => Application> = { 'Express 5': express5, 'Express 4': express4 }

for (const [version, express] of Object.entries(versions)) {
  describe(`MercadoPagoStrategy on ${version}`, () => {
    let server: TokenServer
    let passport: InstanceType<typeof Passport>
    let served: ServedApp

    beforeEach(async () => {
      server = await TokenServer.start()
      passport = new Passport()
      passport.serializeUser((user, done) => done(null, user))
      passport.deserializeUser((user: Express.User, done) => done(null, user))
      passport.use(
        new MercadoPagoStrategy(
          {
            clientID: '1234567890123456',
            clientSecret: 'the-secret-of-the-application-01',
            callbackURL: 'http://127.0.0.1:1/callback',
            provider: server.provider,
            // Two tabs sign in: the second attempt began without a user and ends with one.
            signInBetween: true,
          },
          (_accessToken, _refreshToken, profile, done) => done(null, { id: profile.id }),
        ),
      )
    })

    afterEach(async () => {
      await served.stop()
      await server.stop()
    })

    function appWithSession(): Application {
      const app = express()
      app.use(session({ secret: 'test', resave: false, saveUninitialized: true }))
      app.use(passport.session())
      app.get('/session', (req, res) => {
        res.json({ id: req.sessionID, user: req.user })
      })
      return app
    }

    it('signs a seller in, without a session', async () => {
      const app = express()
      const authenticate = () => passport.authenticate('mercadopago', { session: false })
      app.get('/connect', authenticate())
      app.get('/callback', authenticate(), (req, res) => {
        res.json(req.user)
      })
      served = await serve(app)
      const { state } = await served.browser.connect()
      const { status, body } = await served.browser.callback({ code: 'TG-1', state })
      expect(status).to.equal(200)
      expect(JSON.parse(body)).to.deep.equal({ id: '4242' })
    })

    it('A10: signs a seller in with a session, whose id changes while the attempt lives on', async () => {
      const app = appWithSession()
      app.get('/connect', passport.authenticate('mercadopago'))
      app.get('/callback', passport.authenticate('mercadopago', { successRedirect: '/session' }))
      served = await serve(app)
      const { browser } = served
      const before = JSON.parse((await browser.get('/session')).body)
      const first = await browser.connect()
      const second = await browser.connect()

      const response = await browser.callback({ code: 'TG-1', state: first.state })
      expect([response.status, response.headers.get('location')]).to.deep.equal([302, '/session'])
      const after = JSON.parse((await browser.get('/session')).body)
      expect(after.user).to.deep.equal({ id: '4242' })
      expect(after.id).not.to.equal(before.id)

      const other = await browser.callback({ code: 'TG-2', state: second.state })
      expect(other.headers.get('location')).to.equal('/session')
    })

    it('links a seller to the signed-in user, who stays signed in', async () => {
      const app = appWithSession()
      app.post('/login', (req, res, next) => {
        req.login({ id: 'owner' } as Express.User, (error) => (error ? next(error) : res.end()))
      })
      app.get('/connect', passport.authorize('mercadopago'))
      app.get('/callback', passport.authorize('mercadopago'), (req, res) => {
        res.json({ user: req.user, account: (req as Request & { account: unknown }).account })
      })
      served = await serve(app)
      const { browser } = served
      await browser.get('/login', { method: 'POST' })
      const { state } = await browser.connect()
      const { body } = await browser.callback({ code: 'TG-1', state })
      expect(JSON.parse(body)).to.deep.equal({ user: { id: 'owner' }, account: { id: '4242' } })
    })

    it('gives app data and the return path back in req.authInfo', async () => {
      const app = express()
      const options: MercadoPagoAuthenticateOptions = { context: { plan: 'gold' }, returnTo: '/me' }
      app.get('/connect', passport.authorize('mercadopago', options))
      app.get('/callback', passport.authorize('mercadopago'), (req, res) => {
        res.json(req.authInfo)
      })
      served = await serve(app)
      const { state } = await served.browser.connect()
      const { body } = await served.browser.callback({ code: 'TG-1', state })
      expect(JSON.parse(body)).to.deep.equal({ state: { plan: 'gold' }, returnTo: '/me' })
    })

    describe('without a verify function', () => {
      const linkPaths = ['/connect', '/callback']
      let sellers: SellerTokens

      beforeEach(() => {
        const client = createClient({
          clientId: '1234567890123456',
          clientSecret: 'the-secret-of-the-application-01',
          redirectUri: 'http://127.0.0.1:1/callback',
          provider: server.provider,
        })
        const store = new MemoryTokenStore()
        sellers = new SellerTokens({ client, store, encryptionKeys: [randomBytes(32)] })
        passport.use(new MercadoPagoStrategy({ sellers, user: () => 'shop-7' }))
      })

      for (const [where, query, location] of [
        ['to the path in the query', '?returnTo=/shop', '/shop'],
        ['to the default in place of another site', '?returnTo=https://evil.example/', '/'],
        ['to the default', '', '/'],
      ] as const) {
        it(`links the seller and redirects ${where}`, async () => {
          const app = express()
          app.all(linkPaths, passport.authorize('mercadopago'))
          served = await serve(app)
          const { browser } = served
          const { state } = await browser.connect(query)

          const response = await browser.callback({ code: 'TG-1', state })

          expect([response.status, response.headers.get('location')]).to.deep.equal([302, location])
          expect(response.headers.get('cache-control')).to.equal('no-store')
          expect(browser.live()).to.deep.equal([])
          const linked = await sellers.byOwner('shop-7')
          expect(linked.map(({ sellerId }) => sellerId)).to.deep.equal(['4242'])
        })
      }

      it('redirects to the path that the app gives, whatever the query says', async () => {
        const app = express()
        const options: MercadoPagoAuthenticateOptions = { returnTo: '/me' }
        app.all(linkPaths, passport.authorize('mercadopago', options))
        served = await serve(app)
        const { state } = await served.browser.connect('?returnTo=/shop')

        const { headers } = await served.browser.callback({ code: 'TG-1', state })

        expect(headers.get('location')).to.equal('/me')
      })

      it('reads no profile: nobody would get it', async () => {
        const app = express()
        app.all(linkPaths, passport.authorize('mercadopago'))
        served = await serve(app)
        const { state } = await served.browser.connect()

        await served.browser.callback({ code: 'TG-1', state })

        expect(server.requests.map(({ url }) => url)).to.deep.equal(['/oauth/token'])
      })

      it('is refused where no sellers keep the tokens', () => {
        const settings = { clientID: '1', clientSecret: 's', callbackURL: 'https://a.example/' }
        expect(() => new MercadoPagoStrategy(settings as never))
          .to.throw(TypeError, '"verify" must be a function')
          .with.property('code', 'ERR_INVALID_ARG_TYPE')
      })
    })

    it('gives the error to the app with the status of the Express response', async () => {
      const app = express()
      app.set('env', 'test')
      app.get('/callback', passport.authorize('mercadopago'))
      served = await serve(app)
      const response = await served.browser.callback({ code: 'TG-1', state: 'A'.repeat(43) })
      expect(response.status).to.equal(403)
      expect(response.headers.get('cache-control')).to.equal('no-store')
    })

    it('treats a denial as a failure: failureRedirect applies', async () => {
      const app = express()
      app.get('/connect', passport.authorize('mercadopago'))
      app.get('/callback', passport.authorize('mercadopago', { failureRedirect: '/denied' }))
      served = await serve(app)
      const { state } = await served.browser.connect()
      const response = await served.browser.callback({ error: 'access_denied', state })
      expect([response.status, response.headers.get('location')]).to.deep.equal([302, '/denied'])
    })

    it('responds to a denial with 403 automatically', async () => {
      const app = express()
      app.get('/connect', passport.authorize('mercadopago'))
      app.get('/callback', passport.authorize('mercadopago'))
      served = await serve(app)
      const { state } = await served.browser.connect()
      const response = await served.browser.callback({ error: 'access_denied', state })
      expect([response.status, response.body]).to.deep.equal([403, 'Forbidden'])
    })

    it('works in a mounted router, with another letter case and a last slash', async () => {
      passport.use(
        'mounted',
        new MercadoPagoStrategy(
          {
            clientID: '1234567890123456',
            clientSecret: 'the-secret-of-the-application-01',
            callbackURL: 'http://127.0.0.1:1/Payments/Callback',
            provider: server.provider,
          },
          async (_accessToken, _refreshToken, profile) => ({ id: profile.id }),
        ),
      )
      const router = express5.Router()
      router.get('/connect', passport.authorize('mounted'))
      router.get('/callback', passport.authorize('mounted', { failWithError: true }))
      const app = express5()
      app.set('env', 'test')
      app.use('/payments', router)
      served = await serve(app)
      for (const path of ['/payments/callback', '/payments/callback/', '/PAYMENTS/CALLBACK']) {
        const response = await served.browser.get(path)
        expect([response.status, response.headers.get('location')]).to.deep.equal([400, null])
      }
      expect((await served.browser.get('/payments/connect')).status).to.equal(302)
    })

    it('passes a failing profile on as an error', async () => {
      server.profile = json({ message: 'canary' }, 500)
      const app = express()
      app.set('env', 'test')
      app.get('/connect', passport.authorize('mercadopago'))
      app.get('/callback', passport.authorize('mercadopago'))
      served = await serve(app)
      const { state } = await served.browser.connect()
      const response = await served.browser.callback({ code: 'TG-1', state })
      expect(response.status).to.equal(503)
      expect(server.forms).to.have.length(1)
    })
  })
}

describe('the profile', () => {
  async function profileOf(response: object): Promise<MercadoPagoProfile> {
    const server = await TokenServer.start()
    server.profile = json(response)
    const strategy = new MercadoPagoStrategy(
      {
        clientID: '1234567890123456',
        clientSecret: 'the-secret-of-the-application-01',
        callbackURL: 'https://app.example/callback',
        provider: server.provider,
      },
      () => {},
    )
    try {
      return await new Promise((resolve, reject) => {
        strategy.userProfile('APP_USR-1', (error, profile) => {
          if (profile === undefined) reject(error)
          else resolve(profile)
        })
      })
    } finally {
      expect(server.requests[0]?.headers.authorization).to.equal('Bearer APP_USR-1')
      expect(server.requests[0]?.url).to.equal('/users/me')
      await server.stop()
    }
  }

  it('is in the form Passport asks for', async () => {
    const response = {
      id: 4242,
      nickname: 'TETE4242',
      first_name: 'Ana',
      last_name: 'Pérez',
      email: 'ana@seller.example',
      site_id: 'MLA',
      country_id: 'AR',
      thumbnail: { picture_url: 'https://img.example/ana.png' },
    }
    expect(await profileOf(response)).to.deep.equal({
      provider: 'mercadopago',
      id: '4242',
      displayName: 'Ana Pérez',
      username: 'TETE4242',
      name: { givenName: 'Ana', familyName: 'Pérez' },
      emails: [{ value: 'ana@seller.example' }],
      photos: [{ value: 'https://img.example/ana.png' }],
      _raw: JSON.stringify(response),
      _json: response,
    })
  })

  it('has an id and a display name even when the account tells nothing else', async () => {
    expect(await profileOf({ id: 7, nickname: null, email: '' })).to.deep.equal({
      provider: 'mercadopago',
      id: '7',
      displayName: '7',
      _raw: '{"id":7,"nickname":null,"email":""}',
      _json: { id: 7, nickname: null, email: '' },
    })
  })
})
