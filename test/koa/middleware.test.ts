import Router from '@koa/router'
import { expect } from 'chai'
import Koa from 'koa'
import { type MercadoPagoOptions, type MercadoPagoState, mercadoPago } from 'koa-mercadopago'
import { type AuthorizationResult, MercadoPagoOAuthError, StateError } from 'mercadopago-oauth'
import { misuse } from '../helpers/errors.ts'
import { type ServedApp, serve } from '../helpers/served-app.ts'
import { json, TokenServer } from '../helpers/token-server.ts'

describe('koa-mercadopago', () => {
  let server: TokenServer
  let app: Koa
  let emitted: unknown[]
  let served: ServedApp

  beforeEach(async () => {
    server = await TokenServer.start()
    app = new Koa()
    emitted = []
    app.on('error', (error) => emitted.push(error))
  })

  afterEach(async () => {
    await served.stop()
    await server.stop()
  })

  const options = (changes: Partial<MercadoPagoOptions> = {}): MercadoPagoOptions => ({
    clientId: '1234567890123456',
    clientSecret: 'the-secret-of-the-application-01',
    redirectUri: 'http://127.0.0.1:1/callback',
    provider: server.provider,
    anonymous: true,
    ...changes,
  })

  it('routes() is the whole flow: it hands the tokens over, then returns the seller', async () => {
    const results: AuthorizationResult[] = []
    const mp = mercadoPago(options({ onLinked: (_ctx, result) => void results.push(result) }))
    app.use(mp.routes({ connectPath: '/connect', context: () => ({ shop: 7 }) }))
    served = await serve(app.callback())

    const { state } = await served.browser.connect('?returnTo=/shops/7')
    const response = await served.browser.callback({ code: 'TG-1', state })

    expect([response.status, response.headers.get('location')]).to.deep.equal([302, '/shops/7'])
    expect(response.body).to.equal('')
    expect(results).to.have.length(1)
    expect(results[0]?.tokens.refreshToken).to.equal('TG-0123456789abcdef01234567-4242')
    expect(results[0]?.context).to.deep.equal({ shop: 7 })
  })

  it('routes() starts at /mercadopago/connect and ends at the path of the redirect URI', async () => {
    const mp = mercadoPago(options({ redirectUri: 'http://127.0.0.1:1/a(b)/c:d' }))
    app.use(mp.routes())
    served = await serve(app.callback())
    expect((await served.browser.get('/mercadopago/connect')).status).to.equal(302)
    expect((await served.browser.get('/a(b)/c:d')).code).to.equal('callback_malformed')
    expect((await served.browser.get('/a(b)/cxd')).status).to.equal(404)
  })

  it('routes() refuses POST and HEAD at the callback', async () => {
    app.use(mercadoPago(options()).routes())
    served = await serve(app.callback())
    for (const method of ['POST', 'HEAD']) {
      expect((await served.browser.get('/callback', { method })).status).to.equal(405)
    }
  })

  it('keeps the result typed for the next middleware', async () => {
    const mp = mercadoPago(options())
    const router = new Router<MercadoPagoState>()
    router.get('/connect', mp.connect())
    router.get('/callback', mp.callback(), (ctx) => {
      const { tokens, returnTo }: AuthorizationResult = ctx.state.mercadoPago
      const sellerId: string = tokens.sellerId
      ctx.body = { sellerId, returnTo }
    })
    app.use(router.routes())
    served = await serve(app.callback())
    const { state } = await served.browser.connect()
    const { body } = await served.browser.callback({ code: 'TG-1', state })
    expect(JSON.parse(body)).to.deep.equal({ sellerId: '4242', returnTo: '/' })
  })

  it('asks for the scope of its options', async () => {
    const mp = mercadoPago(options({ scope: ['offline_access', 'read'] }))
    app.use(mp.routes({ connectPath: '/connect' }))
    served = await serve(app.callback())
    const { authorizationUrl } = await served.browser.connect()
    expect(authorizationUrl.searchParams.get('scope')).to.equal('offline_access read')
  })

  it('responds to a failure with constant text, and reports failures of 500 and above to the app', async () => {
    app.use(mercadoPago(options()).routes({ connectPath: '/connect' }))
    served = await serve(app.callback())
    const { state } = await served.browser.connect()
    await served.browser.callback({ code: 'TG-1', state: 'A'.repeat(43) })
    expect(emitted).to.deep.equal([])

    server.reply = json({ error: 'invalid_client', message: 'canary' }, 400)
    const response = await served.browser.callback({ code: 'TG-1', state })
    expect(response.status).to.equal(500)
    expect(response.body).to.equal(
      'The account was not linked (client_rejected). Please try again later.\n',
    )
    expect(response.headers.get('content-type')).to.equal('text/plain; charset=utf-8')
    expect(emitted).to.have.length(1)
    expect(emitted[0]).to.have.property('code', 'client_rejected')
    expect((emitted[0] as Error).message).to.include('Client Secret of this application')
  })

  it('failureRedirect sends the browser back to the app with the code', async () => {
    app.use(
      mercadoPago(options({ failureRedirect: '/sellers?tab=mp#link' })).routes({
        connectPath: '/connect',
      }),
    )
    served = await serve(app.callback())
    const denied = await served.browser.connect()
    const response = await served.browser.callback({ error: 'access_denied', state: denied.state })
    expect([response.status, response.headers.get('location')]).to.deep.equal([
      302,
      '/sellers?tab=mp&error=access_denied#link',
    ])
    expect(response.headers.get('referrer-policy')).to.equal('no-referrer')
    expect(emitted).to.deep.equal([])

    const { state } = await served.browser.connect()
    server.reply = json({ error: 'invalid_client' }, 400)
    const failed = await served.browser.callback({ code: 'TG-1', state })
    expect(failed.headers.get('location')).to.equal('/sellers?tab=mp&error=client_rejected#link')
    expect(emitted[0]).to.have.property('code', 'client_rejected')

    expect((await served.browser.get('/callback', { method: 'HEAD' })).status).to.equal(405)
  })

  it('failureRedirect takes visitors who are not signed in, without a code', async () => {
    const mp = mercadoPago(options({ failureRedirect: '/sign-in', anonymous: false }))
    app.use(mp.routes({ connectPath: '/connect' }))
    served = await serve(app.callback())

    const response = await served.browser.get('/connect')

    expect([response.status, response.headers.get('location')]).to.deep.equal([302, '/sign-in'])
  })

  it('failureRedirect leaves what the app throws to the app, and must be a string', async () => {
    const thrown = new Error('from onLinked')
    const onLinked = () => Promise.reject(thrown)
    const mp = mercadoPago(options({ failureRedirect: '/sellers', onLinked }))
    app.use(mp.routes({ connectPath: '/connect' }))
    served = await serve(app.callback())
    const { state } = await served.browser.connect()

    expect((await served.browser.callback({ code: 'TG-1', state })).status).to.equal(500)
    expect(emitted).to.deep.equal([thrown])
    expect(misuse(() => mercadoPago(options({ failureRedirect: 5 as never })))).to.deep.equal({
      code: 'ERR_INVALID_ARG_TYPE',
      message: '"failureRedirect" must be a string',
    })
  })

  it("throws for the app's own error handler, which finds a typed error", async () => {
    app.use(async (ctx, next) => {
      try {
        await next()
      } catch (error) {
        if (!(error instanceof MercadoPagoOAuthError)) throw error
        ctx.status = error.status
        ctx.body = `page for ${error.code}`
      }
    })
    app.use(mercadoPago(options({ errors: 'throw' })).routes({ connectPath: '/connect' }))
    served = await serve(app.callback())
    const { state } = await served.browser.connect()
    const response = await served.browser.callback({ error: 'access_denied', state })
    expect([response.status, response.body]).to.deep.equal([403, 'page for access_denied'])
    expect(served.browser.live()).to.deep.equal([])
  })

  it('throws before any cookie is set, too', async () => {
    app.use(mercadoPago(options({ errors: 'throw' })).routes())
    served = await serve(app.callback())
    const response = await served.browser.callback({ code: 'TG-1', state: 'A'.repeat(43) })
    expect([response.status, response.body]).to.deep.equal([
      403,
      new StateError('state_mismatch').message,
    ])
    expect(emitted[0]).to.have.property('code', 'state_mismatch')
  })

  it('throws so that even Koa’s own handler responds correctly and removes the attempt', async () => {
    app.use(mercadoPago(options({ errors: 'throw' })).routes({ connectPath: '/connect' }))
    served = await serve(app.callback())
    const { state } = await served.browser.connect()
    server.reply = json({}, 429, { 'retry-after': '9' })
    const response = await served.browser.callback({ code: 'TG-1', state })
    expect([response.status, response.body]).to.deep.equal([503, 'Service Unavailable'])
    expect(response.headers.get('retry-after')).to.equal('9')
    expect(response.headers.get('cache-control')).to.equal('no-store')
    expect(response.headers.get('referrer-policy')).to.equal('no-referrer')
    expect(served.browser.live()).to.deep.equal([])
  })

  it('D24: throws on what onLinked throws, and links nothing twice', async () => {
    const mp = mercadoPago(
      options({
        onLinked: async () => {
          throw new Error('the shop is closed')
        },
      }),
    )
    app.use(mp.routes({ connectPath: '/connect' }))
    served = await serve(app.callback())
    const { state } = await served.browser.connect()
    const response = await served.browser.callback({ code: 'TG-1', state })
    expect([response.status, response.body]).to.deep.equal([500, 'Internal Server Error'])
    expect(emitted).to.have.length(1)
    expect(emitted[0]).to.have.property('message', 'the shop is closed')
    expect(server.forms).to.have.length(1)
  })

  for (const thrown of [
    new Error('from the app'),
    Object.freeze(new Error('frozen')),
    'a text',
    null,
  ]) {
    it(`K17: the app’s later middleware throws ${thrown}, and the attempt is gone all the same`, async () => {
      const mp = mercadoPago(options())
      const router = new Router<MercadoPagoState>()
      router.get('/connect', mp.connect())
      router.get('/callback', mp.callback(), () => {
        throw thrown
      })
      app.use(router.routes())
      served = await serve(app.callback())
      const { state } = await served.browser.connect()
      const response = await served.browser.callback({ code: 'TG-1', state })
      expect([response.status, served.browser.live()]).to.deep.equal([500, []])
      expect(response.headers.get('cache-control')).to.equal('no-store')
      expect(response.headers.get('referrer-policy')).to.equal('no-referrer')
    })
  }

  it('K17: leaves an error of the app as it was, for whatever else throws it', async () => {
    const closed = Object.assign(new Error('closed'), {
      status: 503,
      headers: { 'retry-after': '9' },
    })
    const mp = mercadoPago(
      options({
        onLinked: () => {
          throw closed
        },
      }),
    )
    app.use(mp.routes({ connectPath: '/connect' }))
    app.use(() => {
      throw closed
    })
    served = await serve(app.callback())
    const { state } = await served.browser.connect()
    const response = await served.browser.callback({ code: 'TG-1', state })
    expect([response.setCookies.length, response.headers.get('retry-after')]).to.deep.equal([
      1,
      '9',
    ])
    const other = await served.browser.get('/other')
    expect([other.status, other.setCookies]).to.deep.equal([503, []])
    expect(other.headers.get('retry-after')).to.equal('9')
    expect(closed.headers).to.deep.equal({ 'retry-after': '9' })
  })

  it('K03: routes() refuses visitors who are not signed in, at both ends', async () => {
    const { anonymous: _, ...guarded } = options()
    let user: unknown
    const mp = mercadoPago({ ...guarded, user: () => user })
    app.use(mp.routes({ connectPath: '/connect' }))
    served = await serve(app.callback())
    const refused = await served.browser.get('/connect')
    expect([refused.status, refused.body]).to.deep.equal([403, 'Please sign in first.\n'])
    expect([refused.setCookies, emitted]).to.deep.equal([[], []])

    user = 'ana'
    const { state } = await served.browser.connect()
    user = undefined
    const signedOut = await served.browser.callback({ code: 'TG-1', state })
    expect([signedOut.code, signedOut.status]).to.deep.equal(['state_mismatch', 403])
    expect(server.forms).to.have.length(0)
    user = 'ana'
    expect((await served.browser.callback({ code: 'TG-1', state })).status).to.equal(302)
  })

  it('C12: sets Secure cookies whether or not the app trusts its proxy', async () => {
    const mp = mercadoPago(options({ redirectUri: 'https://app.example/callback' }))
    app.proxy = false
    app.use(mp.routes({ connectPath: '/connect' }))
    served = await serve(app.callback())
    const { setCookies } = await served.browser.get('/connect')
    expect(setCookies[0]).to.match(/^__Host-mp-.*; Secure/)
  })

  it('names its middleware, for stack traces', () => {
    const mp = mercadoPago(options())
    expect([mp.connect().name, mp.callback().name]).to.deep.equal([
      'mercadoPagoConnect',
      'mercadoPagoCallback',
    ])
    app.use(mp.routes())
    return serve(app.callback()).then((one) => {
      served = one
    })
  })

  it('refuses a wrong configuration, naming the option', async () => {
    served = await serve(app.callback())
    expect(() => mercadoPago(options({ redirectUri: '/callback' })))
      .to.throw(TypeError, '"redirectUri"')
      .with.property('code', 'ERR_INVALID_ARG_VALUE')
  })
})
