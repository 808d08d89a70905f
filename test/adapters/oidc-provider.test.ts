import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import {
  createClient,
  createPkcePair,
  discoverProvider,
  MemoryTokenStore,
  type Provider,
  ReauthorizationRequiredError,
  SellerTokens,
} from 'mercadopago-oauth'
import { type AppOptions, adapters, type RunningApp } from '../helpers/adapters.ts'
import type { Browser, PageResponse } from '../helpers/browser.ts'
import { rejection } from '../helpers/errors.ts'
import { MovableClock } from '../helpers/movable-clock.ts'
import { withRealSockets } from '../helpers/nock.ts'
import { type Consent, OidcServer, oidcClient, oidcRedirectUri } from '../helpers/oidc-server.ts'
import { eventsOf } from '../helpers/seller-world.ts'

/** What must be encoded inside HTTP Basic, and what only looks as if it were. */
const unusual = [
  ['a colon', 'shop:1', 'se:cret'],
  ['percent signs', 'shop%', '%3A%zz%'],
  ['a plus and spaces', 'shop + 1', 'se+ +cret'],
  ['what ends a form', 'shop&grant_type=x', 'a=b&c;d#e?f'],
  ['quotes and the rest', '"shop" <1>', "\\!'()*-._~`@/[]{}|^$,"],
] as const

