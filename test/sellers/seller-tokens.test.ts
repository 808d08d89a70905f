import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { inspect } from 'node:util'
import { expect } from 'chai'
import { MemoryTokenStore, type SellerTokens, StoreUnavailableError } from 'mercadopago-oauth'
import { collected } from '../helpers/collected.ts'
import { asyncMisuse, misuse, rejection } from '../helpers/errors.ts'
import { describeOnEveryStore } from '../helpers/every-store.ts'
import { dayMs, eventsOf, FailingStore, SellerWorld } from '../helpers/seller-world.ts'
import { tokenRecord } from '../helpers/token-record.ts'
import { json, TokenServer } from '../helpers/token-server.ts'

describe('SellerTokens', () => {
  let world: SellerWorld

  beforeEach(async () => {
    world = await SellerWorld.open()
  })

  afterEach(() => world.close())

  it('holds the tokens of 10,000 sellers in memory, those who were read last', async () => {
    const failing = new FailingStore(world.store)
    const machine = world.machine({ store: failing.store })
    const ids = Array.from({ length: 10_001 }, (_, index) => String(index + 1))
    for (const sellerId of ids) await machine.link(world.tokens({ sellerId }))
    for (const sellerId of ids) await machine.accessToken(sellerId)
    failing.calls = []
    for (const sellerId of ids.slice(1)) await machine.accessToken(sellerId)
    expect(failing.calls).to.deep.equal([])
    await machine.accessToken('1')
    expect(failing.calls).to.deep.equal(['get'])
  })

  describe('construction', () => {
    const wrong: Record<string, [object, string]> = {
      'no client': [{ client: undefined }, 'ERR_INVALID_ARG_TYPE'],
      'no store': [{ store: undefined }, 'ERR_INVALID_ARG_TYPE'],
      'an empty environment': [{ environment: '' }, 'ERR_INVALID_ARG_VALUE'],
      'a cache of no life': [{ cacheMs: 0 }, 'ERR_INVALID_ARG_VALUE'],
      'an endless lease': [{ leaseMs: Number.POSITIVE_INFINITY }, 'ERR_INVALID_ARG_VALUE'],
      'an endless wait for the store': [{ storeTimeoutMs: 0 }, 'ERR_INVALID_ARG_VALUE'],
      'negative days': [{ renewBeforeDays: -1 }, 'ERR_INVALID_ARG_VALUE'],
    }
    for (const [name, [options, code]] of Object.entries(wrong)) {
      it(`refuses ${name}, naming the option`, () => {
        expect(() => world.machine(options))
          .to.throw(TypeError, `"${Object.keys(options)[0]}"`)
          .with.property('code', code)
      })
    }

    const good = randomBytes(32)
    const weak: Record<string, unknown> = {
      'no list': good,
      'an empty list': [],
      '31 bytes': [good.subarray(1)],
      '33 bytes': [Buffer.concat([good, Buffer.of(1)])],
      'all zeros': [Buffer.alloc(32)],
      'one byte 32 times': [Buffer.alloc(32, 7)],
      'a pass phrase of 32 characters': ['correct horse battery staple 123'],
      'bad base64': [`${good.toString('base64').slice(0, 40)}!!!=`],
      'hex of 31 bytes': [good.subarray(1).toString('hex')],
      'a weak one behind a good one': [good, Buffer.alloc(32)],
    }
    for (const [name, encryptionKeys] of Object.entries(weak)) {
      it(`F06: refuses a key list that is ${name}`, () => {
        expect(() => world.machine({ encryptionKeys: encryptionKeys as Buffer[] }))
          .to.throw(TypeError, '"encryptionKeys"')
          .with.property('code', 'ERR_INVALID_ARG_VALUE')
      })
    }

    for (const encoding of ['hex', 'base64', 'base64url'] as const) {
      it(`takes a key in ${encoding} for the same key in bytes`, async () => {
        await world.machine().link(world.tokens())
        const machine = world.machine({ encryptionKeys: [world.key.toString(encoding)] })
        expect(await machine.accessToken('4242')).to.equal('APP_USR-1')
      })
    }
  })

  describe('applicationToken', () => {
    it('asks once for six hours, and again in the last of them', async () => {
      const machine = world.machine()
      let count = 0
      world.server.reply = (response, request) => {
        const access_token = `APP_USR-app-${++count}`
        json({ access_token, token_type: 'bearer', expires_in: 21600 })(response, request)
      }
      const ask = () => machine.applicationToken()
      expect(await Promise.all([ask(), ask()])).to.deep.equal(['APP_USR-app-1', 'APP_USR-app-1'])
      world.now = new Date(world.now.getTime() + 5 * 60 * 60 * 1000 - 1)
      expect(await ask()).to.equal('APP_USR-app-1')
      world.now = new Date(world.now.getTime() + 1)
      expect(await ask()).to.equal('APP_USR-app-2')
      expect(world.server.forms.map((form) => form.get('grant_type'))).to.deep.equal([
        'client_credentials',
        'client_credentials',
      ])
    })
  })
})

