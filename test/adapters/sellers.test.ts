import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import { createClient, MemoryTokenStore, SellerTokens } from 'mercadopago-oauth'
import { type AppOptions, adapters, type RunningApp } from '../helpers/adapters.ts'
import { goodAnswer, json, TokenServer } from '../helpers/token-server.ts'

for (const adapter of adapters) {
  describe(`keeping sellers through ${adapter.name}`, () => {
    let server: TokenServer
    let options: AppOptions
    let store: MemoryTokenStore
    let sellers: SellerTokens
    const started: RunningApp[] = []

    async function start(changes: object = {}): Promise<RunningApp> {
      const running = await adapter.start({ ...options, sellers, ...changes })
      started.push(running)
      return running
    }

    async function link(app: RunningApp, user?: string) {
      const browser = app.browser(user)
      const { state } = await browser.connect()
      return await browser.callback({ code: 'TG-1', state })
    }

    beforeEach(async () => {
      server = await TokenServer.start()
      options = {
        clientId: '1234567890123456',
        clientSecret: 'the-secret-of-the-application-01',
        redirectUri: 'http://127.0.0.1:1/callback',
        provider: server.provider,
      }
      store = new MemoryTokenStore()
      sellers = new SellerTokens({
        client: createClient(options),
        store,
        encryptionKeys: [randomBytes(32)],
      })
    })

    afterEach(async () => {
      await Promise.all(started.splice(0).map((one) => one.stop()))
      await sellers.close()
      await server.stop()
    })

    it('links the seller to the signed-in user', async () => {
      expect((await link(await start(), 'shop-1')).status).to.equal(200)
      expect(await sellers.accessToken('4242')).to.equal(goodAnswer.access_token)
      expect((await sellers.byOwner('shop-1')).map(({ sellerId }) => sellerId)).to.deep.equal([
        '4242',
      ])
    })

    it('D20: refuses a seller of another user, and keeps its tokens', async () => {
      const app = await start()
      await link(app, 'shop-1')
      server.reply = json({ ...goodAnswer, access_token: 'APP_USR-other' })
      const answer = await link(app, 'shop-2')
      expect([answer.code, answer.status]).to.deep.equal(['seller_already_linked', 409])
      expect(await sellers.accessToken('4242')).to.equal(goodAnswer.access_token)
      expect(await sellers.byOwner('shop-2')).to.deep.equal([])
    })

    it('D19: refuses another seller than the one who was to link again, and drops its tokens', async () => {
      const app = await start()
      const browser = app.browser('shop-1')
      const other = await browser.connect('?seller=7')
      const answer = await browser.callback({ code: 'TG-1', state: other.state })
      expect([answer.code, answer.status]).to.deep.equal(['seller_mismatch', 409])
      expect(await sellers.status('4242')).to.equal(undefined)
      const same = await browser.connect('?seller=4242')
      expect((await browser.callback({ code: 'TG-2', state: same.state })).status).to.equal(200)
    })

    it('D20: moves a seller only when the app says that it may', async () => {
      const app = await start({ mayMove: () => true })
      await link(app, 'shop-1')
      expect((await link(app, 'shop-2')).status).to.equal(200)
      expect(await sellers.byOwner('shop-1')).to.deep.equal([])
      expect(await sellers.byOwner('shop-2')).to.have.length(1)
    })

    it('D21: links a seller who granted no offline access, and says so in its status', async () => {
      const { refresh_token: _, ...answer } = goodAnswer
      server.reply = json({ ...answer, scope: 'read' })
      expect((await link(await start(), 'shop-1')).status).to.equal(200)
      expect((await sellers.status('4242'))?.lostReason).to.equal('no_offline_access')
    })

    it('D22: refuses tokens of the other mode where the app says which it requires', async () => {
      const answer = await link(await start({ liveMode: false }), 'shop-1')
      expect([answer.code, answer.status]).to.deep.equal(['token_response_invalid', 502])
      expect(await sellers.status('4242')).to.equal(undefined)
    })

    it('A07: uses the store as the replay guard of all apps that share it', async () => {
      const [one, other] = [await start(), await start()]
      const browser = one.browser()
      const { state } = await browser.connect()
      const copy = browser.copy(other.origin)
      const answers = await Promise.all([
        browser.callback({ code: 'TG-1', state }),
        copy.callback({ code: 'TG-1', state }),
      ])
      expect(answers.map(({ code }) => code).sort()).to.deep.equal(['state_consumed', undefined])
      expect(server.forms).to.have.length(1)
    })

    it('reports a store that is down before the code is spent, and the same callback works later', async () => {
      const claim = store.claim
      store.claim = () => Promise.reject(new Error('canary'))
      const browser = (await start()).browser('shop-1')
      const { state } = await browser.connect()
      const answer = await browser.callback({ code: 'TG-1', state })
      expect([answer.code, answer.status]).to.deep.equal(['store_unavailable', 503])
      expect(answer.body).not.to.include('canary')
      expect(server.forms).to.have.length(0)
      store.claim = claim
      expect((await browser.callback({ code: 'TG-1', state })).status).to.equal(200)
    })
  })
}

describe('keeping sellers through passport', () => {
  it('D24: keeps the tokens although the profile cannot be read', async () => {
    const server = await TokenServer.start()
    server.profile = json({}, 503)
    const options = {
      clientId: '1234567890123456',
      clientSecret: 'the-secret-of-the-application-01',
      redirectUri: 'http://127.0.0.1:1/callback',
      provider: server.provider,
    }
    const sellers = new SellerTokens({
      client: createClient(options),
      store: new MemoryTokenStore(),
      encryptionKeys: [randomBytes(32)],
    })
    const passport = adapters.find(({ name }) => name === 'passport')
    const app = await passport?.start({ ...options, sellers } as AppOptions)
    const browser = app?.browser('shop-1')
    const state = (await browser?.connect())?.state ?? ''
    const answer = await browser?.callback({ code: 'TG-1', state })
    expect([answer?.code, answer?.status]).to.deep.equal(['upstream_unavailable', 503])
    expect(await sellers.accessToken('4242')).to.equal(goodAnswer.access_token)
    await app?.stop()
    await sellers.close()
    await server.stop()
  })
})
