import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import {
  createClient,
  MemoryTokenStore,
  mercadoLibreProvider,
  ReauthorizationRequiredError,
  SellerTokens,
} from 'mercadopago-oauth'
import nock from 'nock'
import { type AppOptions, adapters, type RunningApp } from '../helpers/adapters.ts'
import type { PageResponse } from '../helpers/browser.ts'
import { rejection } from '../helpers/errors.ts'
import { MovableClock } from '../helpers/movable-clock.ts'
import { withoutNetwork } from '../helpers/nock.ts'
import { eventsOf } from '../helpers/seller-world.ts'

const api = 'https://api.mercadolibre.com'
const application = {
  clientId: '1234567890123456',
  clientSecret: 'canary-client-secret-of-32-chars',
  redirectUri: 'https://app.example/callback',
}
const credentials = {
  client_id: application.clientId,
  client_secret: application.clientSecret,
}

/** The so-many-th pair of seller 8035443. */
function tokens(count: number) {
  return {
    access_token: `APP_USR-canary-${count}`,
    token_type: 'Bearer',
    expires_in: 21600,
    scope: 'offline_access read write',
    user_id: 8035443,
    refresh_token: `TG-canary-${count}`,
  }
}

// The two shapes of Mercado Libre's pages, 2026-11; the text is that of the first.
const refusals = [
  {
    message:
      'Error validating grant. Your authorization code or refresh token may be expired or it was already used.',
    error: 'invalid_grant',
    status: 400,
    cause: [],
  },
  { error_description: 'canary', error: 'invalid_grant', status: 400, cause: [] },
]

/** In the last of the six hours, at this seller's own time. */
const dueAfterSeconds = 18_008.711

