import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import express, { type Response as Answer, type NextFunction, type Request } from 'express'
import session from 'express-session'
import { createSandbox, type Sandbox } from 'mercadopago-oauth-sandbox'
import { Passport } from 'passport'
import OAuth2Strategy from 'passport-oauth2'

describe('sandbox: with passport-oauth2', () => {
  let sandbox: Sandbox
  let server: Server
  let app: string
  let cookie: string

  beforeEach(async () => {
    sandbox = await createSandbox()
    const site = express()
    server = createServer(site).listen(0, '127.0.0.1')
    await once(server, 'listening')
    app = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    cookie = ''
    sandbox.application.redirectUris.push(`${app}/callback`)

    const passport = new Passport()
    passport.use(strategy())
    site.use(session({ secret: 'test', resave: false, saveUninitialized: false }))
    site.get('/connect', passport.authenticate('oauth2', { session: false }))
    site.get(
      '/callback',
      passport.authenticate('oauth2', { session: false }),
      (request, response) => {
        response.json(request.user)
      },
    )
    // Express knows an error handler by its four parameters.
    site.use((error: { code?: string }, _request: Request, response: Answer, _: NextFunction) => {
      response.status(502).json({ code: error.code })
    })
  })

  afterEach(async () => {
    server.close()
    server.closeAllConnections()
    await sandbox.close()
  })

  function strategy(): OAuth2Strategy {
    const { clientId, clientSecret } = sandbox.application
    return new OAuth2Strategy(
      {
        authorizationURL: sandbox.endpoints.authorizationEndpoint,
        tokenURL: sandbox.endpoints.tokenEndpoint,
        clientID: clientId,
        clientSecret,
        callbackURL: `${app}/callback`,
        pkce: true,
        state: true,
      },
      (
        accessToken: string,
        refreshToken: string,
        results: object,
        _profile: unknown,
        done: OAuth2Strategy.VerifyCallback,
      ) => done(null, { accessToken, refreshToken, results }),
    )
  }

  async function get(url: string): Promise<Response> {
    const response = await fetch(url, { headers: { cookie }, redirect: 'manual' })
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie
    return response
  }

  async function connect(): Promise<string> {
    return (await get(`${app}/connect`)).headers.get('location') ?? ''
  }

  it('links a seller', async () => {
    const back = await sandbox.approve(await connect(), { seller: 700200002 })

    const response = await get(back)

    expect(response.status).to.equal(200)
    const { accessToken, refreshToken, results } = Object(await response.json())
    expect(accessToken).to.match(/^APP_USR-4400123456789012-\d{6}-[0-9a-f]{32}-700200002$/)
    expect(refreshToken).to.match(/^TG-[0-9a-f]{24}-700200002$/)
    expect(results).to.include({ token_type: 'Bearer', expires_in: 15552000, user_id: 700200002 })
  })

  it('hears a denial', async () => {
    const back = await sandbox.deny(await connect())

    const response = await get(back)

    expect(response.status).to.equal(401)
    expect(sandbox.requests).to.deep.equal([])
  })

  it('is refused a code that is too old', async () => {
    const back = await sandbox.approve(await connect())
    sandbox.clock.advance({ minutes: 10 })

    const response = await get(back)

    expect(response.status).to.equal(502)
    expect(await response.json()).to.deep.equal({ code: 'invalid_grant' })
    expect(sandbox.requests.map(({ error }) => error)).to.deep.equal(['invalid_grant'])
  })
})
