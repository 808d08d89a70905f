import { randomBytes } from 'node:crypto'
import { Agent } from 'node:https'
import { expect } from 'chai'
import {
  AuthorizationServerError,
  type Client,
  createClient,
  discoverProvider,
  MemoryTokenStore,
  type Provider,
  SellerTokens,
  wso2Provider,
} from 'mercadopago-oauth'
import {
  createWso2Sandbox,
  type LoggedRequest,
  type Wso2Sandbox,
  type Wso2SandboxOptions,
} from 'mercadopago-oauth-sandbox'
import { PkceStrategy } from 'passport-mercadopago'
import { type AppOptions, koa, passportWith, type RunningApp } from '../helpers/adapters.ts'
import type { Browser, PageResponse } from '../helpers/browser.ts'
import { printed, rejection } from '../helpers/errors.ts'
import { describeWithCertificate } from '../helpers/self-signed.ts'

const redirectUri = 'http://127.0.0.1:1/callback'
const ana = '3d9e8f10-0a41-4b7e-9c36-5f1d2c7a6b01'
const lupe = 'PRIMARY/lupe'

/** Follows the server's redirect: the app is on another port than its redirect URI says. */
function comeBack(browser: Browser, location: string): Promise<PageResponse> {
  return browser.callback(new URL(location).search.slice(1))
}

const passport = passportWith(
  ({ provider, ...options }, verify) =>
    new PkceStrategy({ ...options, provider: provider as Provider }, verify),
)

