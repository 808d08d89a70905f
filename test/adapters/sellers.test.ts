import { randomBytes } from 'node:crypto'
import { inspect } from 'node:util'
import { expect } from 'chai'
import { createClient, MemoryTokenStore, SellerTokens } from 'mercadopago-oauth'
import { type AppOptions, adapters, type RunningApp } from '../helpers/adapters.ts'
import { misuse } from '../helpers/errors.ts'
import { TestKeyManager } from '../helpers/key-manager.ts'
import { MovableClock } from '../helpers/movable-clock.ts'
import { goodResponse, json, TokenServer } from '../helpers/token-server.ts'

/** None of the application's settings: the client of `sellers` has them. */
const sellersOnly = {
  clientId: undefined,
  clientSecret: undefined,
  redirectUri: undefined,
  provider: undefined,
}

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
      expect(await sellers.accessToken('4242')).to.equal(goodResponse.access_token)
      expect((await sellers.byOwner('shop-1')).map(({ sellerId }) => sellerId)).to.deep.equal([
        '4242',
      ])
    })

    it('takes the application from sellers', async () => {
      const app = await start(sellersOnly)

      expect((await link(app, 'shop-1')).status).to.equal(200)
      expect(await sellers.accessToken('4242')).to.equal(goodResponse.access_token)
      const { body = '' } = server.requests[0] ?? {}
      expect(new URLSearchParams(body).get('client_id')).to.equal('1234567890123456')
    })

    for (const [option, value] of [
      ['clientSecret', 'the-secret-of-the-application-01'],
      ['timeoutMs', 5_000],
    ] as const) {
      it(`refuses ${option} beside the client of sellers`, () => {
        const changes: object = { ...sellersOnly, [option]: value }
        const refusal = misuse(() => void adapter.start({ ...options, sellers, ...changes }))

        expect(refusal).to.deep.equal({
          code: 'ERR_INVALID_ARG_VALUE',
          message: `"${option}" must be left out where the client of "sellers" is used`,
        })
      })
    }

    for (const [what, wrong, named] of [
      ['no sellers', 5, 'sellers'],
      ['sellers without a client', {}, 'sellers.client'],
    ] as const) {
      it(`refuses ${what} in their place`, () => {
        for (const application of [sellersOnly, {}]) {
          const changes: object = { ...application, sellers: wrong }
          const refusal = misuse(() => void adapter.start({ ...options, ...changes }))

          expect(refusal).to.deep.equal({
            code: 'ERR_INVALID_ARG_TYPE',
            message: `"${named}" must be an object`,
          })
        }
      })
    }

    it('refuses the sellers of another application', () => {
      const refusal = misuse(
        () => void adapter.start({ ...options, sellers, clientId: '9999999999999999' }),
      )

      expect(refusal).to.deep.equal({
        code: 'ERR_INVALID_ARG_VALUE',
        message: '"sellers" must be of the same application: its Client ID is another',
      })
    })

    it('D20, K06: refuses a seller of another user, whose link goes on with the new tokens', async () => {
      const app = await start()
      await link(app, 'shop-1')
      server.reply = json({ ...goodResponse, access_token: 'APP_USR-other' })
      const response = await link(app, 'shop-2')
      expect([response.code, response.status]).to.deep.equal(['seller_already_linked', 409])
      expect(await sellers.accessToken('4242')).to.equal('APP_USR-other')
      expect((await sellers.status('4242'))?.owner).to.equal('shop-1')
      expect(await sellers.byOwner('shop-2')).to.deep.equal([])
    })

    it('D19: refuses another seller than the one who was to link again, and drops its tokens', async () => {
      const app = await start()
      const browser = app.browser('shop-1')
      const other = await browser.connect('?seller=7')
      const response = await browser.callback({ code: 'TG-1', state: other.state })
      expect([response.code, response.status]).to.deep.equal(['seller_mismatch', 409])
      expect(await sellers.status('4242')).to.equal(undefined)
      const same = await browser.connect('?seller=4242')
      expect((await browser.callback({ code: 'TG-2', state: same.state })).status).to.equal(200)
    })

    it('K06: keeps the new tokens of another seller than the expected one, if that seller is linked', async () => {
      const app = await start()
      await link(app, 'shop-1')
      server.reply = json({ ...goodResponse, access_token: 'APP_USR-other' })
      const browser = app.browser('shop-2')
      const { state } = await browser.connect('?seller=7')
      const response = await browser.callback({ code: 'TG-1', state })
      expect([response.code, response.status]).to.deep.equal(['seller_mismatch', 409])
      expect(await sellers.accessToken('4242')).to.equal('APP_USR-other')
      expect((await sellers.status('4242'))?.owner).to.equal('shop-1')
    })

    it('D20: moves a seller only when the app says that it may', async () => {
      const app = await start({ mayMove: async () => true })
      await link(app, 'shop-1')
      expect((await link(app, 'shop-2')).status).to.equal(200)
      expect(await sellers.byOwner('shop-1')).to.deep.equal([])
      expect(await sellers.byOwner('shop-2')).to.have.length(1)
    })

    it('D21: links a seller who granted no offline access, and says so in its status', async () => {
      const { refresh_token: _, ...response } = goodResponse
      server.reply = json({ ...response, scope: 'read' })
      expect((await link(await start(), 'shop-1')).status).to.equal(200)
      expect(await sellers.status('4242')).to.include({ isLinked: true, cannotRenew: true })
    })

    it('D22: refuses tokens of the other mode where the app says which it requires', async () => {
      const response = await link(await start({ liveMode: false }), 'shop-1')
      expect([response.code, response.status]).to.deep.equal(['token_response_invalid', 502])
      expect(await sellers.status('4242')).to.equal(undefined)
    })

    /** What the app is signed in as, at the start and at the end, and how that went. */
    async function outcome(started: unknown, ended: unknown, changes: object = {}) {
      let user = started
      const app = await start({ user: async () => user, ...changes })
      const browser = app.browser()
      const begun = await browser.get('/connect')
      const { searchParams } = new URL(begun.headers.get('location') ?? 'about:blank')
      user = ended
      const state = searchParams.get('state') ?? 'none'
      const finished = await browser.callback({ code: 'TG-1', state })
      const failures = app.failures.map((error) => Reflect.get(error, 'code'))
      return { begun, finished, failures, seller: await sellers.status('4242') }
    }

    const objectId = { id: Buffer.from('bytes'), toString: () => '507f1f77bcf86cd799439011' }
    class Uuid {
      toString() {
        return '4b3f5d6e-0000-4000-8000-000000000000'
      }
    }
    const usable: [unknown, string][] = [
      ['shop-1', 'shop-1'],
      [7, '7'],
      [7n, '7'],
      [{ id: 10n }, '10'],
      [{ id: 0 }, '0'],
      [{ id: objectId }, '507f1f77bcf86cd799439011'],
      [{ id: new Uuid() }, '4b3f5d6e-0000-4000-8000-000000000000'],
      [{ id: null, _id: objectId, sub: 'x' }, '507f1f77bcf86cd799439011'],
      [{ sub: 'auth0|1', uid: 'x' }, 'auth0|1'],
      [{ uid: 'firebase', userId: 'x' }, 'firebase'],
      [{ userId: '\u00f1'.repeat(128) }, '\u00f1'.repeat(128)],
    ]
    for (const [user, owner] of usable) {
      it(`K01: links to the user ${inspect(user).slice(0, 60)}`, async () => {
        const { finished, seller } = await outcome(user, user)
        expect([finished.status, seller?.owner]).to.deep.equal([200, owner])
      })
    }

    const unusable: [unknown, string][] = [
      [{}, 'TYPE'],
      [{ name: 'ana' }, 'TYPE'],
      [{ id: {} }, 'TYPE'],
      [{ id: ['a'] }, 'TYPE'],
      [{ id: new Date(0) }, 'TYPE'],
      [{ id: Buffer.from('a') }, 'TYPE'],
      [{ id: Symbol('a') }, 'TYPE'],
      [{ id: true }, 'TYPE'],
      [true, 'TYPE'],
      [() => 'ana', 'TYPE'],
      [1.5, 'TYPE'],
      [{ id: Number.NaN }, 'TYPE'],
      [{ id: 2 ** 53 }, 'TYPE'],
      [{ id: '' }, 'VALUE'],
      [{ id: 'a\u0000b' }, 'VALUE'],
      ['a\nb', 'VALUE'],
      ['\ud800', 'VALUE'],
      ['u'.repeat(257), 'VALUE'],
      [{ id: '\u00f1'.repeat(129) }, 'VALUE'],
    ]
    for (const [user, kind] of unusable) {
      it(`K01: never takes ${inspect(user).slice(0, 60)} for nobody, at the start or the end`, async () => {
        const code = `ERR_INVALID_ARG_${kind}`
        const atStart = await outcome(user, user, { anonymous: true })
        expect([atStart.begun.status, atStart.begun.setCookies]).to.deep.equal([500, []])
        expect(atStart.failures[0]).to.equal(code)
        const atEnd = await outcome(undefined, user, { anonymous: true })
        expect([atEnd.finished.status, atEnd.failures]).to.deep.equal([500, [code]])
        expect([server.forms.length, atEnd.seller]).to.deep.equal([0, undefined])
      })
    }

    for (const [started, ended] of [
      [undefined, 'ana'],
      ['ana', undefined],
      ['ana', 'bob'],
    ]) {
      it(`K02: links nothing when ${started} begins and ${ended} ends`, async () => {
        const { finished, seller } = await outcome(started, ended, { anonymous: true })
        expect([finished.code, finished.status]).to.deep.equal(['state_mismatch', 403])
        expect([server.forms.length, seller]).to.deep.equal([0, undefined])
      })
    }

    it('K02: lets a visitor sign in between where the app says so', async () => {
      const { finished, seller } = await outcome(undefined, 'ana', { signInBetween: true })
      expect([finished.status, seller?.owner]).to.deep.equal([200, 'ana'])
      const nobody = await outcome(undefined, undefined, { signInBetween: true })
      expect(nobody.finished.code).to.equal('state_mismatch')
      expect(server.forms).to.have.length(1)
    })

    for (const nobody of [undefined, null, false, '']) {
      it(`K29: makes no link without an owner by accident (${inspect(nobody)})`, async () => {
        const { begun, finished, seller, failures } = await outcome(nobody, nobody)
        expect([begun.status, begun.setCookies, failures.length]).to.deep.equal([
          403,
          [],
          adapter.name === 'passport' ? 1 : 0,
        ])
        expect([finished.code, server.forms.length, seller]).to.deep.equal([
          'state_mismatch',
          0,
          undefined,
        ])
      })

      it(`K29: spends no code of an attempt that nobody began while the app allowed it (${inspect(nobody)})`, async () => {
        const before = (await start({ user: async () => nobody, anonymous: true })).browser()
        const { state } = await before.connect()
        const now = (await start({ user: async () => nobody })).browser()
        for (const [name, value] of before.cookies) now.cookies.set(name, value)
        const finished = await now.callback({ code: 'TG-1', state })
        expect([finished.code, finished.status]).to.deep.equal(['state_mismatch', 403])
        expect([server.forms.length, await sellers.status('4242')]).to.deep.equal([0, undefined])
      })

      it(`K29: links without an owner where the app says so (${inspect(nobody)})`, async () => {
        const { finished, seller } = await outcome(nobody, nobody, { anonymous: true })
        expect([finished.status, seller?.sellerId, seller?.owner]).to.deep.equal([
          200,
          '4242',
          undefined,
        ])
      })
    }

    const hooks: Record<string, (fails: () => never) => object> = {
      afterLink: (fails) => ({ afterLink: fails }),
      mayMove: (fails) => ({ mayMove: fails }),
    }
    for (const [hook, optionsOf] of Object.entries(hooks)) {
      it(`K17: when ${hook} throws, nothing is cached or told, and the attempt is gone`, async () => {
        const mistake = new Error('the shop is closed')
        const app = await start(
          optionsOf(() => {
            throw mistake
          }),
        )
        const browser = app.browser('shop-1')
        const { state } = await browser.connect()
        const response = await browser.callback({ code: 'TG-1', state })
        expect([response.status, app.failures]).to.deep.equal([500, [mistake]])
        expect(response.headers.get('cache-control')).to.equal('no-store')
        expect(response.headers.get('referrer-policy')).to.equal('no-referrer')
        expect(browser.live()).to.deep.equal([])
        const again = await browser.callback({ code: 'TG-1', state })
        expect([again.code, server.forms.length]).to.deep.equal(['state_consumed', 1])
      })
    }

    it('A07: uses the store as the replay guard of all apps that share it', async () => {
      const [one, other] = [await start(), await start()]
      const browser = one.browser('shop-1')
      const { state } = await browser.connect()
      const copy = browser.copy(other.origin)
      const responses = await Promise.all([
        browser.callback({ code: 'TG-1', state }),
        copy.callback({ code: 'TG-1', state }),
      ])
      expect(responses.map(({ code }) => code).sort()).to.deep.equal(['state_consumed', undefined])
      expect(server.forms).to.have.length(1)
    })

    it('reports a store that is down before the code is spent, and the same callback works later', async () => {
      const claim = store.claim
      store.claim = () => Promise.reject(new Error('canary'))
      const browser = (await start()).browser('shop-1')
      const { state } = await browser.connect()
      const response = await browser.callback({ code: 'TG-1', state })
      expect([response.code, response.status]).to.deep.equal(['store_unavailable', 503])
      expect(response.body).not.to.include('canary')
      expect(server.forms).to.have.length(0)
      store.claim = claim
      expect((await browser.callback({ code: 'TG-1', state })).status).to.equal(200)
    })

    it('F13: reports a key manager that is away before the code is spent, and the same callback works later', async () => {
      const manager = new TestKeyManager()
      const clock = new MovableClock()
      const guarded = new SellerTokens({
        client: createClient(options),
        store,
        encryptionKeys: [manager],
        clock: clock.read,
      })
      const browser = (await start({ sellers: guarded })).browser('shop-1')
      const { state } = await browser.connect()
      manager.isDown = true
      const response = await browser.callback({ code: 'TG-1', state })
      expect([response.code, response.status]).to.deep.equal(['key_manager_unavailable', 503])
      expect(response.headers.get('retry-after')).to.equal('5')
      expect(server.forms).to.have.length(0)
      manager.isDown = false
      clock.advance(5)
      expect((await browser.callback({ code: 'TG-1', state })).status).to.equal(200)
      expect(await guarded.accessToken('4242')).to.equal(goodResponse.access_token)
      await guarded.close()
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
    const response = await browser?.callback({ code: 'TG-1', state })
    expect([response?.code, response?.status]).to.deep.equal(['upstream_unavailable', 503])
    expect(await sellers.accessToken('4242')).to.equal(goodResponse.access_token)
    await app?.stop()
    await sellers.close()
    await server.stop()
  })
})