for (const adapter of adapters) {
  describe(`Mercado Libre through ${adapter.name}`, () => {
    let options: AppOptions
    let clock: MovableClock
    let sellers: SellerTokens
    const apps: RunningApp[] = []

    beforeEach(() => {
      clock = new MovableClock()
      const provider = mercadoLibreProvider({ country: 'BR' })
      options = { ...application, provider, clock: clock.read }
      sellers = new SellerTokens({
        client: createClient(options),
        store: new MemoryTokenStore({ clock: clock.read }),
        encryptionKeys: [randomBytes(32)],
        clock: clock.read,
        // On a busy machine a renewal is slow, and no test is about that.
        renewalWaitMs: 15_000,
        settleMs: 20,
      })
    })

    afterEach(async () => {
      await Promise.all(apps.splice(0).map((one) => one.stop()))
      await sellers.close()
    })

    // After what ends the apps: a mock that is left over fails its hook, and no later one would run.
    withoutNetwork()
    before(() => {
      nock.enableNetConnect(/^127\.0\.0\.1:/)
    })

    async function start(): Promise<RunningApp> {
      const running = await adapter.start({ ...options, sellers })
      apps.push(running)
      return running
    }

    /** One attempt of the user `shop-1`, against the token endpoint as it is. */
    async function attempt(response: Record<string, string> = { code: 'TG-code' }) {
      const browser = (await start()).browser('shop-1')
      const { state } = await browser.connect()
      return await browser.callback({ ...response, state })
    }

    function tokenEndpoint(): nock.Interceptor {
      return nock(api).post('/oauth/token')
    }

    /** The next renewal sends this refresh token. */
    function renewalOf(refreshToken: string): nock.Interceptor {
      const form = { grant_type: 'refresh_token', refresh_token: refreshToken, ...credentials }
      return nock(api).post('/oauth/token', form)
    }

    function profileOf(accessToken: string): nock.Interceptor {
      return nock(api, { reqheaders: { authorization: `Bearer ${accessToken}` } }).get('/users/me')
    }

    /** Links seller 8035443; Passport reads the profile, too. */
    async function link(): Promise<PageResponse> {
      tokenEndpoint().reply(200, tokens(1))
      if (adapter.name === 'passport') profileOf('APP_USR-canary-1').reply(200, { id: 8035443 })
      return await attempt()
    }

    it('sends the seller to the consent page of the country', async () => {
      const { authorizationUrl } = await (await start()).browser('shop-1').connect()
      const { state, code_challenge, ...others } = Object.fromEntries(authorizationUrl.searchParams)
      expect(authorizationUrl.origin + authorizationUrl.pathname).to.equal(
        'https://auth.mercadolivre.com.br/authorization',
      )
      expect([state?.length, code_challenge?.length]).to.deep.equal([43, 43])
      expect(others).to.deep.equal({
        response_type: 'code',
        client_id: application.clientId,
        redirect_uri: application.redirectUri,
        code_challenge_method: 'S256',
      })
    })

    it('D23: sends the code and the credentials in the form, and nothing in the header', async () => {
      let form: Record<string, string> = {}
      nock(api, { badheaders: ['authorization'] })
        .post('/oauth/token', (body) => {
          form = body
          return true
        })
        .reply(400, refusals[0])
      await attempt()
      const { code_verifier, ...others } = form
      expect(code_verifier).to.match(/^[\w-]{43}$/)
      expect(others).to.deep.equal({
        grant_type: 'authorization_code',
        code: 'TG-code',
        redirect_uri: application.redirectUri,
        ...credentials,
      })
    })

    it('links a seller for 6 hours', async () => {
      expect(JSON.parse((await link()).body)).to.include({ sellerId: '8035443' })
      expect(await sellers.byOwner('shop-1')).to.deep.equal([
        {
          sellerId: '8035443',
          owner: 'shop-1',
          state: 'linked',
          isLinked: true,
          lostReason: undefined,
          cannotRenew: false,
          expiresAt: clock.after(21600),
          dueAt: clock.after(dueAfterSeconds),
          linkedAt: clock.after(0),
          renewedAt: undefined,
          scope: ['offline_access', 'read', 'write'],
          publicKey: undefined,
          liveMode: undefined,
        },
      ])
    })

    it('reads the profile of a linked seller', async () => {
      await link()
      profileOf('APP_USR-canary-1').reply(200, {
        id: 8035443,
        nickname: 'TETE8035443',
        first_name: 'Ana',
        last_name: 'Souza',
        country_id: 'BR',
        site_id: 'MLB',
        thumbnail: { picture_url: 'https://http2.mlstatic.com/ana.jpg' },
      })
      const client = createClient(options)
      const { json, raw, ...profile } = await client.userInfo(await sellers.accessToken('8035443'))
      expect(profile).to.deep.equal({
        id: '8035443',
        displayName: 'Ana Souza',
        nickname: 'TETE8035443',
        firstName: 'Ana',
        lastName: 'Souza',
        photo: 'https://http2.mlstatic.com/ana.jpg',
        countryId: 'BR',
        siteId: 'MLB',
      })
    })

    it('renews in the last hour of the six, each time with the latest refresh token', async () => {
      await link()
      clock.advance(dueAfterSeconds - 0.001)
      expect(await sellers.accessToken('8035443')).to.equal('APP_USR-canary-1')
      renewalOf('TG-canary-1').reply(200, tokens(2))
      clock.advance(0.001)
      expect(await sellers.accessToken('8035443')).to.equal('APP_USR-canary-2')
      clock.advance(dueAfterSeconds - 0.001)
      expect(await sellers.accessToken('8035443')).to.equal('APP_USR-canary-2')
      renewalOf('TG-canary-2').reply(200, tokens(3))
      clock.advance(0.001)
      expect(await sellers.accessToken('8035443')).to.equal('APP_USR-canary-3')
    })

    it('renews by the sweep of those that are due', async () => {
      await link()
      clock.advance(dueAfterSeconds)
      renewalOf('TG-canary-1').reply(200, tokens(2))
      const outcomes = []
      for await (const outcome of sellers.renewDue()) outcomes.push(outcome)
      expect(outcomes.map(({ sellerId }) => sellerId)).to.deep.equal(['8035443'])
      expect(await sellers.accessToken('8035443')).to.equal('APP_USR-canary-2')
      expect((await sellers.status('8035443'))?.expiresAt).to.deep.equal(clock.after(21600))
    })

    for (const body of refusals) {
      const shape = Object.keys(body)[0]
      it(`D03: reports a code that is refused, in the shape with ${shape}`, async () => {
        tokenEndpoint().reply(400, body)
        const response = await attempt()
        expect([response.code, response.status]).to.deep.equal(['code_rejected', 400])
        expect(response.body).not.to.include('canary')
      })

      it(`E13: marks a seller whose refresh token is refused, in the shape with ${shape}`, async () => {
        await link()
        clock.advance(dueAfterSeconds)
        renewalOf('TG-canary-1').reply(400, body)
        const events = eventsOf(sellers)
        const error = await rejection(sellers.accessToken('8035443'), ReauthorizationRequiredError)
        expect([error.code, error.reason]).to.deep.equal(['reauthorization_required', 'revoked'])
        expect(events).to.deep.equal([
          ['reauthorizationRequired', { sellerId: '8035443', reason: 'revoked' }],
        ])
        // Nothing is sent for the second: no further reply is there.
        await rejection(sellers.accessToken('8035443'), ReauthorizationRequiredError)
      })
    }

    for (const [status, body, code, ours] of [
      [400, { message: 'canary', error: 'invalid_client', status: 400 }, 'client_rejected', 500],
      [400, { message: 'canary', error: 'unauthorized_application' }, 'client_rejected', 500],
      [429, 'local_rate_limited', 'upstream_rate_limited', 503],
      [500, { message: 'canary', error: 'internal_error' }, 'upstream_unavailable', 503],
    ] as const) {
      const error = typeof body === 'string' ? body : body.error
      it(`reports ${status} ${error} as ${code}`, async () => {
        tokenEndpoint().reply(status, body)
        const response = await attempt()
        expect([response.code, response.status]).to.deep.equal([code, ours])
        expect(response.body).not.to.include('canary')
      })
    }

    it('B09: hears a seller say no', async () => {
      const response = await attempt({ error: 'access_denied', error_description: 'canary' })
      expect([response.code, response.status]).to.deep.equal(['access_denied', 403])
      expect(response.body).not.to.include('canary')
    })

    it('B12: hears that only the administrator of the account may consent', async () => {
      const response = await attempt({ error: 'invalid_operator_user_id' })
      expect([response.code, response.status]).to.deep.equal(['authorization_error', 502])
    })

    for (const [status, revoked] of [
      [200, true],
      [403, false],
      [503, false],
    ] as const) {
      it(`unlinks, and deletes the authorization: ${status} means ${revoked}`, async () => {
        await link()
        nock(api, { reqheaders: { authorization: 'Bearer APP_USR-canary-1' } })
          .delete(`/users/8035443/applications/${application.clientId}`)
          .reply(status, {})
        const events = eventsOf(sellers)
        await sellers.unlink('8035443')
        expect(events).to.deep.equal([['unlinked', { sellerId: '8035443', revoked }]])
        expect(await sellers.byOwner('shop-1')).to.deep.equal([])
      })
    }

    it('deletes the authorization after the 6 hours, too, with a token got for that', async () => {
      await link()
      clock.advance(21_600)
      renewalOf('TG-canary-1').reply(200, tokens(2))
      nock(api, { reqheaders: { authorization: 'Bearer APP_USR-canary-2' } })
        .delete(`/users/8035443/applications/${application.clientId}`)
        .reply(200, {})
      const events = eventsOf(sellers)
      await sellers.unlink('8035443')
      expect(events).to.deep.equal([['unlinked', { sellerId: '8035443', revoked: true }]])
    })
  })
}
