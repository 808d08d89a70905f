import { once } from 'node:events'
import { expect } from 'chai'
import {
  MercadoPagoOAuthError,
  ReauthorizationRequiredError,
  SellerTokens,
  StoreUnavailableError,
  UpstreamUnavailableError,
} from 'mercadopago-oauth'
import { collected } from '../helpers/collected.ts'
import { rejection } from '../helpers/errors.ts'
import { describeOnEveryStore } from '../helpers/every-store.ts'
import {
  dayMs,
  eventsOf,
  FailingStore,
  SellerWorld,
  shortLeaseMs,
} from '../helpers/seller-world.ts'
import { storedIn } from '../helpers/stored-seller.ts'
import { goodResponse, json, type Reply } from '../helpers/token-server.ts'

const cutLine: Reply = (response) => response.socket?.destroy()

describeOnEveryStore('trouble with a renewal', (openStore) => {
  let world: SellerWorld

  beforeEach(async () => {
    world = await SellerWorld.open(openStore)
  })

  afterEach(() => world.close())

  async function codeOf(call: Promise<unknown>): Promise<string> {
    const error = await rejection(call, MercadoPagoOAuthError)
    const isLost = error instanceof ReauthorizationRequiredError
    return isLost ? `${error.code} ${error.reason}` : error.code
  }

  for (const [what, reply] of [
    ['answered 503', json({}, 503)],
    ['cut off', cutLine],
    ['answered with something else', json({ ok: true })],
  ] as const) {
    for (const where of ['the same process', 'another process']) {
      it(`K25: after one that was ${what}, ${where} tries at once, without waiting for a lease`, async () => {
        const machine = world.machine()
        const next = where === 'the same process' ? machine : world.machine()
        await machine.link(world.tokens())
        world.server.reply = reply
        await rejection(machine.renew('4242'), MercadoPagoOAuthError)
        const { state } = await world.store.lease(world.sellerKey, 'a test', 1)
        expect(state).to.equal('leased')
        await world.store.release(world.sellerKey, 'a test')
        world.server.reply = world.provider.rotate
        expect((await next.renew('4242')).state).to.equal('linked')
        expect(world.sent).to.deep.equal(['TG-1', 'TG-1'])
        expect((await storedIn(world.store, world.sellerKey)).generation).to.be.greaterThan(1)
      })
    }

    it(`K25: after one that was ${what}, a caller gets the token at hand, or the failure and when to try again`, async () => {
      const machine = world.machine()
      await machine.link(world.tokens())
      world.server.reply = reply
      world.advanceDays(151)
      expect(await machine.accessToken('4242')).to.equal('APP_USR-1')
      expect(await machine.accessToken('4242')).to.equal('APP_USR-1')
      world.advanceDays(29)
      const first = await rejection(machine.accessToken('4242'), MercadoPagoOAuthError)
      const second = await rejection(machine.accessToken('4242'), MercadoPagoOAuthError)
      expect(second.code).to.equal(first.code)
      expect(second.code).not.to.equal('store_unavailable')
      if (second instanceof UpstreamUnavailableError) {
        expect(second.retryAfterSeconds).to.be.within(1, 3)
      }
      expect(world.sent).to.deep.equal(['TG-1', 'TG-1'])
    })
  }

  it('K25, E06: a refresh token that may be spent is tried again, and its refusal is a lost rotation', async () => {
    const machine = world.machine()
    await machine.link(world.tokens())
    world.server.reply = (response, request) => {
      world.provider.next()
      cutLine(response, request)
    }
    await rejection(machine.renew('4242'), MercadoPagoOAuthError)
    const { unansweredAt } = (await storedIn(world.store, world.sellerKey)) as {
      unansweredAt?: unknown
    }
    expect(unansweredAt).to.equal(world.now.toISOString())
    world.server.reply = world.provider.rotate
    expect(await codeOf(world.machine().renew('4242'))).to.equal(
      'reauthorization_required rotation_lost',
    )
  })

  it('K25, E06: stays possible after a rate limit, which spends nothing', async () => {
    const machine = world.machine({ leaseMs: shortLeaseMs })
    await machine.link(world.tokens())
    await world.leaveLease()
    world.server.reply = json({}, 429)
    expect(await codeOf(machine.renew('4242'))).to.equal('upstream_rate_limited')
    world.provider.current = 'TG-lost'
    world.server.reply = world.provider.rotate
    expect(await codeOf(world.machine().renew('4242'))).to.equal(
      'reauthorization_required rotation_lost',
    )
  })

  for (const [days, served] of [
    [151, 'APP_USR-1'],
    [181, undefined],
  ] as const) {
    it(`K30: the caller that discovers a lost rotation receives the error, ${days} days later`, async () => {
      const machine = world.machine({ leaseMs: shortLeaseMs })
      await machine.link(world.tokens())
      await world.leaveLease()
      world.advanceDays(days)
      world.provider.current = 'TG-lost'
      const lost = 'reauthorization_required rotation_lost'
      expect(await codeOf(machine.renew('4242'))).to.equal(lost)
      expect(await codeOf(machine.renew('4242'))).to.equal(lost)
      if (served === undefined) expect(await codeOf(machine.accessToken('4242'))).to.equal(lost)
      else expect(await machine.accessToken('4242')).to.equal(served)
      expect(world.sent).to.deep.equal(['TG-1'])
    })

    it(`K30: the caller that finds out gets no expired token, ${days} days later`, async () => {
      const machine = world.machine({ leaseMs: shortLeaseMs })
      await machine.link(world.tokens())
      await world.leaveLease()
      world.advanceDays(days)
      world.provider.current = 'TG-lost'
      const call = machine.accessToken('4242')
      if (served === undefined) {
        expect(await codeOf(call)).to.equal('reauthorization_required rotation_lost')
      } else expect(await call).to.equal(served)
      expect(await machine.status('4242')).to.include({ state: 'relink', isLinked: false })
    })
  }

  it('K30: who waits for the machine that finds out is told so, too', async () => {
    const machine = world.machine()
    const calls = new FailingStore(world.store)
    const other = world.machine({ store: calls.store })
    await machine.link(world.tokens())
    const refused = new Promise<() => void>((resolve) => {
      world.server.reply = (...exchange) =>
        resolve(() => json({ error: 'invalid_grant' }, 400)(...exchange))
    })
    const first = codeOf(machine.renew('4242'))
    const refuse = await refused
    const waits = calls.called('lease')
    const second = codeOf(other.renew('4242'))
    await waits
    refuse()
    const lost = 'reauthorization_required revoked'
    expect(await Promise.all([first, second])).to.deep.equal([lost, lost])
    expect(world.sent).to.deep.equal(['TG-1'])
  })

  it('K30: a sweep reports a lost rotation as a failure', async () => {
    const machine = world.machine({ leaseMs: shortLeaseMs })
    await machine.link(world.tokens())
    await world.leaveLease()
    world.advanceDays(151)
    world.provider.current = 'TG-lost'
    const [outcome] = await collected(machine.renewDue())
    expect(outcome?.renewed).to.equal(false)
    expect(outcome && !outcome.renewed && outcome.error.code).to.equal('reauthorization_required')
  })

  it('K32: a new consent ends the lease of a process that died, and the next renewal starts at once', async () => {
    const machine = world.machine()
    await machine.link(world.tokens())
    await world.store.lease(world.sellerKey, 'dead', 600_000)
    await machine.link(world.tokens({ accessToken: 'APP_USR-again', refreshToken: 'TG-1' }))
    expect((await machine.renew('4242')).state).to.equal('linked')
    expect(world.sent).to.deep.equal(['TG-1'])
  })

  it('K32: what a paused process does after a new consent changes nothing', async () => {
    const calls = new FailingStore(world.store)
    const paused = world.machine({ store: calls.store, leaseMs: 60 })
    await paused.link(world.tokens())
    const other = world.machine()
    const late = new Promise<() => void>((resolve) => {
      world.server.reply = (response, request) =>
        resolve(() => json({ ...goodResponse, access_token: 'APP_USR-late' })(response, request))
    })
    const renewal = paused.renew('4242')
    const reply = await late
    await other.link(world.tokens({ accessToken: 'APP_USR-again', refreshToken: 'TG-again' }))
    // The paused process goes on keeping its lease, and gives back what it gets.
    await calls.called('release')
    world.provider.current = 'TG-again'
    world.server.reply = world.provider.rotate
    expect((await other.renew('4242')).state).to.equal('linked')
    reply()
    await renewal.catch(() => {})
    expect(await world.machine().accessToken('4242')).to.equal('APP_USR-2')
    expect(world.sent).to.deep.equal(['TG-1', 'TG-again'])
  })

  it('K28: a store that forgets what it confirmed is found out at the next renewal', async () => {
    const machine = world.machine()
    await machine.link(world.tokens())
    const forgotten = await world.store.get(world.sellerKey)
    await machine.renew('4242')
    const { generation } = await storedIn(world.store, world.sellerKey)
    if (forgotten === undefined) throw new Error('not linked')
    await world.store.save(forgotten, generation)
    const error = await rejection(machine.renew('4242'), StoreUnavailableError)
    expect((error.cause as Error).message).to.equal(
      'the store returned an older record than the one it had confirmed',
    )
    expect(world.sent).to.deep.equal(['TG-1'])
  })

  it('K28: at most three requests a minute are sent for a seller, whatever the store does', async () => {
    const { client, store, clock, key } = world
    const machine = new SellerTokens({
      client,
      store,
      clock,
      encryptionKeys: [key],
      storeTimeoutMs: 10_000,
    })
    await machine.link(world.tokens())
    for (let count = 0; count < 3; count++) await machine.renew('4242')
    const error = await rejection(machine.renew('4242'), MercadoPagoOAuthError)
    expect([error.code, error.headers['Retry-After']]).to.deep.equal(['renewal_busy', '60'])
    expect(world.sent).to.have.length(3)
    for (const ms of [60_000, 3_600_000]) {
      world.advanceMs(ms)
      await machine.renew('4242')
    }
    expect(world.sent).to.have.length(5)
    await machine.close()
  })
})