for (const adapter of adapters) {
  describe(`any other server (oidc-provider) through ${adapter.name}`, () => {
    withRealSockets()

    let server: OidcServer
    let provider: Provider
    let options: AppOptions
    let clock: MovableClock
    let store: MemoryTokenStore
    let sellers: SellerTokens
    const encryptionKeys = [randomBytes(32)]
    const apps: RunningApp[] = []
    const servers: OidcServer[] = []
    const opened: SellerTokens[] = []

    async function startServer(
      ...parameters: Parameters<typeof OidcServer.start>
    ): Promise<OidcServer> {
      const started = await OidcServer.start(...parameters)
      servers.push(started)
      return started
    }

    async function start(changes: Partial<AppOptions> = {}): Promise<RunningApp> {
      const running = await adapter.start({ ...options, sellers, ...changes })
      apps.push(running)
      return running
    }

    /** Another process of the app: its client, and a store. */
    function machine(itsStore: MemoryTokenStore, changes: Partial<AppOptions> = {}): SellerTokens {
      const client = createClient({ ...options, ...changes })
      const made = new SellerTokens({
        client,
        store: itsStore,
        encryptionKeys,
        clock: clock.read,
        // On a busy machine the server is slow, and no test is about that.
        renewalWaitMs: 15_000,
        settleMs: 20,
      })
      opened.push(made)
      return made
    }

    /** From the app to the consent page and back; nothing is asked of the app's callback yet. */
    async function consented(browser: Browser, consent?: Consent): Promise<URLSearchParams> {
      const { authorizationUrl } = await browser.connect()
      return await server.consent(authorizationUrl, consent)
    }

    async function link(app: RunningApp, consent?: Consent): Promise<PageResponse> {
      const browser = app.browser('shop-1')
      return await browser.callback((await consented(browser, consent)).toString())
    }

    /** An app, linked sellers and one seller `ana` of the user `shop-1`. */
    async function linked(changes: Partial<AppOptions> = {}): Promise<void> {
      expect((await link(await start(changes))).status).to.equal(200)
    }

    /** Whether the server still takes this token. */
    async function isAccepted(accessToken: string): Promise<boolean> {
      const headers = { authorization: `Bearer ${accessToken}` }
      return (await fetch(`${server.issuer}/me`, { headers })).status === 200
    }

    beforeEach(async () => {
      clock = new MovableClock()
      server = await startServer()
      provider = {
        ...(await discoverProvider(server.issuer)),
        // Without it this server, as OpenID Connect wants, gives no offline access.
        authorizationParams: { prompt: 'consent' },
      }
      options = {
        clientId: 'shop',
        clientSecret: 'canary-client-secret-of-32-chars',
        redirectUri: oidcRedirectUri,
        provider,
        scope: ['offline_access', 'profile'],
        clock: clock.read,
        cookieSecrets: ['a cookie secret of the app, long enough'],
      }
      store = new MemoryTokenStore({ clock: clock.read })
      sellers = machine(store)
    })

    afterEach(async () => {
      await Promise.all(apps.splice(0).map((one) => one.stop()))
      await Promise.all(opened.splice(0).map((one) => one.close()))
      await Promise.all(servers.splice(0).map((one) => one.stop()))
    })

    it('asks for openid, for what the app names, and for consent', async () => {
      const { authorizationUrl } = await (await start()).browser('shop-1').connect()
      const { state, code_challenge, ...others } = Object.fromEntries(authorizationUrl.searchParams)
      expect(authorizationUrl.origin + authorizationUrl.pathname).to.equal(`${server.issuer}/auth`)
      expect([state?.length, code_challenge?.length]).to.deep.equal([43, 43])
      expect(others).to.deep.equal({
        response_type: 'code',
        client_id: 'shop',
        redirect_uri: oidcRedirectUri,
        code_challenge_method: 'S256',
        scope: 'openid offline_access profile',
        prompt: 'consent',
      })
    })

    it('links the seller in the profile to the signed-in user', async () => {
      const response = await link(await start(), { account: 'PRIMARY/ana@shop.example' })
      expect(JSON.parse(response.body)).to.include({ sellerId: 'PRIMARY/ana@shop.example' })
      expect(await sellers.byOwner('shop-1')).to.deep.equal([
        {
          sellerId: 'PRIMARY/ana@shop.example',
          owner: 'shop-1',
          state: 'linked',
          isLinked: true,
          lostReason: undefined,
          cannotRenew: false,
          expiresAt: clock.after(3600),
          dueAt: clock.after(3013.607),
          linkedAt: clock.after(0),
          renewedAt: undefined,
          scope: ['openid', 'offline_access', 'profile'],
          publicKey: undefined,
          liveMode: undefined,
        },
      ])
    })

    it('links with a provider that is written by hand', async () => {
      const { issuer } = server
      const written: Provider = {
        name: 'shops',
        authorizationEndpoint: `${issuer}/auth`,
        tokenEndpoint: `${issuer}/token`,
        userInfoEndpoint: `${issuer}/me`,
        clientAuthentication: 'client_secret_basic',
        scope: ['openid'],
        issuer,
        profile: ({ sub }) => ({ id: `shops-${sub}` }),
      }
      const its = machine(store, { provider: written })
      const response = await link(await start({ provider: written, sellers: its }))
      expect(JSON.parse(response.body)).to.include({ sellerId: 'shops-ana' })
      expect(await isAccepted(await its.accessToken('shops-ana'))).to.equal(true)
    })

    it('reads the profile of a linked seller', async () => {
      await linked()
      const client = createClient(options)
      const { json, raw, ...profile } = await client.userInfo(await sellers.accessToken('ana'))
      expect(profile).to.deep.equal({
        id: 'ana',
        displayName: 'Ana Díaz',
        firstName: 'Ana',
        lastName: 'Díaz',
      })
    })

    it('renews in the last sixth, each time with the refresh token of the time before', async () => {
      await linked()
      const events = eventsOf(sellers)
      const tokens = [await sellers.accessToken('ana')]
      for (const _ of ['once', 'twice']) {
        clock.advance(3020)
        tokens.push(await sellers.accessToken('ana'))
      }
      expect(new Set(tokens).size).to.equal(3)
      expect(server.grants).to.equal(3)
      expect(await isAccepted(tokens[2] ?? '')).to.equal(true)
      expect(events).to.deep.equal([
        ['renewed', { sellerId: 'ana', expiresAt: clock.after(580), lostScope: [] }],
        ['renewed', { sellerId: 'ana', expiresAt: clock.after(3600), lostScope: [] }],
      ])
    })

    it('E13: a refresh token that is sent twice ends the authorization, and both senders receive an error', async () => {
      await linked()
      const restored = new MemoryTokenStore({ clock: clock.read })
      const record = await store.get({ clientId: 'shop', sellerId: 'ana' })
      if (record === undefined) throw new Error('ana is not in the store')
      await restored.save(record, undefined)
      const other = machine(restored)
      await sellers.renew('ana')
      const latest = await sellers.accessToken('ana')

      const error = await rejection(other.renew('ana'), ReauthorizationRequiredError)

      expect([error.code, error.reason]).to.deep.equal(['reauthorization_required', 'revoked'])
      expect((await other.status('ana'))?.lostReason).to.equal('revoked')
      // This server takes a second use for theft, and the good tokens with it (RFC 9700, section 4.14.2).
      expect(await isAccepted(latest)).to.equal(false)
      const events = eventsOf(sellers)
      expect((await sellers.confirmAuthorization('ana'))?.lostReason).to.equal('revoked')
      expect(events).to.deep.equal([
        ['reauthorizationRequired', { sellerId: 'ana', reason: 'revoked' }],
      ])
    })

    it('ends the authorization at the server when a seller is unlinked', async () => {
      await linked()
      const accessToken = await sellers.accessToken('ana')
      const events = eventsOf(sellers)
      expect(await isAccepted(accessToken)).to.equal(true)
      await sellers.unlink('ana')
      expect(events).to.deep.equal([['unlinked', { sellerId: 'ana', revoked: true }]])
      expect(await isAccepted(accessToken)).to.equal(false)
    })

    it('D21: links a seller without offline access where nothing asked for consent', async () => {
      await linked({ provider: { ...provider, authorizationParams: {} } })
      const status = await sellers.status('ana')
      expect([status?.cannotRenew, status?.scope]).to.deep.equal([true, ['openid', 'profile']])
      const accessToken = await sellers.accessToken('ana')
      const events = eventsOf(sellers)
      await sellers.unlink('ana')
      expect(events).to.deep.equal([['unlinked', { sellerId: 'ana', revoked: true }]])
      expect(await isAccepted(accessToken)).to.equal(false)
    })

    it('B09: hears a seller say no', async () => {
      const response = await link(await start(), { denies: true })
      expect([response.code, response.status]).to.deep.equal(['access_denied', 403])
      expect(response.body).not.to.include('canary')
      expect(server.grants).to.equal(0)
    })

    for (const [what, iss] of [
      ['no issuer', undefined],
      ['another issuer', 'https://evil.example'],
      ['nearly the issuer', '/'],
    ] as const) {
      it(`A14: sends nothing after a response that names ${what}`, async () => {
        const browser = (await start()).browser('shop-1')
        const response = await consented(browser)
        response.delete('iss')
        if (iss !== undefined) response.set('iss', iss === '/' ? `${server.issuer}/` : iss)
        const reply = await browser.callback(response.toString())
        expect([reply.code, reply.status]).to.deep.equal(['issuer_mismatch', 403])
        expect(server.grants).to.equal(0)
      })
    }

    it('D02: a response that was begun with another verifier gives nothing', async () => {
      const browser = (await start()).browser('shop-1')
      const { authorizationUrl } = await browser.connect()
      authorizationUrl.searchParams.set('code_challenge', createPkcePair().codeChallenge)
      const response = await browser.callback((await server.consent(authorizationUrl)).toString())
      expect([response.code, response.status]).to.deep.equal(['code_rejected', 400])
      expect(await sellers.status('ana')).to.equal(undefined)
    })

    it('D01: an attempt that lost its challenge on the way ends at the server', async () => {
      const browser = (await start()).browser('shop-1')
      const { authorizationUrl } = await browser.connect()
      authorizationUrl.searchParams.delete('code_challenge')
      authorizationUrl.searchParams.delete('code_challenge_method')
      const response = await browser.callback((await server.consent(authorizationUrl)).toString())
      expect([response.code, response.status]).to.deep.equal(['authorization_error', 502])
      expect(server.grants).to.equal(0)
    })

    it('D03: a code that another attempt brings back gives nothing, and the earlier link stays', async () => {
      const browser = (await start()).browser('shop-1')
      const response = await consented(browser)
      await browser.callback(response.toString())
      const { state } = await browser.connect()
      response.set('state', state)
      const reply = await browser.callback(response.toString())
      expect([reply.code, reply.status]).to.deep.equal(['code_rejected', 400])
      expect(await isAccepted(await sellers.accessToken('ana'))).to.equal(true)
    })

    it('D03: a code that two apps without a common store send is refused to the second', async () => {
      const [one, other] = [
        await start(),
        await start({ sellers: machine(new MemoryTokenStore({ clock: clock.read })) }),
      ]
      const browser = one.browser('shop-1')
      const response = (await consented(browser)).toString()
      const copy = browser.copy(other.origin)
      expect((await browser.callback(response)).status).to.equal(200)
      const reply = await copy.callback(response)
      expect([reply.code, reply.status]).to.deep.equal(['code_rejected', 400])
      expect(server.grants).to.equal(2)
    })

    it('D04: reports a wrong secret as the application’s fault', async () => {
      const response = await link(
        await start({ clientSecret: 'canary-wrong-secret-of-32-chars--' }),
      )
      expect([response.code, response.status]).to.deep.equal(['client_rejected', 500])
      expect(response.body).not.to.include('canary')
    })

    it('D04: reports credentials in the body where the server wants them in the header', async () => {
      const posting: Provider = { ...provider, clientAuthentication: 'client_secret_post' }
      const response = await link(await start({ provider: posting }))
      expect([response.code, response.status]).to.deep.equal(['client_rejected', 500])
    })

    for (const [what, clientId, clientSecret] of unusual) {
      for (const method of ['client_secret_basic', 'client_secret_post'] as const) {
        it(`D23: links, renews and unlinks by ${method} with ${what} in the credentials`, async () => {
          const client = oidcClient({
            client_id: clientId,
            client_secret: clientSecret,
            token_endpoint_auth_method: method,
          })
          server = await startServer([client], { clientAuthMethods: [method] })
          const its = await discoverProvider(server.issuer)
          expect(its.clientAuthentication).to.equal(method)
          const changes = {
            clientId,
            clientSecret,
            provider: { ...its, authorizationParams: { prompt: 'consent' } },
          }
          sellers = machine(store, changes)
          await linked(changes)
          await sellers.renew('ana')
          const accessToken = await sellers.accessToken('ana')
          const events = eventsOf(sellers)
          await sellers.unlink('ana')
          expect(events).to.deep.equal([['unlinked', { sellerId: 'ana', revoked: true }]])
          expect(await isAccepted(accessToken)).to.equal(false)
        })
      }
    }
  })
}