describeOnEveryStore('SellerTokens', (openStore) => {
  let world: SellerWorld

  beforeEach(async () => {
    world = await SellerWorld.open(openStore)
  })

  afterEach(() => world.close())

  describe('link', () => {
    it('keeps the tokens, and shows a status without them', async () => {
      const machine = world.machine()
      const events = eventsOf(machine)
      const status = await machine.link(world.tokens(), { owner: 'shop-1' })
      expect(status).to.deep.equal({
        sellerId: '4242',
        owner: 'shop-1',
        state: 'linked',
        isLinked: true,
        lostReason: undefined,
        cannotRenew: false,
        expiresAt: new Date(world.now.getTime() + 180 * dayMs),
        dueAt: new Date(world.now.getTime() + 151 * dayMs - 1_152_387),
        linkedAt: world.now,
        renewedAt: undefined,
        scope: ['offline_access', 'read', 'write'],
        publicKey: 'APP_USR-key',
        liveMode: true,
      })
      expect(await machine.status('4242')).to.deep.equal(status)
      expect(await machine.accessToken('4242')).to.equal('APP_USR-1')
      expect(events).to.deep.equal([
        ['linked', { sellerId: '4242', owner: 'shop-1', again: false }],
      ])
    })

    it('replaces the tokens of a seller who links again', async () => {
      const machine = world.machine()
      await machine.link(world.tokens(), { owner: 'shop-1' })
      await machine.accessToken('4242')
      await machine.link(world.tokens({ accessToken: 'APP_USR-again' }), { owner: 'shop-1' })
      expect(await machine.accessToken('4242')).to.equal('APP_USR-again')
    })

    it('D19: refuses another seller than the expected one', async () => {
      const machine = world.machine()
      const error = await machine
        .link(world.tokens(), { expectedSellerId: '7' })
        .catch((one: unknown) => one)
      expect(error).to.include({ code: 'seller_mismatch', status: 409 })
      expect(await machine.status('4242')).to.equal(undefined)
      expect(await machine.status('7')).to.equal(undefined)
    })

    for (const [code, options] of [
      ['seller_mismatch', { owner: 'shop-1', expectedSellerId: '7' }],
      ['seller_mismatch', { owner: 'shop-2', expectedSellerId: '7', move: true }],
      ['seller_already_linked', { owner: 'shop-2' }],
    ] as const) {
      it(`K06: a consent refused with ${code} still refreshes the link that stands`, async () => {
        const machine = world.machine()
        await machine.link(world.tokens(), { owner: 'shop-1' })
        const events = eventsOf(machine)
        const again = world.tokens({ accessToken: 'APP_USR-2', refreshToken: 'TG-again' })
        const error = await machine.link(again, options).catch((one: unknown) => one)
        expect(error).to.include({ code, status: 409 })
        expect(events.map(([name]) => name)).to.deep.equal(['renewed'])
        expect(await machine.byOwner('shop-2')).to.deep.equal([])
        expect((await machine.byOwner('shop-1')).map(({ sellerId }) => sellerId)).to.deep.equal([
          '4242',
        ])
        expect(await world.machine().accessToken('4242')).to.equal('APP_USR-2')
        world.provider.current = 'TG-again'
        await machine.renew('4242')
        expect(world.sent).to.deep.equal(['TG-again'])
      })
    }

    it('K06: a refused consent without a refresh token changes nothing', async () => {
      const machine = world.machine()
      await machine.link(world.tokens(), { owner: 'shop-1' })
      const again = world.tokens({ accessToken: 'APP_USR-2', refreshToken: undefined })
      const error = await machine.link(again, { owner: 'shop-2' }).catch((one: unknown) => one)
      expect(error).to.include({ code: 'seller_already_linked', status: 409 })
      expect(await world.machine().accessToken('4242')).to.equal('APP_USR-1')
      expect((await machine.status('4242'))?.cannotRenew).to.equal(false)
    })

    it('D20: refuses a seller of another owner, unless it may move', async () => {
      const machine = world.machine()
      await machine.link(world.tokens(), { owner: 'shop-1' })
      const again = world.tokens({ accessToken: 'APP_USR-2' })
      const error = await machine.link(again, { owner: 'shop-2' }).catch((one: unknown) => one)
      expect(error).to.include({ code: 'seller_already_linked', status: 409 })
      expect((await machine.byOwner('shop-1')).length).to.equal(1)
      await machine.link(again, { owner: 'shop-2', move: true })
      expect(await machine.byOwner('shop-1')).to.deep.equal([])
      expect((await machine.byOwner('shop-2')).map(({ sellerId }) => sellerId)).to.deep.equal([
        '4242',
      ])
    })

    for (const [what, user] of Object.entries({
      'an id': '7',
      'a number': 7,
      'an object with an id': { id: '7' },
      'an object with a number in _id': { _id: 7 },
    })) {
      it(`finds the sellers of a user who is ${what}, as the adapters do`, async () => {
        const machine = world.machine()
        await machine.link(world.tokens(), { owner: '7' })

        expect((await machine.byOwner(user)).map(({ sellerId }) => sellerId)).to.deep.equal([
          '4242',
        ])
      })
    }

    for (const nobody of [undefined, null, '']) {
      it(`finds no seller of nobody, whose user is ${JSON.stringify(nobody)}`, async () => {
        const machine = world.machine()
        await machine.link(world.tokens())

        expect(await machine.byOwner(nobody)).to.deep.equal([])
      })
    }

    it('refuses to look for a user without an id', async () => {
      const error = await world
        .machine()
        .byOwner({ name: 'Ana' })
        .catch((one: unknown) => one)

      expect(error).to.be.instanceOf(TypeError).and.to.include({ option: 'user' })
    })

    it('leaves a seller with its owner when it links again without one', async () => {
      const machine = world.machine()
      await machine.link(world.tokens(), { owner: 'shop-1' })
      expect((await machine.link(world.tokens())).owner).to.equal('shop-1')
    })

    it('gives a seller without an owner to the first who links it', async () => {
      const machine = world.machine()
      await machine.link(world.tokens())
      await machine.link(world.tokens(), { owner: 'shop-1' })
      expect((await machine.status('4242'))?.owner).to.equal('shop-1')
    })

    it('survives a renewal that comes between', async () => {
      const machine = world.machine()
      await machine.link(world.tokens())
      const { save } = world.store
      let first = true
      world.store.save = async (record, ...rest) => {
        if (first) {
          first = false
          await save.call(world.store, { ...record, generation: record.generation + 5 }, ...rest)
        }
        return await save.call(world.store, record, ...rest)
      }
      await machine.link(world.tokens({ accessToken: 'APP_USR-again' }))
      expect(await machine.accessToken('4242')).to.equal('APP_USR-again')
    })
  })

  it('unlink removes the seller here at once, and elsewhere within the life of the cache', async () => {
    const [machine, other] = [world.machine(), world.machine()]
    await machine.link(world.tokens())
    await other.accessToken('4242')
    const events = eventsOf(machine)
    await machine.unlink('4242')
    expect(events).to.deep.equal([['unlinked', { sellerId: '4242', revoked: false }]])
    const refused = { code: 'reauthorization_required', reason: 'not_linked' }
    expect(await machine.accessToken('4242').catch((one: unknown) => one)).to.include(refused)
    world.now = new Date(world.now.getTime() + 4_999)
    expect(await other.accessToken('4242')).to.equal('APP_USR-1')
    world.now = new Date(world.now.getTime() + 1)
    expect(await other.accessToken('4242').catch((one: unknown) => one)).to.include(refused)
  })

  it('serves a token from memory, without the store, for the life of the cache', async () => {
    const failing = new FailingStore(world.store)
    const machine = world.machine({ store: failing.store })
    await machine.link(world.tokens())
    await machine.accessToken('4242')
    failing.calls = []
    for (let count = 0; count < 100; count++) await machine.accessToken('4242')
    expect(failing.calls).to.deep.equal([])
  })

  for (const [name, sellerId] of Object.entries({
    'the record that checks the keys': '~canary',
    'a control character': 'a\0b',
    'half a character': 'a\ud800b',
    nothing: '',
    'more than 1,024 bytes': `${'\u{1F999}'.repeat(256)}1`,
  })) {
    it(`F10: takes ${name} for no seller's id`, async () => {
      const machine = world.machine()
      await machine.checkKeys()
      for (const use of [
        () => machine.accessToken(sellerId),
        () => machine.status(sellerId),
        () => machine.unlink(sellerId),
      ]) {
        const error = await use().catch((one: unknown) => one)
        expect(error).to.be.instanceOf(TypeError).with.property('code', 'ERR_INVALID_ARG_VALUE')
      }
    })
  }

  it('H02: shows no secret, however it is printed', async () => {
    const machine = world.machine()
    await machine.link(world.tokens())
    await machine.accessToken('4242')
    const status = await machine.status('4242')
    for (const shown of [
      inspect(machine, { depth: null, showHidden: true, getters: true }),
      JSON.stringify(machine),
      inspect(status, { depth: null, showHidden: true, getters: true }),
    ]) {
      expect(shown).not.to.match(/APP_USR-1|TG-1|the-secret/)
      expect(shown).not.to.include(world.key.toString('hex'))
    }
  })

  describe('fetch', () => {
    let api: Server
    let url: string
    let seen: (string | undefined)[]
    let accepted: string

    beforeEach(async () => {
      seen = []
      accepted = 'APP_USR-1'
      api = createServer((request, response) => {
        seen.push(request.headers.authorization)
        const chunks: Buffer[] = []
        request.on('data', (chunk: Buffer) => chunks.push(chunk))
        request.on('end', () => {
          response.statusCode = request.headers.authorization === `Bearer ${accepted}` ? 200 : 401
          response.end(Buffer.concat(chunks))
        })
      })
      await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve))
      url = `http://127.0.0.1:${(api.address() as AddressInfo).port}/v1/payments`
    })

    afterEach(async () => {
      api.closeAllConnections()
      await new Promise((resolve) => api.close(resolve))
    })

    it("H06: sends the seller's token in the header", async () => {
      const machine = world.machine({ fetchHosts: [new URL(url).host] })
      await machine.link(world.tokens())
      const response = await machine.fetch('4242', url, { method: 'POST', body: 'order' })
      expect([response.status, await response.text()]).to.deep.equal([200, 'order'])
      expect(seen).to.deep.equal(['Bearer APP_USR-1'])
    })

    it('E25: renews once for all who are refused with a token, and asks again', async () => {
      const machine = world.machine({ fetchHosts: [new URL(url).host] })
      await machine.link(world.tokens())
      world.advanceDays(1)
      accepted = 'APP_USR-2'
      const responses = await Promise.all(
        Array.from({ length: 20 }, () => machine.fetch('4242', url, { method: 'PUT', body: 'x' })),
      )
      expect(new Set(responses.map(({ status }) => status))).to.deep.equal(new Set([200]))
      expect(world.sent).to.deep.equal(['TG-1'])
    })

    it('E25: does not renew a token that was issued a moment ago, nor again and again', async () => {
      const machine = world.machine({ fetchHosts: [new URL(url).host] })
      await machine.link(world.tokens())
      accepted = 'nobody'
      expect((await machine.fetch('4242', url)).status).to.equal(401)
      expect(world.sent).to.deep.equal([])
      world.advanceDays(1)
      for (let count = 0; count < 5; count++) {
        expect((await machine.fetch('4242', url)).status).to.equal(401)
      }
      expect(world.sent).to.deep.equal(['TG-1'])
    })

    it('does not repeat a body that is a stream', async () => {
      const machine = world.machine({ fetchHosts: [new URL(url).host] })
      await machine.link(world.tokens())
      world.advanceDays(1)
      accepted = 'APP_USR-2'
      const body = new Blob(['x']).stream()
      const init = { method: 'POST', body, duplex: 'half' } as RequestInit
      expect((await machine.fetch('4242', url, init)).status).to.equal(401)
      expect(world.sent).to.deep.equal([])
    })

    for (const [what, address] of Object.entries({
      'without TLS': 'http://api.example/',
      'on another host': 'https://api.example/v1/payments',
      'on a host that begins like the provider’s': 'https://127.0.0.1.evil.example/',
      'on another port': 'https://127.0.0.1:1/',
    })) {
      it(`K18: refuses an address ${what}, and asks for no token`, async () => {
        const machine = world.machine()
        await machine.link(world.tokens())
        world.advanceDays(181)
        const { code, message } = await asyncMisuse(machine.fetch('4242', address))
        expect([code, message.split(' ')[0]]).to.deep.equal(['ERR_INVALID_ARG_VALUE', '"url"'])
        expect(world.sent).to.deep.equal([])
      })
    }

    it('K18: sends a token to a host that the app names', async () => {
      const named = await TokenServer.start()
      named.profile = json({ ok: true })
      const { host } = new URL(named.origin)
      const machine = world.machine({ fetchHosts: [host] })
      await machine.link(world.tokens())
      expect((await machine.fetch('4242', `${named.origin}/users/me`)).status).to.equal(200)
      expect(named.requests[0]?.headers.authorization).to.equal('Bearer APP_USR-1')
      await named.stop()
    })

    it('K18: follows no redirect, whatever it is told', async () => {
      world.server.profile = (response) => {
        response.writeHead(307, { Location: 'https://evil.example/' }).end()
      }
      const machine = world.machine()
      await machine.link(world.tokens())
      const init = { redirect: 'follow' } as const
      const response = await machine.fetch('4242', `${world.server.origin}/users/me`, init)
      expect(response.status).to.equal(307)
    })

    for (const fetchHosts of ['api.example', [7], ['https://api.example'], ['API.example'], ['']]) {
      it(`K18: refuses ${JSON.stringify(fetchHosts)} as further hosts`, () => {
        const options = { fetchHosts } as unknown as { fetchHosts: string[] }
        expect(misuse(() => world.machine(options)).message).to.match(/^"fetchHosts" must/)
      })
    }
  })

  describe('renewDue', () => {
    async function linkSellers(machine: SellerTokens, count: number): Promise<void> {
      for (let id = 1; id <= count; id++) {
        const expiresAt = new Date(world.now.getTime() + 180 * dayMs + id * 1000)
        await machine.link(
          world.tokens({ sellerId: String(id), refreshToken: `TG-of-${id}`, expiresAt }),
        )
      }
    }

    /** Accepts each seller's own refresh token, once. */
    function rotateEach(): void {
      const spent = new Set<string>()
      world.server.reply = (response, request) => {
        const refreshToken = new URLSearchParams(request.body).get('refresh_token') ?? ''
        if (spent.has(refreshToken)) {
          json({ error: 'invalid_grant' }, 400)(response, request)
          return
        }
        spent.add(refreshToken)
        const user_id = Number(/\d+$/.exec(refreshToken)?.[0])
        json({ ...world.provider.next(), user_id, refresh_token: `${refreshToken}-${user_id}` })(
          response,
          request,
        )
      }
    }

    async function sweep(machine: SellerTokens, options = {}): Promise<string[]> {
      const outcomes: string[] = []
      for await (const outcome of machine.renewDue(options)) {
        outcomes.push(`${outcome.sellerId} ${outcome.renewed ? 'renewed' : outcome.error.code}`)
      }
      return outcomes
    }

    it('renews all that are due, and nobody else', async () => {
      const machine = world.machine()
      await linkSellers(machine, 12)
      rotateEach()
      const all = await collected(machine.list())
      const dueAt = all.flatMap((one) => ('error' in one ? [] : [Number(one.dueAt)])).sort()
      // Spread over a day, so ten are due when the eleventh is not.
      world.now = new Date(dueAt[9] ?? 0)
      expect((await sweep(machine)).map((one) => one.split(' ')[1])).to.deep.equal(
        Array.from({ length: 10 }, () => 'renewed'),
      )
      expect(await sweep(machine)).to.deep.equal([])
      expect(world.sent).to.have.length(10)
    })

    it('K31, E28: spreads over a day those who were linked in the same minute', async () => {
      const machine = world.machine()
      const expiresAt = new Date(world.now.getTime() + 180 * dayMs)
      const perHour = new Map<number, number>()
      for (let id = 1; id <= 480; id++) {
        const { dueAt } = await machine.link(world.tokens({ sellerId: String(id), expiresAt }))
        const hour = Math.floor((Number(dueAt) - Number(expiresAt) + 30 * dayMs) / 3_600_000)
        perHour.set(hour, (perHour.get(hour) ?? 0) + 1)
      }
      expect([...perHour.keys()].sort((a, b) => a - b)).to.deep.equal([...Array(24).keys()])
      // 20 an hour on average.
      expect(Math.max(...perHour.values())).to.be.below(45)
    })

    it('also takes those whose renewal is due within some days', async () => {
      const machine = world.machine()
      await linkSellers(machine, 3)
      rotateEach()
      world.advanceDays(149)
      expect(await sweep(machine)).to.deep.equal([])
      expect(await sweep(machine, { withinDays: 2 })).to.have.length(3)
    })

    it('E28: four machines and their callers share the work, and renew nobody twice', async () => {
      const machines = Array.from({ length: 4 }, () => world.machine())
      await linkSellers(machines[0] as SellerTokens, 40)
      rotateEach()
      world.advanceDays(151)
      const asked = Array.from({ length: 40 }, (_, index) =>
        machines[index % 4]?.accessToken(String(index + 1)),
      )
      const swept = await Promise.all(machines.map((machine) => sweep(machine)))
      await Promise.all(asked)
      expect(world.sent).to.have.length(40)
      expect(new Set(world.sent).size).to.equal(40)
      expect(swept.flat().filter((outcome) => !outcome.endsWith(' renewed'))).to.deep.equal([])
    })

    it('never runs more at once than it may', async () => {
      const machine = world.machine()
      await linkSellers(machine, 21)
      rotateEach()
      const rotate = world.server.reply
      const waiting: (() => void)[] = []
      let most = 0
      // No request gets a response before three are waiting.
      world.server.reply = (response, request) => {
        waiting.push(() => rotate(response, request))
        most = Math.max(most, waiting.length)
        if (waiting.length === 3) for (const reply of waiting.splice(0)) reply()
      }
      world.advanceDays(151)
      expect(await sweep(machine, { concurrency: 3 })).to.have.length(21)
      expect(most).to.equal(3)
    })

    it('goes on after a failure, and does not try the same seller again in this sweep', async () => {
      const machine = world.machine()
      await linkSellers(machine, 6)
      rotateEach()
      const rotate = world.server.reply
      world.server.reply = (response, request) => {
        const isThird = request.body.includes('TG-of-3')
        ;(isThird ? json({ error: 'invalid_client' }, 400) : rotate)(response, request)
      }
      world.advanceDays(151)
      const outcomes = await sweep(machine, { concurrency: 2 })
      expect(outcomes.filter((outcome) => outcome.endsWith('renewed'))).to.have.length(5)
      expect(outcomes).to.include('3 client_rejected')
      expect(world.sent).to.have.length(6)
    })

    it('tries each seller once, however many days ahead it looks', async () => {
      const machine = world.machine()
      await linkSellers(machine, 6)
      rotateEach()
      const rotate = world.server.reply
      world.server.reply = (response, request) => {
        const isThird = request.body.includes('TG-of-3')
        ;(isThird ? json({ error: 'invalid_client' }, 400) : rotate)(response, request)
      }
      world.advanceDays(10)
      const options = { concurrency: 2, withinDays: 10_000 }
      const outcomes = await sweep(machine, options)
      expect(outcomes.sort()).to.deep.equal([
        '1 renewed',
        '2 renewed',
        '3 client_rejected',
        '4 renewed',
        '5 renewed',
        '6 renewed',
      ])
      world.advanceDays(151)
      expect((await sweep(machine, options)).length).to.equal(6)
      expect(world.sent).to.have.length(12)
    })

    it('stops when told to, after what it has begun', async () => {
      const machine = world.machine()
      await linkSellers(machine, 20)
      rotateEach()
      world.advanceDays(151)
      const controller = new AbortController()
      let count = 0
      for await (const outcome of machine.renewDue({ concurrency: 1, signal: controller.signal })) {
        expect(outcome.renewed).to.equal(true)
        if (++count === 3) controller.abort()
      }
      expect(count).to.equal(3)
    })

    it('leases nobody before its turn has come, and nobody after the end', async () => {
      const machine = world.machine()
      await linkSellers(machine, 3)
      rotateEach()
      world.advanceDays(151)
      const failing = new FailingStore(world.store)
      const other = world.machine({ store: failing.store })
      await other.checkKeys()
      failing.calls.length = 0
      const controller = new AbortController()
      const swept = sweep(other, { jitterMs: 600_000, signal: controller.signal })
      await setImmediate()
      controller.abort()
      expect(await swept).to.deep.equal([])
      expect(failing.calls).to.deep.equal([])
      expect(world.sent).to.deep.equal([])
    })

    it('leases as many sellers in one call of the store as it renews at once', async () => {
      const machine = world.machine()
      await linkSellers(machine, 12)
      rotateEach()
      world.advanceDays(151)
      const { claimDue } = world.store
      const claims: [limit: number, claimed: number][] = []
      world.store.claimDue = async (query) => {
        const claimed = await claimDue.call(world.store, query)
        if (claimed.length > 0) claims.push([query.limit, claimed.length])
        return claimed
      }
      expect(await sweep(machine, { concurrency: 2 })).to.have.length(12)
      expect(claims).to.deep.equal(Array.from({ length: 6 }, () => [2, 2]))
      claims.length = 0
      await linkSellers(machine, 2)
      rotateEach()
      world.advanceDays(151)
      expect(await sweep(machine, { concurrency: 2, jitterMs: 1 })).to.have.length(12)
      expect(claims).to.deep.equal(Array.from({ length: 12 }, () => [1, 1]))
    })

    it('releases a seller that waits long for a slow server, so that another machine renews it', async () => {
      const slow = world.machine({ leaseMs: 600 })
      await linkSellers(slow, 4)
      rotateEach()
      world.advanceDays(151)
      const rotate = world.server.reply
      const held: (() => void)[] = []
      let count = 0
      // The first is renewed at once, so that two more are leased for one place.
      world.server.reply = (response, request) => {
        count += 1
        if (count === 1) rotate(response, request)
        else held.push(() => rotate(response, request))
      }
      const { release } = world.store
      const released = new Promise<void>((resolve) => {
        world.store.release = async (...args) => {
          await release.apply(world.store, args)
          resolve()
        }
      })
      const first = sweep(slow, { concurrency: 2 })
      await released
      world.server.reply = rotate
      const second = await sweep(world.machine({ leaseMs: 600 }))
      for (const reply of held) reply()
      expect(second).to.have.length(1)
      expect([...second, ...(await first)].sort()).to.deep.equal(
        ['1', '2', '3', '4'].map((sellerId) => `${sellerId} renewed`),
      )
      expect(world.sent).to.have.length(4)
    })

    it('releases a seller who waited while the process stood still', async () => {
      // Its leases follow a clock that stands still, so that none expires.
      world.store = new MemoryTokenStore({ clock: world.clock })
      const failing = new FailingStore(world.store)
      const machine = world.machine({ store: failing.store, leaseMs: 300 })
      await linkSellers(machine, 4)
      rotateEach()
      world.advanceDays(151)
      const { claimDue } = world.store
      let batches = 0
      world.store.claimDue = async (query) => {
        const claimed = await claimDue.call(world.store, query)
        batches += 1
        return claimed
      }
      const renewed: string[] = []
      for await (const outcome of machine.renewDue({ concurrency: 2 })) {
        renewed.push(outcome.sellerId)
        if (renewed.length === 1) failing.calls.length = 0
        if (renewed.length !== 2) continue
        // One of the next two waits.
        while (batches < 2) await setImmediate()
        await setImmediate()
        // No timer runs meanwhile.
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 110)
      }
      expect(renewed.sort()).to.deep.equal(['1', '2', '3', '4'])
      const calls = failing.calls.filter((name) => name === 'release' || name === 'claimDue')
      expect(calls.slice(0, 3)).to.deep.equal(['claimDue', 'release', 'claimDue'])
    })

    for (const [what, stop] of [
      ['told to', (controller: AbortController) => controller.abort()],
      ['nobody asks for more', () => 'break'],
    ] as const) {
      it(`releases those who wait when it stops because ${what}`, async () => {
        const machine = world.machine()
        await linkSellers(machine, 4)
        rotateEach()
        world.advanceDays(151)
        const controller = new AbortController()
        const waiting = new Set(['1', '2', '3', '4'])
        const options = { concurrency: 2, signal: controller.signal }
        for await (const { sellerId } of machine.renewDue(options)) {
          waiting.delete(sellerId)
          if (waiting.size > 2) continue
          if (stop(controller) === 'break') break
        }
        await machine.close()
        // Those whose renewal was under way are not due any more.
        const { claimDue } = world.store
        const query = { limit: 4, holder: 'next', leaseMs: 60_000, dueBefore: world.now }
        const left = await claimDue.call(world.store, { ...query, clientId: world.client.clientId })
        const [next] = left
        expect(left).to.have.length(1)
        expect(next?.abandoned).to.equal(false)
        expect(waiting).to.include(next?.record.sellerId)
      })
    }

    it('F12: reports a record that cannot be read, and renews the others', async () => {
      const machine = world.machine()
      await linkSellers(machine, 2)
      rotateEach()
      world.advanceDays(151)
      const damaged = tokenRecord({ ...world.sellerKey, sellerId: '7', body: 'garbage' })
      await world.store.save(damaged, undefined)
      expect((await sweep(machine)).sort()).to.deep.equal([
        '1 renewed',
        '2 renewed',
        '7 record_unreadable',
      ])
    })

    it('E10: reports the renewals under way when the store fails, and then the failure', async () => {
      const failing = new FailingStore(world.store)
      const machine = world.machine({ store: failing.store })
      await linkSellers(machine, 3)
      rotateEach()
      world.advanceDays(151)
      const outcomes: string[] = []
      const swept = (async () => {
        for await (const { sellerId } of machine.renewDue({ concurrency: 2 })) {
          failing.failing.add('claimDue')
          outcomes.push(sellerId)
        }
      })()
      const error = await rejection(swept, StoreUnavailableError)
      expect(error.code).to.equal('store_unavailable')
      expect(outcomes.sort()).to.deep.equal(
        world.sent.map((token) => token?.split('-').at(-1)).sort(),
      )
      expect(outcomes.length).to.be.within(1, 3)
    })
  })
})