describe('many renewals at once', () => {
  let world: SellerWorld

  beforeEach(async () => {
    world = await SellerWorld.open()
  })

  afterEach(() => world.close())

  /** Responds to token requests only when told to, and counts how many are open. */
  function gate(): {
    most: () => number
    open: () => void
    reached: (count: number) => Promise<void>
  } {
    const held: (() => void)[] = []
    let isOpen = false
    let under = 0
    let most = 0
    const server = world.server
    server.reply = (response, request) => {
      if (request.body.includes('client_credentials')) return json(goodResponse)(response, request)
      under += 1
      most = Math.max(most, under)
      const reply = () => {
        under -= 1
        json({ ...goodResponse, user_id: undefined })(response, request)
      }
      if (isOpen) setImmediate(reply)
      else held.push(reply)
    }
    return {
      most: () => most,
      open: () => {
        isOpen = true
        for (const response of held.splice(0)) response()
      },
      reached: async (count) => {
        while (held.length < count) await new Promise((resolve) => setImmediate(resolve))
      },
    }
  }

  async function link(count: number) {
    const machine = world.machine()
    const ids = Array.from({ length: count }, (_, index) => String(index + 1))
    for (const sellerId of ids) await machine.link(world.tokens({ sellerId }))
    return ids
  }

  it('K31: no more than 16 requests are under way in one process, and all are made in the end', async () => {
    const ids = await link(200)
    world.advanceDays(181)
    const requests = gate()
    const calls = new FailingStore(world.store)
    const machine = world.machine({ store: calls.store, renewalWaitMs: 15_000 })
    const tokens = Promise.all(ids.map((id) => machine.accessToken(id)))
    const leases = () => calls.calls.filter((name) => name === 'lease').length
    while (leases() < ids.length) await new Promise((resolve) => setImmediate(resolve))
    // When a later request gets its response, every earlier request has arrived.
    await world.client.clientCredentialsGrant()
    await requests.reached(16)
    expect(requests.most()).to.equal(16)
    requests.open()
    expect(new Set(await tokens)).to.deep.equal(new Set([goodResponse.access_token]))
    expect(requests.most()).to.equal(16)
    expect(world.sent.filter((refreshToken) => refreshToken !== null)).to.have.length(200)
  })

  it('K31: callers whose token works do not wait for a place', async () => {
    const ids = await link(40)
    world.advanceDays(151)
    const requests = gate()
    const machine = world.machine({ renewalWaitMs: 600_000, maxRenewals: 4 })
    const first = ids.slice(0, 4).map((id) => machine.accessToken(id))
    await requests.reached(4)
    const others = await Promise.all(ids.slice(4).map((id) => machine.accessToken(id)))
    expect(new Set(others)).to.deep.equal(new Set(['APP_USR-1']))
    requests.open()
    await Promise.all(first)
    expect(world.sent).to.have.length(4)
  })
})

