import { EventEmitter, once } from 'node:events'
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http'
import { mock } from 'node:test'
import { expect } from 'chai'
import {
  createClient,
  MemoryTokenStore,
  type Notification,
  ReauthorizationRequiredError,
  SellerTokens,
  sandboxProvider,
} from 'mercadopago-oauth'
import { createSandbox, type Sandbox } from 'mercadopago-oauth-sandbox'
import { adapters } from '../helpers/adapters.ts'
import { misuse, printed, rejection } from '../helpers/errors.ts'
import {
  type NotificationApp,
  type NotificationResponse,
  notificationFrameworks,
  type Parser,
} from '../helpers/notification-apps.ts'
import { eventsOf, FailingStore, SellerWorld } from '../helpers/seller-world.ts'
import {
  type Delivery,
  type DeliveryParts,
  signatureOver,
  signedDelivery,
  webhookSecret,
  withdrawalBody,
} from '../helpers/signed-delivery.ts'
import { json, type Reply } from '../helpers/token-server.ts'

const application = '1234567890123456'
const maxAgeMs = 300_000
const maxBodyBytes = 65_536

const refused = json({ error: 'invalid_grant', message: '', status: 400, cause: [] }, 400)

for (const framework of notificationFrameworks) {
  describe(`notifications through ${framework.name}`, () => {
    let world: SellerWorld
    let sellers: SellerTokens
    let app: NotificationApp
    let events: [string, unknown][]
    /** What `onNotification` was called with. */
    let heard: Notification[]
    /** Access tokens that the provider no longer takes. */
    let withdrawn: Set<string>
    const started: NotificationApp[] = []

    beforeEach(async () => {
      world = await SellerWorld.open()
      withdrawn = new Set()
      world.server.profile = (response, request) => {
        const token = request.headers.authorization?.slice('Bearer '.length) ?? ''
        json({ id: 4242 }, withdrawn.has(token) ? 401 : 200)(response, request)
      }
      // A withdrawal ends all tokens, the refresh token too.
      const { rotate } = world.provider
      world.server.reply = (response, request) =>
        (withdrawn.size > 0 ? refused : rotate)(response, request)
      sellers = world.machine()
      await sellers.link(world.tokens({ accessToken: 'APP_USR-canary-4242' }))
      const other = { sellerId: '7', accessToken: 'APP_USR-canary-7', refreshToken: 'TG-7' }
      await sellers.link(world.tokens(other))
      events = eventsOf(sellers)
      heard = []
      app = await start()
    })

    afterEach(async () => {
      mock.timers.reset()
      await Promise.all(started.splice(0).map((one) => one.stop()))
      await world.close()
    })

    async function start(changes: object = {}, parser: Parser = 'none'): Promise<NotificationApp> {
      const options = {
        secret: webhookSecret,
        sellers,
        clock: world.clock,
        onNotification: (notification: Notification) => void heard.push(notification),
        ...changes,
      }
      const one = await framework.start(options, parser)
      started.push(one)
      return one
    }

    /** A time some milliseconds from now, as digits. */
    function ts(offsetMs = 0): string {
      return String(world.now.getTime() + offsetMs)
    }

    function delivery(parts: Partial<DeliveryParts> = {}): Delivery {
      return signedDelivery({ ts: ts(), ...parts })
    }

    /** A delivery whose age counts: that seller 4242 consented. */
    function authorized(parts: Partial<DeliveryParts> = {}): Delivery {
      return delivery({ ...parts, body: { action: 'application.authorized' } })
    }

    /** The delivery with another `x-signature`. */
    function signedAs(header: string): Delivery {
      const one = delivery()
      return { ...one, headers: { ...one.headers, 'x-signature': header } }
    }

    function goodV1(): string {
      return signatureOver({ id: '4242', requestId: 'request-1', ts: ts() })
    }

    function records() {
      const ids = ['4242', '7']
      return Promise.all(ids.map((sellerId) => world.store.get({ ...world.sellerKey, sellerId })))
    }

    /** The access tokens of the reads that reached the provider, in order. */
    /** The profiles that were read, by which the provider is asked about a seller. */
    function reads() {
      return world.server.requests
        .filter(({ url }) => url === '/users/me')
        .map(({ method, url, headers }) => [method, url, headers.authorization])
    }

    /** What is sent on behalf of a seller. */
    function readOf(sellerId: string) {
      return ['GET', '/users/me', `Bearer APP_USR-canary-${sellerId}`]
    }

    async function lostReason(): Promise<string | undefined> {
      return (await sellers.status('4242'))?.lostReason
    }

    /** Nothing happened: no request, no mark, no event, no call. */
    async function expectUntouched(before: Awaited<ReturnType<typeof records>>): Promise<void> {
      expect(reads()).to.deep.equal([])
      expect(await records()).to.deep.equal(before)
      expect(events).to.deep.equal([])
      expect(heard).to.deep.equal([])
    }

    async function expectRefused(one: Delivery, code: string, by: NotificationApp = app) {
      const before = await records()
      const response = await by.post(one)
      expect([response.status, response.body]).to.deep.equal([401, `${code}\n`])
      expect(response.headers.get('cache-control')).to.equal('no-store')
      expect([by.told, by.failures]).to.deep.equal([[], []])
      await expectUntouched(before)
    }

    async function expectTaken(one: Delivery, by: NotificationApp = app): Promise<void> {
      const { status, body } = await by.post(one)
      expect([status, body, by.failures]).to.deep.equal([200, '', []])
    }

    describe('the signature', () => {
      it('marks the seller whose withdrawal is signed, and calls the hook after that', async () => {
        withdrawn.add('APP_USR-canary-4242')
        let reasonThen: string | undefined
        const onNotification = async (notification: Notification) => {
          reasonThen = await lostReason()
          heard.push(notification)
        }
        await expectTaken(delivery(), await start({ onNotification }))
        expect(reasonThen).to.equal('revoked')
        expect(reads()).to.deep.equal([readOf('4242')])
        expect(events).to.deep.equal([
          ['reauthorizationRequired', { sellerId: '4242', reason: 'revoked' }],
        ])
        expect(
          heard.map(({ sellerId, action, sentAt }) => [sellerId, action, sentAt]),
        ).to.deep.equal([['4242', 'application.deauthorized', world.now]])
        expect((await sellers.status('7'))?.isLinked).to.equal(true)
      })

      it('G01: refuses a delivery without a signature', async () => {
        const { 'x-signature': _, ...headers } = delivery().headers
        await expectRefused({ ...delivery(), headers }, 'webhook_unsigned')
        for (const empty of ['', ' ']) await expectRefused(signedAs(empty), 'webhook_unsigned')
      })

      it('G01: refuses a signature that lacks a part, repeats one, or has only an unknown version', async () => {
        const v1 = goodV1()
        const headers = [
          `v1=${v1}`,
          `ts=${ts()}`,
          `ts=${ts()},v2=${v1}`,
          `ts=,v1=${v1}`,
          `ts=-1,v1=${v1}`,
          `ts=12345678901234567,v1=${v1}`,
          `ts=${ts()},ts=${ts()},v1=${v1}`,
          `ts=${ts()},v1=${v1},v1=${v1}`,
          `ts=${ts()},v1=${v1}, ts=${ts()},v1=${v1}`,
          'nonsense',
        ]
        for (const header of headers) await expectRefused(signedAs(header), 'webhook_malformed')
      })

      it('G02: refuses a digest that is one digit off, too short, too long, or not hex', async () => {
        const v1 = goodV1()
        const flipped = (at: number) => (v1[at] === '0' ? '1' : '0')
        const digests = [
          `${flipped(0)}${v1.slice(1)}`,
          `${v1.slice(0, 63)}${flipped(63)}`,
          v1.slice(0, 63),
          `${v1}0`,
          '',
          'z'.repeat(64),
          '0'.repeat(8_000),
          v1.toUpperCase(),
        ]
        for (const digest of digests) {
          await expectRefused(signedAs(`ts=${ts()},v1=${digest}`), 'webhook_mismatch')
        }
      })

      it('G02: refuses a signature over other values, or with another secret', async () => {
        const good = delivery()
        const others = [
          delivery({ secret: 'another secret' }),
          delivery({ signedId: '7' }),
          delivery({ signedId: null }),
          { ...good, headers: { ...good.headers, 'x-request-id': 'request-2' } },
          { ...good, query: '?type=mp-connect' },
          signedAs(`ts=${ts(1)},v1=${goodV1()}`),
        ]
        for (const other of others) await expectRefused(other, 'webhook_mismatch')
      })

      it('G02: refuses a query with two ids, of which one was signed', async () => {
        for (const id of ['4242', '7']) {
          const twice = { ...delivery(), query: `?data.id=4242&data.id=${id}&type=mp-connect` }
          await expectRefused(twice, 'webhook_malformed')
        }
      })

      it('leaves out of the signed text what the delivery does not have', async () => {
        await expectTaken(delivery({ dataId: null }))
        await expectTaken(delivery({ requestId: null }))
        await expectTaken(delivery({ dataId: null, requestId: null }))
        expect(heard.map(({ dataId, requestId }) => [dataId, requestId])).to.deep.equal([
          [undefined, 'request-1'],
          ['4242', undefined],
          [undefined, undefined],
        ])
      })

      it('takes both secrets while one is being replaced, and only these', async () => {
        const both = await start({ secret: ['the new secret', webhookSecret] })
        await expectRefused(delivery({ secret: 'a third secret' }), 'webhook_mismatch', both)
        await expectTaken(delivery({ secret: 'the new secret' }), both)
        await expectTaken(delivery(), both)
        expect(heard).to.have.length(2)
      })

      it('G07: does not start without a secret', () => {
        const { secretOption } = framework
        const mistakes: [unknown, string, string][] = [
          [null, 'ERR_INVALID_ARG_TYPE', 'must be a string'],
          ['', 'ERR_INVALID_ARG_VALUE', 'must not be empty'],
          [['good', ''], 'ERR_INVALID_ARG_VALUE', 'must not be empty'],
          [[undefined], 'ERR_INVALID_ARG_TYPE', 'must be a string'],
          [[], 'ERR_INVALID_ARG_VALUE', 'must hold a webhook secret'],
        ]
        // The secret of a whole flow may be left out: then it has no notifications.
        if (secretOption === 'secret') {
          mistakes.push([undefined, 'ERR_INVALID_ARG_TYPE', 'must be a string'])
        }
        for (const [secret, code, rule] of mistakes) {
          const wrong = { secret: secret as string, sellers }
          const message = `"${secretOption}" ${rule}`
          expect(misuse(() => framework.start(wrong))).to.deep.equal({ code, message })
        }
      })
    })

    describe('the time', () => {
      it('G05: takes milliseconds, 299,999 old or early, and refuses 300,001', async () => {
        for (const offsetMs of [-299_999, 299_999])
          await expectTaken(authorized({ ts: ts(offsetMs) }))
        expect(heard).to.have.length(2)
        heard = []
        world.server.requests.length = 0
        for (const offsetMs of [-300_001, 300_001]) {
          await expectRefused(authorized({ ts: ts(offsetMs) }), 'webhook_stale')
        }
      })

      it('G05: takes seconds, 300 old or early, and refuses 301', async () => {
        const inSeconds = (offset: number) => String(world.now.getTime() / 1000 + offset)
        for (const offset of [-300, 300]) await expectTaken(authorized({ ts: inSeconds(offset) }))
        expect(heard.map(({ sentAt }) => sentAt.getTime() - world.now.getTime())).to.deep.equal([
          -300_000, 300_000,
        ])
        heard = []
        world.server.requests.length = 0
        for (const offset of [-301, 301]) {
          await expectRefused(authorized({ ts: inSeconds(offset) }), 'webhook_stale')
        }
      })

      it('G05: refuses a time that no calendar has', async () => {
        for (const made of [authorized, delivery])
          await expectRefused(made({ ts: '9999999999999999' }), 'webhook_stale')
      })

      it('G04: refuses a copy that comes after the window', async () => {
        const one = authorized()
        await expectTaken(one)
        heard = []
        world.server.requests.length = 0
        world.now = new Date(world.now.getTime() + maxAgeMs + 1)
        await expectRefused(one, 'webhook_stale')
      })

      for (const minutes of [15, 45, 4 * 24 * 60]) {
        it(`K09: asks about a withdrawal that comes again after ${minutes} minutes`, async () => {
          const one = delivery()
          withdrawn.add('APP_USR-canary-4242')
          world.now = new Date(world.now.getTime() + minutes * 60_000)
          await expectTaken(one)
          expect([await lostReason(), reads(), heard.length]).to.deep.equal([
            'revoked',
            [readOf('4242')],
            1,
          ])
          await expectTaken(one)
          expect(heard).to.have.length(1)
        })
      }

      it('G04: responds to a copy within the window with 200 and has no effect', async () => {
        const one = delivery()
        await expectTaken(one)
        withdrawn.add('APP_USR-canary-4242')
        await expectTaken(one)
        expect(reads()).to.deep.equal([readOf('4242')])
        expect([heard.length, events]).to.deep.equal([1, []])
      })

      it('G04: knows a copy of a delivery from the future as long as its age would do', async () => {
        const early = delivery({ ts: ts(maxAgeMs) })
        await expectTaken(early)
        world.now = new Date(world.now.getTime() + 2 * maxAgeMs - 1)
        await expectTaken(early)
        expect([reads().length, heard.length]).to.deep.equal([1, 1])
      })

      it('G04: does so on every machine that shares the store, once one of them is done', async () => {
        const other = await start({ sellers: world.machine() })
        const one = delivery()
        await expectTaken(one)
        for (const each of [other, app, other, other]) await expectTaken(one, each)
        expect([reads(), heard.length]).to.deep.equal([[readOf('4242')], 1])
      })

      it('G04: does the work of copies that come in the same moment once', async () => {
        const one = delivery()
        const responses = await Promise.all([app.post(one), app.post(one), app.post(one)])
        expect(responses.map(({ status }) => status)).to.deep.equal([200, 200, 200])
        expect([reads(), heard.length]).to.deep.equal([[readOf('4242')], 1])
      })

      it('G04: looks again when the same notification is signed anew', async () => {
        await expectTaken(delivery())
        await expectTaken(delivery({ requestId: 'request-2' }))
        expect(reads()).to.deep.equal([readOf('4242'), readOf('4242')])
        expect(heard.map(({ id }) => id)).to.deep.equal(['120000000001', '120000000001'])
      })
    })

    describe('what is said', () => {
      it('G03: asks about a seller who was put into a signed body, and leaves a healthy one linked', async () => {
        const before = await records()
        withdrawn.add('APP_USR-canary-4242')
        await expectTaken(delivery({ body: { user_id: 7 } }))
        expect(reads()).to.deep.equal([readOf('7')])
        expect(await records()).to.deep.equal(before)
        expect(events).to.deep.equal([])
        expect((await sellers.status('7'))?.isLinked).to.equal(true)
      })

      it('G03: refuses a body about another id than the signed one, or about none', async () => {
        for (const body of [
          { data: { id: '7' } },
          { data: {} },
          { data: undefined },
          { data: '4242' },
        ]) {
          await expectRefused(delivery({ body }), 'webhook_mismatch')
        }
      })

      it('G03: asks nothing about a seller who is not linked, or is none', async () => {
        const before = await records()
        const nobody = [
          99,
          '99',
          undefined,
          null,
          {},
          ['4242'],
          '../4242',
          '~canary',
          'x'.repeat(65),
        ]
        for (const [index, user_id] of nobody.entries()) {
          await expectTaken(delivery({ body: { user_id }, requestId: `request-${index}` }))
        }
        expect(reads()).to.deep.equal([])
        expect(await records()).to.deep.equal(before)
        expect(heard).to.have.length(nobody.length)
      })

      it('asks nothing when a seller consented, or the topic is another', async () => {
        await expectTaken(delivery({ body: { action: 'application.authorized' } }))
        await expectTaken(delivery({ body: { type: 'payment' }, requestId: 'request-2' }))
        expect(reads()).to.deep.equal([])
        expect(heard.map(({ type, action }) => [type, action])).to.deep.equal([
          ['mp-connect', 'application.authorized'],
          ['payment', 'application.deauthorized'],
        ])
      })

      it('G06: takes an id in upper case, signed in lower case or as received, and no other', async () => {
        const order = { dataId: 'ORD01AbC', body: { type: 'order', data: { id: 'ORD01AbC' } } }
        await expectRefused(delivery({ ...order, signedId: 'ORD01ABC' }), 'webhook_mismatch')
        await expectTaken(delivery({ ...order, signedId: 'ord01abc' }))
        await expectTaken(delivery({ ...order, signedId: 'ORD01AbC' }))
        expect(heard.map(({ dataId }) => dataId)).to.deep.equal(['ORD01AbC', 'ORD01AbC'])
      })
    })

    describe('the body', () => {
      for (const parser of ['json', 'raw', 'other'] as const) {
        it(`is taken after the app's own parser (${parser})`, async () => {
          withdrawn.add('APP_USR-canary-4242')
          await expectTaken(delivery(), await start({}, parser))
          expect(reads()).to.deep.equal([readOf('4242')])
          expect(await lostReason()).to.equal('revoked')
        })

        it(`is refused when empty, after the app's own parser (${parser})`, async () => {
          const parsing = await start({}, parser)
          await expectRefused({ ...delivery(), body: '' }, 'webhook_malformed', parsing)
        })
      }

      it('is refused when empty, not JSON, or not an object', async () => {
        for (const body of ['', '{', 'null', '[]', '"4242"', '4242', '\uFEFF{}']) {
          await expectRefused({ ...delivery(), body }, 'webhook_malformed')
        }
      })

      it('is taken up to 64 KiB', async () => {
        const text = JSON.stringify(withdrawalBody())
        await expectTaken({ ...delivery(), body: text.padEnd(maxBodyBytes) })
        expect(reads()).to.deep.equal([readOf('4242')])
      })

      it('is refused from the first byte above 64 KiB', async () => {
        const text = JSON.stringify(withdrawalBody())
        await expectRefused(
          { ...delivery(), body: text.padEnd(maxBodyBytes + 1) },
          'webhook_malformed',
        )
      })

      it('is refused far above 64 KiB, and the next request on the connection gets its response', async () => {
        const agent = new Agent({ keepAlive: true, maxSockets: 1 })
        const { query, headers } = delivery()
        for (const isReused of [false, true]) {
          const request = httpRequest(`${app.origin}/hook${query}`, {
            agent,
            headers,
            method: 'POST',
          })
          request.end(' '.repeat(1_000_000))
          const [response]: IncomingMessage[] = await once(request, 'response')
          await once(response?.resume() as IncomingMessage, 'end')
          expect([response?.statusCode, request.reusedSocket]).to.deep.equal([401, isReused])
        }
        agent.destroy()
      })

      it("is refused above 64 KiB also after the app's own parser", async () => {
        const body = JSON.stringify(withdrawalBody()).padEnd(maxBodyBytes + 1)
        const parsing = await start({}, 'raw')
        await expectRefused({ ...delivery(), body }, 'webhook_malformed', parsing)
      })

      it('is refused at once when it goes on above 64 KiB', async () => {
        const { query, headers } = delivery()
        const request = httpRequest(`${app.origin}/hook${query}`, { method: 'POST', headers })
        request.on('error', () => {})
        request.write(' '.repeat(maxBodyBytes + 1))
        const [response]: IncomingMessage[] = await once(request, 'response')
        expect(response?.statusCode).to.equal(401)
        request.destroy()
        expect(heard).to.deep.equal([])
      })

      it('is dropped when it breaks off, and the app goes on', async () => {
        const { query, headers } = delivery()
        const length = { 'content-length': '1000' }
        const request = httpRequest(`${app.origin}/hook${query}`, {
          method: 'POST',
          headers: { ...headers, ...length },
        })
        const closed = new Promise((resolve) => request.on('error', () => {}).on('close', resolve))
        await new Promise((resolve) => request.write('{"action":', resolve))
        request.destroy()
        await closed
        expect((await app.request('GET')).status).to.equal(200)
        await expectTaken(delivery())
        // Koa itself tells the app of a connection that broke off.
        expect([heard.length, app.failures]).to.deep.equal([1, []])
      })
    })

    describe('when it cannot be confirmed', () => {
      /** Refused with 503, nothing marked, the hook not called, the app told; later it works. */
      async function expectPutOff(response: NotificationResponse, code: string): Promise<void> {
        expect([response.status, response.body]).to.deep.equal([503, `${code}\n`])
        expect(app.told.map((error) => Object(error).code)).to.deep.equal([code])
        expect(app.failures).to.deep.equal([])
        expect([heard, events]).to.deep.equal([[], []])
      }

      /** The provider's next read is held; what follows `reached` happens while it waits. */
      function held(): { reached: Promise<unknown>; respond: (reply: Reply) => void } {
        const asked = new EventEmitter()
        const reached = once(asked, 'request')
        let answer: (reply: Reply) => void = () => {}
        world.server.profile = (response, request) => {
          answer = (reply) => reply(response, request)
          asked.emit('request')
        }
        return { reached, respond: (reply) => answer(reply) }
      }

      const failures: [string, Reply, string, string | null][] = [
        ['fails', json({}, 500), 'upstream_unavailable', null],
        ['asks for patience', json({}, 429, { 'retry-after': '7' }), 'upstream_rate_limited', '7'],
        ['breaks off', (response) => response.destroy(), 'upstream_unavailable', null],
      ]
      for (const [what, reply, code, retryAfter] of failures) {
        it(`responds with 503 while the provider ${what}, and processes the next delivery`, async () => {
          const { profile } = world.server
          const before = await records()
          world.server.profile = reply
          const response = await app.post(delivery())
          await expectPutOff(response, code)
          expect(response.headers.get('retry-after')).to.equal(retryAfter)
          expect(await records()).to.deep.equal(before)
          world.server.profile = profile
          withdrawn.add('APP_USR-canary-4242')
          await expectTaken(delivery({ requestId: 'request-2' }))
          expect([await lostReason(), heard.length]).to.deep.equal(['revoked', 1])
        })

        it(`K07: does the work when the same bytes come again after the provider ${what}`, async () => {
          const { profile } = world.server
          const other = await start({ sellers: world.machine() })
          const one = delivery()
          world.server.profile = reply
          await expectPutOff(await app.post(one), code)
          world.server.profile = profile
          withdrawn.add('APP_USR-canary-4242')
          await expectTaken(one, other)
          expect([await lostReason(), heard.length]).to.deep.equal(['revoked', 1])
          for (const each of [app, other]) await expectTaken(one, each)
          expect([reads().length, heard.length]).to.deep.equal([2, 1])
        })
      }

      it('responds with 503 when the provider does not respond in time', async () => {
        const { reached } = held()
        mock.timers.enable({ apis: ['setTimeout'] })
        const response = app.post(delivery())
        await reached
        mock.timers.tick(5_000)
        await expectPutOff(await response, 'upstream_timeout')
      })

      it('responds with 503 after 20 s at most, before Mercado Pago stops waiting', async () => {
        const client = createClient({
          clientId: application,
          clientSecret: 'the-secret-of-the-application-01',
          redirectUri: 'https://app.example/callback',
          provider: world.server.provider,
          timeoutMs: 60_000,
        })
        app = await start({ sellers: world.machine({ client }) })
        const { reached, respond: say } = held()
        mock.timers.enable({ apis: ['setTimeout'] })
        let hasResponse = false
        const response = app.post(delivery()).finally(() => {
          hasResponse = true
        })
        await reached
        mock.timers.tick(19_999)
        await app.request('GET')
        expect(hasResponse).to.equal(false)
        mock.timers.tick(1)
        await expectPutOff(await response, 'upstream_timeout')
        expect(await lostReason()).to.equal(undefined)
        say(json({ id: 4242 }))
      })

      const steps = { claim: 0, get: 0, lease: 0, save: 1 } as const
      for (const [method, readCount] of Object.entries(steps)) {
        it(`responds with 503 while the store fails to ${method}`, async () => {
          const store = new FailingStore(world.store)
          const machine = world.machine({ store: store.store })
          await machine.checkKeys()
          app = await start({ sellers: machine })
          withdrawn.add('APP_USR-canary-4242')
          const before = await records()
          store.failing = new Set([method as keyof typeof steps])
          const response = await app.post(delivery())
          // The response to the check is read from the store again: by then the seller may be marked.
          if (method !== 'get') {
            await expectPutOff(response, 'store_unavailable')
            expect(await records()).to.deep.equal(before)
            expect(reads()).to.have.length(readCount)
          } else expect([response.status, heard]).to.deep.equal([503, []])
          store.failing = new Set()
          await expectTaken(delivery({ requestId: 'request-2' }))
          expect([await lostReason(), heard.length]).to.deep.equal(['revoked', 1])
        })

        it(`K07: does the work when the same bytes come again after the store failed to ${method}`, async () => {
          const store = new FailingStore(world.store)
          const machine = world.machine({ store: store.store })
          await machine.checkKeys()
          app = await start({ sellers: machine })
          withdrawn.add('APP_USR-canary-4242')
          const one = delivery()
          store.failing = new Set([method as keyof typeof steps])
          expect((await app.post(one)).status).to.equal(503)
          store.failing = new Set()
          await expectTaken(one)
          expect([await lostReason(), heard.length]).to.deep.equal(['revoked', 1])
        })
      }

      it('leaves what onNotification throws to the app, and delivers again when signed anew', async () => {
        const mistake = new Error('no shelf for it')
        const fails = async (notification: Notification) => {
          heard.push(notification)
          if (heard.length === 1) throw mistake
        }
        app = await start({ onNotification: fails })
        withdrawn.add('APP_USR-canary-4242')
        const { status, body } = await app.post(delivery())
        expect([status, body]).to.deep.equal([500, framework.failureText])
        expect([app.failures, app.told]).to.deep.equal([[mistake], []])
        expect(await lostReason()).to.equal('revoked')
        expect((await app.post(delivery({ requestId: 'request-2' }))).status).to.equal(200)
        expect([heard.length, events.length]).to.deep.equal([2, 1])
      })

      it('K07, K17: calls onNotification again for the same bytes until it succeeds, and not after that', async () => {
        const mistake = new Error('no shelf for it')
        let called = 0
        const onNotification = async () => {
          called++
          if (called < 3) throw mistake
        }
        app = await start({ onNotification })
        const one = authorized()
        const statuses = []
        for (let count = 0; count < 5; count++) {
          const response = await app.post(one)
          statuses.push(response.status)
          if (framework.name !== 'Koa') {
            expect(response.headers.get('cache-control')).to.equal('no-store')
          }
        }
        expect(statuses).to.deep.equal([500, 500, 200, 200, 200])
        expect([called, app.failures]).to.deep.equal([3, [mistake, mistake]])
      })
    })

    describe('during a renewal of the same seller', () => {
      let machine: SellerTokens
      let store: FailingStore

      beforeEach(async () => {
        store = new FailingStore(world.store)
        machine = world.machine({ store: store.store })
        events = eventsOf(machine)
        app = await start({ sellers: machine })
        // The token at hand still works, but is due.
        world.advanceDays(151)
        withdrawn.add('APP_USR-canary-4242')
      })

      /** The provider has the refresh token when the notification comes, and rotates it then. */
      async function expectTakenMeanwhile(): Promise<void> {
        const asked = new EventEmitter()
        const reached = once(asked, 'request')
        let rotate = () => {}
        world.server.reply = (response, request) => {
          rotate = () => world.provider.rotate(response, request)
          asked.emit('request')
        }
        const token = machine.accessToken('4242')
        await reached
        const waits = store.called('lease')
        const taken = expectTaken(delivery())
        await waits
        expect(reads()).to.deep.equal([])
        world.server.reply = refused
        rotate()
        await Promise.all([token, taken])
        expect(reads()).to.deep.equal([['GET', '/users/me', 'Bearer APP_USR-2']])
        expect(heard).to.have.length(1)
      }

      it('G09: ends as `revoked` when the provider refuses the new token, too', async () => {
        withdrawn.add('APP_USR-2')
        await expectTakenMeanwhile()
        expect(await lostReason()).to.equal('revoked')
        expect(events.map(([name]) => name)).to.deep.equal(['renewed', 'reauthorizationRequired'])
        const refusal = await rejection(machine.accessToken('4242'), ReauthorizationRequiredError)
        expect(refusal.reason).to.equal('revoked')
      })

      it('G09: leaves the seller linked when the provider takes the new token', async () => {
        await expectTakenMeanwhile()
        expect(await lostReason()).to.equal(undefined)
        expect(events.map(([name]) => name)).to.deep.equal(['renewed'])
        expect(await machine.accessToken('4242')).to.equal('APP_USR-2')
      })
    })

    describe('other methods', () => {
      it('responds with 200 to the probes GET and HEAD, without any effect', async () => {
        const before = await records()
        for (const method of ['GET', 'HEAD']) {
          const { status, body, headers } = await app.request(method)
          expect([status, body, headers.get('allow')]).to.deep.equal([200, '', null])
          expect(headers.get('cache-control')).to.equal('no-store')
        }
        await expectUntouched(before)
      })

      it('refuses others with 405 and says which one it takes', async () => {
        for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
          const { status, body, headers } = await app.request(method)
          expect([status, body, headers.get('allow')]).to.deep.equal([405, '', 'POST'])
        }
      })
    })

    it('tells no secret, token or signature, in a response or in what the app is told', async () => {
      const canaries = [webhookSecret, 'APP_USR-canary', 'TG-1', goodV1(), 'canary-body']
      const responses: NotificationResponse[] = []
      const body = { note: 'canary-body' }
      responses.push(await app.post({ ...delivery(), body: '{"canary-body' }))
      responses.push(await app.post({ ...signedAs(`ts=1,v1=${goodV1()}`) }))
      responses.push(await app.post(delivery({ ts: '1', body: { ...body, type: 'payment' } })))
      world.server.profile = json({ error: 'APP_USR-canary-4242 canary-body' }, 500)
      responses.push(await app.post(delivery({ body })))
      world.server.profile = json({ error: 'APP_USR-canary-4242 canary-body' }, 403)
      responses.push(await app.post(delivery({ requestId: 'request-2', body })))
      expect(responses.map(({ status }) => status)).to.deep.equal([401, 401, 401, 503, 502])
      expect(app.told.map((error) => Object(error).code)).to.deep.equal([
        'upstream_unavailable',
        'token_response_invalid',
      ])
      const shown = [
        ...responses.flatMap((response) => [response.body, ...[...response.headers].flat()]),
        ...app.told.map(printed),
      ].join('\n')
      for (const canary of canaries) expect(shown).not.to.include(canary)
    })

    describe('a seller who withdraws at Mercado Pago', () => {
      const ana = 700100001
      const cacheMs = 5_000
      let sandbox: Sandbox
      let here: SellerTokens
      let elsewhere: SellerTokens

      /** The sandbox sends to our app, and a browser links Ana through the framework's adapter. */
      beforeEach(async () => {
        const redirectUri = 'http://127.0.0.1:1/callback'
        sandbox = await createSandbox({
          applications: [{ redirectUris: [redirectUri], webhookSecret }],
        })
        const { clientId, clientSecret } = sandbox.application
        const provider = sandboxProvider(sandbox.url)
        const clock = () => sandbox.clock.now()
        const options = { clientId, clientSecret, redirectUri, provider, clock }
        const store = new MemoryTokenStore({ clock })
        const machine = () =>
          new SellerTokens({
            client: createClient(options),
            store,
            encryptionKeys: [world.key],
            clock,
            cacheMs,
            settleMs: 20,
          })
        here = machine()
        elsewhere = machine()
        events = eventsOf(here)
        app = await start({ sellers: here, clock })
        sandbox.application.webhookUrl = `${app.origin}/hook`

        const adapter = adapters.find(({ name }) => name === framework.adapter)
        const linking = await adapter?.start({ ...options, sellers: here })
        const browser = linking?.browser('shop-1')
        const begun = await browser?.connect()
        const back = new URL(await sandbox.approve(begun?.authorizationUrl ?? ''))
        expect((await browser?.callback(back.search.slice(1)))?.status).to.equal(200)
        await linking?.stop()
        await sandbox.settled()
      })

      afterEach(async () => {
        await Promise.all([here.close(), elsewhere.close()])
        await sandbox.close()
      })

      function deliveries() {
        return sandbox.notifications.map(({ action, status, delivered }) => [
          action,
          status,
          delivered,
        ])
      }

      function readCount(): number {
        return sandbox.requests.filter(({ path }) => path === '/users/me').length
      }

      it('G08: cannot be used any more, at once here and within the life of the cache elsewhere', async () => {
        const token = await elsewhere.accessToken(String(ana))
        expect(await here.accessToken(String(ana))).to.equal(token)
        await sandbox.withdraw(ana)
        await sandbox.settled()

        expect(deliveries()).to.deep.equal([
          ['application.authorized', 200, true],
          ['application.deauthorized', 200, true],
        ])
        expect((await elsewhere.status(String(ana)))?.lostReason).to.equal('revoked')
        expect(events).to.deep.equal([
          ['linked', { sellerId: String(ana), owner: 'shop-1', again: false }],
          ['reauthorizationRequired', { sellerId: String(ana), reason: 'revoked' }],
        ])
        const refusal = await rejection(here.accessToken(String(ana)), ReauthorizationRequiredError)
        expect([refusal.code, refusal.reason]).to.deep.equal([
          'reauthorization_required',
          'revoked',
        ])
        sandbox.clock.advance({ seconds: cacheMs / 1000 })
        const later = await rejection(
          elsewhere.accessToken(String(ana)),
          ReauthorizationRequiredError,
        )
        expect(later.reason).to.equal('revoked')
      })

      it('G08: is not asked about again when it is notified repeatedly', async () => {
        await sandbox.withdraw(ana)
        await sandbox.settled()
        const { id = 0 } = sandbox.notifications.at(-1) ?? {}
        const before = [readCount(), events.length]
        await sandbox.redeliver(id)
        await sandbox.redeliver(id)
        expect(deliveries().slice(2)).to.deep.equal([
          ['application.deauthorized', 200, true],
          ['application.deauthorized', 200, true],
        ])
        expect([readCount(), events.length]).to.deep.equal(before)
        expect(heard.map(({ action }) => action)).to.deep.equal([
          'application.authorized',
          ...Array.from({ length: 3 }, () => 'application.deauthorized'),
        ])
      })
    })
  })
}