for (const adapter of [koa, passport]) {
  describe(`WSO2 Identity Server through ${adapter.name}`, () => {
    let server: Wso2Sandbox
    let options: AppOptions
    let client: Client
    let sellers: SellerTokens
    let app: RunningApp

    /** A server, the sellers it links, and an app in front of both. */
    async function start(
      settings: Wso2SandboxOptions = {},
      changes: Partial<AppOptions> = {},
    ): Promise<void> {
      server = await createWso2Sandbox({
        applications: [{ redirectUris: [redirectUri] }],
        ...settings,
      })
      const { clientId, clientSecret } = server.application
      const { tenant } = settings
      const provider = wso2Provider({ baseUrl: server.baseUrl, ...(tenant && { tenant }) })
      const { clock } = server
      options = { clientId, clientSecret, redirectUri, provider, clock: () => clock.now() }
      options.cookieSecrets = ['a cookie secret of the app, long enough']
      Object.assign(options, changes)
      client = createClient(options)
      const store = new MemoryTokenStore({ clock: () => clock.now() })
      const encryptionKeys = [randomBytes(32)]
      sellers = new SellerTokens({
        client,
        store,
        encryptionKeys,
        clock: () => clock.now(),
        settleMs: 20,
      })
      app = await adapter.start({ ...options, sellers })
    }

    afterEach(async () => {
      await app.stop()
      await sellers.close()
      await server.close()
    })

    /** A whole link, as a browser makes it. */
    async function link(
      user = ana,
      browser: Browser = app.browser('shop-1'),
    ): Promise<PageResponse> {
      const { authorizationUrl } = await browser.connect()
      return await comeBack(browser, await server.approve(authorizationUrl, { user }))
    }

    function sent(path: string): LoggedRequest[] {
      return server.requests.filter((request) => request.path.endsWith(path))
    }

    for (const tenant of [undefined, 'shop.example']) {
      it(`links the user in the profile${tenant ? ', in a tenant' : ''}`, async () => {
        await start({ ...(tenant && { tenant }) })
        const { status, body } = await link(lupe)
        expect(status).to.equal(200)
        expect(JSON.parse(body)).to.deep.equal({ sellerId: lupe, returnTo: '/' })
        expect((await sellers.byOwner('shop-1')).map(({ sellerId }) => sellerId)).to.deep.equal([
          lupe,
        ])
        expect(await client.userInfo(await sellers.accessToken(lupe))).to.include({
          id: lupe,
          nickname: 'lupe',
        })
        expect(sent('/oauth2/token')).to.have.length(1)
      })
    }

    it('sends state, an S256 challenge and the scope openid', async () => {
      await start()
      const { authorizationUrl } = await app.browser('shop-1').connect()
      const query = Object.fromEntries(authorizationUrl.searchParams)
      expect(query).to.deep.equal({
        response_type: 'code',
        client_id: server.application.clientId,
        redirect_uri: redirectUri,
        scope: 'openid',
        state: query.state,
        code_challenge: query.code_challenge,
        code_challenge_method: 'S256',
      })
      expect(query.state).to.match(/^[\w-]{43}$/)
      expect(query.code_challenge).to.match(/^[\w-]{43}$/)
    })

    it('renews ten minutes before the hour is over, and keeps the rotated pair', async () => {
      await start()
      await link()
      const first = await sellers.accessToken(ana)
      server.clock.advance({ minutes: 49 })
      expect(await sellers.accessToken(ana)).to.equal(first)
      server.clock.advance({ minutes: 2 })
      const second = await sellers.accessToken(ana)
      expect(second).not.to.equal(first)
      expect((await client.userInfo(second)).id).to.equal(ana)
      server.clock.advance({ minutes: 51 })
      const third = await sellers.accessToken(ana)
      expect((await client.userInfo(third)).id).to.equal(ana)
      expect(new Set([first, second, third]).size).to.equal(3)
      expect(sent('/oauth2/token').map(({ grantType }) => grantType)).to.deep.equal([
        'authorization_code',
        'refresh_token',
        'refresh_token',
      ])
    })

    it('says that a seller must link again when the day of a refresh token is over, and links again', async () => {
      await start()
      await link()
      server.clock.advance({ hours: 25 })
      const error = await rejection(sellers.accessToken(ana), Error)
      expect(error).to.include({ code: 'reauthorization_required', reason: 'revoked' })
      expect((await link()).status).to.equal(200)
      expect((await sellers.status(ana))?.lostReason).to.equal(undefined)
    })

    it('revokes at the server what is unlinked', async () => {
      await start()
      await link()
      const accessToken = await sellers.accessToken(ana)
      const unlinked: unknown[] = []
      sellers.on('unlinked', (event) => unlinked.push(event))
      await sellers.unlink(ana)
      expect(unlinked).to.deep.equal([{ sellerId: ana, revoked: true }])
      const error = await rejection(client.userInfo(accessToken), Error)
      expect(error).to.include({ code: 'reauthorization_required', reason: 'revoked' })
      expect(sent('/oauth2/revoke')).to.have.length(1)
    })

    it('responds to a denial, spends nothing, and lets the user try again', async () => {
      await start()
      const browser = app.browser('shop-1')
      const { authorizationUrl } = await browser.connect()
      const denied = await comeBack(browser, await server.deny(authorizationUrl))
      expect([denied.code, denied.status]).to.deep.equal(['access_denied', 403])
      expect(denied.body).not.to.include('The user denied')
      expect(server.requests).to.deep.equal([])
      expect((await link(ana, browser)).status).to.equal(200)
    })

    it('responds to a refusal that the server sends by redirect, such as for a missing challenge', async () => {
      await start()
      const browser = app.browser('shop-1')
      const { authorizationUrl } = await browser.connect()
      authorizationUrl.searchParams.delete('code_challenge')
      const refused = await comeBack(browser, await server.approve(authorizationUrl))
      expect([refused.code, refused.status]).to.deep.equal(['authorization_error', 502])
      expect(refused.body).not.to.include('PKCE')
      const [failure, ...others] = app.failures
      expect(failure).to.be.instanceOf(AuthorizationServerError)
      expect(failure).to.have.property('upstreamError', 'invalid_request')
      expect(others).to.deep.equal([])
      expect(sent('/oauth2/token')).to.deep.equal([])
    })

    it('cannot link with the code of another attempt: it is burnt by the one try, and not sent again', async () => {
      await start()
      const browser = app.browser('shop-1')
      const [one, other] = [await browser.connect(), await browser.connect()]
      const back = new URL(await server.approve(one.authorizationUrl))
      const code = back.searchParams.get('code') ?? ''
      const injected = await browser.callback({ code, state: other.state })
      expect([injected.code, injected.status]).to.deep.equal(['code_rejected', 400])
      expect(sent('/oauth2/token')).to.have.length(1)
      // The attempt that the code belongs to has the right verifier, and comes too late.
      const late = await browser.callback({ code, state: one.state })
      expect([late.code, late.status]).to.deep.equal(['code_rejected', 400])
      expect(sent('/oauth2/token').map(({ error }) => error)).to.deep.equal([
        'invalid_grant',
        'invalid_grant',
      ])
      expect(await sellers.byOwner('shop-1')).to.deep.equal([])
    })

    it('names what to check when the secret is wrong, and shows none', async () => {
      await start({}, { clientSecret: 'canary-secret-of-32-characters--' })
      const response = await link()
      expect([response.code, response.status]).to.deep.equal(['client_rejected', 500])
      const [failure] = app.failures
      expect(failure?.message).to.match(/^The token endpoint refused the credentials: /)
      expect(failure).to.include({ upstreamError: 'invalid_client', upstreamStatus: 401 })
      expect(printed(failure)).not.to.include('canary')
      expect(sent('/oauth2/token')).to.have.length(1)
    })

    it('names what to check when the profile is refused to the scope, and revokes nothing', async () => {
      await start()
      options.provider = { ...(options.provider as Provider), scope: [] }
      await app.stop()
      app = await adapter.start({ ...options, sellers })
      const response = await link()
      expect([response.code, response.status]).to.deep.equal(['client_rejected', 500])
      expect(app.failures[0]?.message).to.match(/ check that the scope holds .* such as openid\.$/)
      expect(sent('/oauth2/revoke')).to.deep.equal([])
    })

    describeWithCertificate('behind a certificate of its own', 'localhost', (certificate) => {
      it('links when the agent trusts it', async () => {
        const agent = new Agent({ ca: certificate.cert })
        await start({ host: 'localhost', tls: certificate }, { agent })
        expect(server.url).to.match(/^https:\/\/localhost:\d+$/)
        expect((await link()).status).to.equal(200)
        expect((await client.userInfo(await sellers.accessToken(ana))).id).to.equal(ana)
        agent.destroy()
      })

      it('is not trusted without, and is sent nothing', async () => {
        await start({ host: 'localhost', tls: certificate })
        const response = await link()
        expect([response.code, response.status]).to.deep.equal(['upstream_unavailable', 503])
        expect(app.failures[0]).to.have.property('requestSent', false)
        expect(server.requests).to.deep.equal([])
      })
    })
  })
}

describe('a WSO2 Identity Server that describes itself', () => {
  for (const tenant of [undefined, 'shop.example']) {
    it(`names the endpoints that wso2Provider() knows${tenant ? ', in a tenant' : ''}`, async () => {
      const options = tenant === undefined ? {} : { tenant }
      const server = await createWso2Sandbox(options)
      const { profile, ...discovered } = await discoverProvider(server.issuer, { name: 'wso2' })
      await server.close()
      const { profile: own, ...known } = wso2Provider({ baseUrl: server.baseUrl, ...options })
      expect(discovered).to.deep.equal({ ...known, requireIssuer: false })
      expect(profile).to.equal(own)
    })
  }
})