describe('the state of a seller', () => {
  let world: SellerWorld

  beforeEach(async () => {
    world = await SellerWorld.open()
  })

  afterEach(() => world.close())

  it('K26: is overdue when a fifth of the time for a renewal has passed, and ended with the token', async () => {
    const machine = world.machine()
    await machine.link(world.tokens())
    const start = world.now.getTime()
    const seen: [number, string | undefined, boolean | undefined][] = []
    for (const ms of [0, 150 * dayMs, 156 * dayMs - 1, 156 * dayMs, 180 * dayMs - 60_001]) {
      world.now = new Date(start + ms)
      const status = await machine.status('4242')
      seen.push([ms / dayMs, status?.state, status?.isLinked])
    }
    world.now = new Date(start + 180 * dayMs - 60_000)
    const ended = await machine.status('4242')
    expect(seen.map(([, ...rest]) => rest)).to.deep.equal([
      ['linked', true],
      ['linked', true],
      ['linked', true],
      ['overdue', true],
      ['overdue', true],
    ])
    expect([ended?.state, ended?.isLinked, ended?.lostReason]).to.deep.equal([
      'ended',
      false,
      undefined,
    ])
  })

  it('K26: is linked again after a renewal, however late', async () => {
    const machine = world.machine()
    await machine.link(world.tokens())
    world.advanceDays(200)
    expect(await machine.accessToken('4242')).to.equal('APP_USR-2')
    expect((await machine.status('4242'))?.state).to.equal('linked')
  })

  it('K27: an empty or missing refresh token in a renewal keeps the earlier one', async () => {
    const machine = world.machine()
    await machine.link(world.tokens())
    for (const [refresh_token, token] of [
      ['', 'APP_USR-2'],
      [null, 'APP_USR-3'],
      [undefined, 'APP_USR-4'],
    ]) {
      world.server.reply = json({ ...goodResponse, access_token: token, refresh_token })
      expect((await machine.renew('4242')).cannotRenew).to.equal(false)
      expect(await machine.accessToken('4242')).to.equal(token)
    }
    expect(world.sent).to.deep.equal(['TG-1', 'TG-1', 'TG-1'])
  })

  it('K25: events report a failure once', async () => {
    const machine = world.machine()
    await machine.link(world.tokens())
    const events = eventsOf(machine)
    world.server.reply = json({}, 503)
    const failed = once(machine, 'renewalFailed')
    await rejection(machine.renew('4242'), UpstreamUnavailableError)
    await failed
    expect(events.map(([name]) => name)).to.deep.equal(['renewalFailed'])
  })
})
