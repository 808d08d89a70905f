import { expect } from 'chai'
import { MemoryReplayGuard } from 'mercadopago-oauth'
import { type AppOptions, adapters, type RunningApp } from '../helpers/adapters.ts'
import type { PageResponse } from '../helpers/browser.ts'
import { TokenServer } from '../helpers/token-server.ts'

for (const adapter of adapters) {
  describe(`attempts through ${adapter.name}`, () => {
    let server: TokenServer
    let options: AppOptions
    let app: RunningApp
    let now: Date
    const started: RunningApp[] = []

    async function start(changes: Partial<AppOptions> = {}): Promise<RunningApp> {
      const running = await adapter.start({ ...options, ...changes })
      started.push(running)
      return running
    }

    function expectRefusal(response: PageResponse, code: string, calls = 0): void {
      expect(response.code).to.equal(code)
      expect(response.status).to.equal(403)
      expect(server.forms).to.have.length(calls)
    }

    beforeEach(async () => {
      server = await TokenServer.start()
      now = new Date('2026-03-01T12:00:00Z')
      options = {
        clientId: '1234567890123456',
        clientSecret: 'the-secret-of-the-application-01',
        redirectUri: 'http://127.0.0.1:1/callback',
        provider: server.provider,
        clock: () => now,
      }
      app = await start()
    })

    afterEach(async () => {
      await Promise.all(started.splice(0).map((one) => one.stop()))
      await server.stop()
    })

    it("A01: refuses an attacker's code and state in the victim's browser, and leaves the victim's attempt alone", async () => {
      const attacker = await app.browser('mallory').connect()
      const victim = app.browser('alice')
      const own = await victim.connect()

      const forged = await victim.callback({ code: 'TG-attacker', state: attacker.state })
      expectRefusal(forged, 'state_mismatch')
      expect(forged.setCookies).to.deep.equal([])

      const genuine = await victim.callback({ code: 'TG-victim', state: own.state })
      expect(genuine.status).to.equal(200)
      expect(server.forms.map((form) => form.get('code'))).to.deep.equal(['TG-victim'])
    })

    for (const query of ['code=TG-1', 'code=TG-1&state=']) {
      it(`A02: refuses a callback without a state (${query})`, async () => {
        const browser = app.browser()
        await browser.connect()
        expectRefusal(await browser.callback(query), 'state_missing')
      })
    }

    const wrong: Record<string, (state: string) => string> = {
      'another one of the same length': () => 'A'.repeat(43),
      'one wrong character': (state) => state.slice(0, -1) + (state.endsWith('A') ? 'B' : 'A'),
      'the other letter case': (state) =>
        state.replace(/[a-z]/i, (one) =>
          one === one.toUpperCase() ? one.toLowerCase() : one.toUpperCase(),
        ),
      'one character less': (state) => state.slice(1),
      'one character more': (state) => `${state}A`,
    }
    for (const [name, change] of Object.entries(wrong)) {
      it(`A03: refuses a state that is ${name}`, async () => {
        const browser = app.browser()
        const { state } = await browser.connect()
        expectRefusal(
          await browser.callback({ code: 'TG-1', state: change(state) }),
          'state_mismatch',
        )
        expect(browser.cookies).to.have.length(1)
      })
    }

    it('A04: refuses a genuine state without its cookie', async () => {
      const browser = app.browser()
      const { state } = await browser.connect()
      browser.cookies.clear()
      expectRefusal(await browser.callback({ code: 'TG-1', state }), 'state_mismatch')
    })

    it('A05: needs the state parameter and the cookie to agree', async () => {
      const browser = app.browser()
      const first = await browser.connect()
      const [firstCookie = ''] = browser.cookies.keys()
      await browser.connect()
      browser.cookies.delete(firstCookie)
      expectRefusal(await browser.callback({ code: 'TG-1', state: first.state }), 'state_mismatch')
    })

    it('A06: refuses a replayed callback while the cookie is still there', async () => {
      const browser = app.browser()
      const { state } = await browser.connect()
      const before = browser.copy()
      await browser.callback({ code: 'TG-1', state })

      const replay = await before.callback({ code: 'TG-1', state })

      expectRefusal(replay, 'state_consumed', 1)
      expect(before.live()).to.deep.equal([])
    })

    it('A06: refuses a replayed callback when the browser forgot it', async () => {
      const browser = app.browser()
      const { state } = await browser.connect()
      await browser.callback({ code: 'TG-1', state })
      browser.cookies.clear()
      expectRefusal(await browser.callback({ code: 'TG-1', state }), 'state_mismatch', 1)
    })

    it('A07: spends the code of fifty simultaneous callbacks once, over two apps that share the guard', async () => {
      const replayGuard = new MemoryReplayGuard({ clock: () => now })
      const apps = [await start({ replayGuard }), await start({ replayGuard })] as const
      const browser = apps[0].browser()
      const { state } = await browser.connect()

      const responses = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          browser.copy(apps[index % 2 === 0 ? 0 : 1].origin).callback({ code: 'TG-1', state }),
        ),
      )

      expect(responses.filter(({ status }) => status === 200)).to.have.length(1)
      expect(responses.filter(({ code }) => code === 'state_consumed')).to.have.length(49)
      expect(server.forms).to.have.length(1)
    })

    it('A08: refuses a planted cookie of another user, and one that was made up', async () => {
      const attacker = app.browser('mallory')
      const { state } = await attacker.connect()
      const [[name, value]] = [...attacker.cookies] as [[string, string]]

      const victim = app.browser('alice')
      victim.cookies.set(name, value)
      expectRefusal(await victim.callback({ code: 'TG-attacker', state }), 'state_mismatch')

      victim.cookies.set(name, Buffer.alloc(200, 7).toString('base64url'))
      expectRefusal(await victim.callback({ code: 'TG-attacker', state }), 'state_mismatch')
    })

    it("A09: links nothing when a seller approves the consent page of another user's attempt", async () => {
      const { state } = await app.browser('mallory').connect()
      const seller = app.browser()
      expectRefusal(await seller.callback({ code: 'TG-seller', state }), 'state_mismatch')
    })

    for (const order of [
      [0, 1],
      [1, 0],
    ] as const) {
      it(`A11: two tabs both succeed when tab ${order[0] + 1} comes back first`, async () => {
        const browser = app.browser('alice')
        const tabs = [await browser.connect('?context=one'), await browser.connect('?context=two')]
        const contexts = ['one', 'two']
        for (const tab of order) {
          const state = tabs[tab]?.state ?? ''
          const { status, body } = await browser.callback({ code: `TG-${tab}`, state })
          expect(status).to.equal(200)
          expect(JSON.parse(body)).to.deep.equal({
            sellerId: '4242',
            returnTo: '/',
            context: { from: contexts[tab] },
          })
        }
        expect(server.forms.map((form) => form.get('code'))).to.deep.equal(
          order.map((tab) => `TG-${tab}`),
        )
      })
    }

    it('A12: refuses an attempt of ten minutes, and removes its cookie', async () => {
      const browser = app.browser()
      const { state } = await browser.connect()
      now = new Date(now.getTime() + 600_000)
      expectRefusal(await browser.callback({ code: 'TG-1', state }), 'state_expired')
      expect(browser.cookies).to.have.length(0)
    })

    it('A12: accepts an attempt a millisecond younger', async () => {
      const browser = app.browser()
      const { state } = await browser.connect()
      now = new Date(now.getTime() + 599_999)
      expect((await browser.callback({ code: 'TG-1', state })).status).to.equal(200)
    })

    const elsewhere: Record<string, Partial<AppOptions>> = {
      'another application': { clientId: '6543210987654321' },
      'another redirect URI': { redirectUri: 'http://127.0.0.1:2/callback' },
      'the test environment': { testToken: true },
    }
    for (const [name, changes] of Object.entries(elsewhere)) {
      it(`A13: refuses an attempt that was made for ${name}`, async () => {
        const other = await start(changes)
        const browser = app.browser()
        const { state } = await browser.connect()
        const moved = browser.copy(other.origin)
        expectRefusal(await moved.callback({ code: 'TG-1', state }), 'state_mismatch')
      })
    }

    it('A14: refuses another issuer', async () => {
      const browser = app.browser()
      const { state } = await browser.connect()
      const response = await browser.callback({ code: 'TG-1', state, iss: 'https://evil.example' })
      expectRefusal(response, 'issuer_mismatch')
    })

    it('A14: accepts the expected issuer, and its absence', async () => {
      const browser = app.browser()
      const [first, second] = [await browser.connect(), await browser.connect()]
      const named = { code: 'TG-1', state: first.state, iss: 'https://auth.mercadopago.com' }
      expect((await browser.callback(named)).status).to.equal(200)
      expect((await browser.callback({ code: 'TG-2', state: second.state })).status).to.equal(200)
    })

    it('A14: refuses its absence where the provider requires it', async () => {
      const strict = await start({ provider: { ...server.provider, requireIssuer: true } })
      const browser = strict.browser()
      const { state } = await browser.connect()
      expectRefusal(await browser.callback({ code: 'TG-1', state }), 'issuer_mismatch')
    })

    it('A15: gives each of 100 attempts a different state and challenge of 256 bits', async () => {
      const browser = app.browser()
      const seen = new Set<string>()
      for (let count = 0; count < 100; count++) {
        const { authorizationUrl, state } = await browser.connect()
        const challenge = authorizationUrl.searchParams.get('code_challenge') ?? ''
        expect([state, challenge].join()).to.match(/^[\w-]{43},[\w-]{43}$/)
        seen.add(state).add(challenge)
      }
      expect(seen.size).to.equal(200)
    })

    it('A16: the back button after success exchanges nothing', async () => {
      const browser = app.browser()
      const { state } = await browser.connect()
      await browser.callback({ code: 'TG-1', state })
      expectRefusal(await browser.callback({ code: 'TG-1', state }), 'state_consumed', 1)
    })

    it('K10: a reload is told that the response was used before', async () => {
      const browser = app.browser()
      const { state } = await browser.connect()
      await browser.callback({ code: 'TG-1', state })
      now = new Date(now.getTime() + 599_000)
      expectRefusal(await browser.callback({ code: 'TG-1', state }), 'state_consumed', 1)
    })

    const prefetches = [
      ['sec-purpose', 'prefetch'],
      ['sec-purpose', 'prefetch;prerender'],
      ['purpose', 'prefetch'],
      ['x-moz', 'prefetch'],
    ] as const
    for (const [name, value] of prefetches) {
      it(`K10: a prefetch (${name}: ${value}) begins nothing and spends nothing`, async () => {
        const browser = app.browser()
        const { state } = await browser.connect()
        const headers = { [name]: value }
        for (const path of ['/connect', `/callback?code=TG-1&state=${state}`]) {
          const response = await browser.get(path, { headers })
          expect([response.status, response.headers.get('retry-after')]).to.deep.equal([503, '0'])
          expect(response.headers.get('cache-control')).to.equal('no-store')
          expect(response.setCookies).to.deep.equal([])
        }
        expect([server.requests, app.failures]).to.deep.equal([[], []])
        expect((await browser.callback({ code: 'TG-1', state })).status).to.equal(200)
      })
    }

    it('K11: an app’s own code, state or error at the start begins an attempt', async () => {
      const browser = app.browser()
      const { state } = await browser.connect()
      for (const query of ['code=PROMO10', 'error=none', `code=TG-1&state=${state}`]) {
        const response = await browser.get(`/connect?${query}`)
        expect([response.status, response.setCookies.length]).to.deep.equal([302, 1])
      }
      expect(server.requests).to.deep.equal([])
      expect((await browser.callback({ code: 'TG-1', state })).status).to.equal(200)
    })

    it('K11: knows its callback behind a proxy that strips a prefix', async () => {
      const redirectUri = 'https://app.example/shop/callback'
      const browser = (await start({ redirectUri, callbackPath: '/callback' })).browser()
      const bare = await browser.get('/callback')
      expect([bare.status, bare.setCookies]).to.deep.equal([400, []])
      const { state } = await browser.connect()
      expect((await browser.callback({ code: 'TG-1', state })).status).to.equal(200)
    })

    for (const path of ['/Callback', '/callback/', '/CALLBACK/']) {
      it(`K11: ${path}, which the framework serves, is the callback`, async () => {
        const browser = app.browser()
        const { state } = await browser.connect()
        const response = await browser.get(`${path}?code=TG-1&state=${state}`)
        expect(response.status).to.equal(200)
      })
    }

    for (const callbackPath of ['', 'callback', '/callback?x=1', '/callback#x', 7]) {
      it(`K11: refuses ${JSON.stringify(callbackPath)} as the callback’s path`, async () => {
        const error = await Promise.resolve()
          .then(() => start({ callbackPath: callbackPath as string }))
          .catch((one: unknown) => one)
        expect(error)
          .to.be.instanceOf(TypeError)
          .with.property('message')
          .includes('"callbackPath"')
      })
    }

    for (const method of ['HEAD', 'OPTIONS', 'PUT', 'DELETE']) {
      it(`K12: ${method} begins nothing and ends nothing`, async () => {
        const browser = app.browser()
        const { state } = await browser.connect()
        const begun = await browser.get('/connect', { method })
        expect([begun.status, begun.headers.get('allow')]).to.deep.equal([405, 'GET, POST'])
        const ended = await browser.get(`/callback?code=TG-1&state=${state}`, { method })
        expect([ended.status, ended.headers.get('allow')]).to.deep.equal([405, 'GET'])
        expect([begun.setCookies, ended.setCookies]).to.deep.equal([[], []])
        expect((await browser.callback({ code: 'TG-1', state })).status).to.equal(200)
      })
    }

    it('K12: a form may begin an attempt, too', async () => {
      const browser = app.browser()
      const response = await browser.get('/connect', { method: 'POST' })
      const { searchParams } = new URL(response.headers.get('location') ?? '')
      expect(response.status).to.equal(303)
      const state = searchParams.get('state') ?? ''
      expect((await browser.callback({ code: 'TG-1', state })).status).to.equal(200)
    })

    for (const end of ['%20', ' ', '\t', '\u00e9', 'A'.repeat(20), 'A'.repeat(23)]) {
      it(`K04: a cookie whose name only begins like ours is none: ${JSON.stringify(end)}`, async () => {
        const browser = app.browser()
        await browser.connect()
        const [name = ''] = browser.cookies.keys()
        browser.cookies.clear()
        // As Node reads header bytes, and as undici sends them.
        browser.cookies.set(`${name.slice(0, -22)}${end}x`, 'planted')
        const begun = await browser.get('/connect')
        expect([begun.status, begun.setCookies.length]).to.deep.equal([302, 1])
        const { searchParams } = new URL(begun.headers.get('location') ?? '')
        const state = searchParams.get('state') ?? ''
        const ended = await browser.callback({ code: 'TG-1', state })
        expect([ended.status, ended.setCookies.length]).to.deep.equal([200, 1])
      })
    }

    it('C09: attempts that another site begins do not push out the seller’s own', async () => {
      const browser = app.browser('alice')
      const own = await browser.connect()
      const headers = { 'sec-fetch-site': 'cross-site' }
      for (let count = 0; count < 12; count++) {
        expect((await browser.get('/connect', { headers })).status).to.equal(302)
      }
      expect(browser.live()).to.have.length(8)
      expect((await browser.callback({ code: 'TG-1', state: own.state })).status).to.equal(200)

      for (let count = 0; count < 8; count++) await browser.connect()
      const refused = await browser.get('/connect', { headers })
      expect([refused.status, refused.setCookies]).to.deep.equal([403, []])
    })
  })
}
