import { once } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import { inspect } from 'node:util'
import { expect } from 'chai'
import {
  MercadoPagoOAuthError,
  ReauthorizationRequiredError,
  RenewalUnavailableError,
  TokenPersistenceError,
  type TokenStore,
} from 'mercadopago-oauth'
import type { SellerKey, TokenRecord } from 'mercadopago-oauth/store'
import { collected } from '../helpers/collected.ts'
import { asyncMisuse, rejection } from '../helpers/errors.ts'
import { describeOnEveryStore } from '../helpers/every-store.ts'
import {
  dayMs,
  eventsOf,
  FailingStore,
  SellerWorld,
  shortLeaseMs,
} from '../helpers/seller-world.ts'
import { json, type Reply } from '../helpers/token-server.ts'

describeOnEveryStore('renewing a seller', (openStore) => {
  let world: SellerWorld

  beforeEach(async () => {
    world = await SellerWorld.open(openStore)
  })

  afterEach(() => world.close())

  /** The code of what a call throws. */
  async function codeOf(call: Promise<unknown>): Promise<string> {
    const error = await call.then(
      () => undefined,
      (one: unknown) => one,
    )
    if (!(error instanceof MercadoPagoOAuthError)) throw new Error(`no typed error: ${error}`)
    return error instanceof ReauthorizationRequiredError
      ? `${error.code} ${error.reason}`
      : error.code
  }

  it('hands out the token without a request until it is due', async () => {
    const machine = world.machine()
    await machine.link(world.tokens())
    const { dueAt = world.now } = (await machine.status('4242')) ?? {}
    world.now = new Date(dueAt.getTime() - 1)
    expect(await machine.accessToken('4242')).to.equal('APP_USR-1')
    expect(world.sent).to.deep.equal([])
    world.now = dueAt
    expect(await machine.accessToken('4242')).to.equal('APP_USR-2')
    expect(world.sent).to.deep.equal(['TG-1'])
  })

  it('renews a short-lived token in the last sixth of its life', async () => {
    const machine = world.machine()
    const hour = 60 * 60 * 1000
    const expiresAt = new Date(world.now.getTime() + 6 * hour)
    const { dueAt = world.now } = await machine.link(world.tokens({ expiresAt }))
    // The last hour, less up to a thirtieth of it.
    expect(expiresAt.getTime() - dueAt.getTime()).to.be.within(hour * (29 / 30), hour)
    world.now = new Date(dueAt.getTime() - 1)
    expect(await machine.accessToken('4242')).to.equal('APP_USR-1')
    world.now = dueAt
    expect(await machine.accessToken('4242')).to.equal('APP_USR-2')
  })

  it('E01: sends one request for 200 callers of one process, who all get the same token', async () => {
    const machine = world.machine()
    await machine.link(world.tokens())
    world.advanceDays(151)
    const tokens = await Promise.all(Array.from({ length: 200 }, () => machine.accessToken('4242')))
    expect(new Set(tokens)).to.deep.equal(new Set(['APP_USR-2']))
    expect(world.sent).to.deep.equal(['TG-1'])
  })

  it('E01: gives all callers the same error, and tries again afterwards', async () => {
    const machine = world.machine()
    await machine.link(world.tokens())
    world.advanceDays(180)
    world.server.reply = json({}, 429)
    const codes = await Promise.all(
      Array.from({ length: 20 }, () => codeOf(machine.accessToken('4242'))),
    )
    expect(new Set(codes)).to.deep.equal(new Set(['upstream_rate_limited']))
    expect(world.sent).to.deep.equal(['TG-1'])
    world.server.reply = world.provider.rotate
    world.now = new Date(world.now.getTime() + 10_000)
    expect(await machine.accessToken('4242')).to.equal('APP_USR-2')
  })

  it('E01: asks again after 1 s, then after twice as long each time up to 5 minutes, and no sooner', async () => {
    const machine = world.machine()
    await machine.link(world.tokens())
    const refused = json({ error: 'invalid_client' }, 401)
    const requests = async () => {
      expect(await codeOf(machine.accessToken('4242'))).to.equal('client_rejected')
      return world.sent.length
    }
    world.advanceDays(180)
    world.server.reply = refused
    expect(await requests()).to.equal(1)
    const waits = [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300].map((seconds) => seconds * 1000)
    for (const [index, waitMs] of waits.entries()) {
      // Each is as long as that, give or take half of it.
      world.advanceMs(waitMs / 2 - 1)
      expect(await requests()).to.equal(index + 1)
      world.advanceMs(waitMs + 2)
      expect(await requests()).to.equal(index + 2)
    }
    world.advanceMs(450_001)
    world.server.reply = world.provider.rotate
    expect(await machine.accessToken('4242')).to.equal('APP_USR-2')

    world.advanceDays(180)
    world.server.reply = refused
    const sent = await requests()
    world.advanceMs(499)
    expect(await requests()).to.equal(sent)
    world.advanceMs(1_002)
    expect(await requests()).to.equal(sent + 1)
  })

  it('E02: sends one request for 8 machines of 25 callers', async () => {
    const machines = Array.from({ length: 8 }, () => world.machine())
    await machines[0]?.link(world.tokens())
    world.advanceDays(151)
    const tokens = await Promise.all(
      machines.flatMap((one) => Array.from({ length: 25 }, () => one.accessToken('4242'))),
    )
    expect(new Set(tokens)).to.deep.equal(new Set(['APP_USR-2']))
    expect(world.sent).to.deep.equal(['TG-1'])
  })

  it('E03: a caller who stops waiting stops nobody else', async () => {
    const machine = world.machine()
    await machine.link(world.tokens())
    world.advanceDays(151)
    const controller = new AbortController()
    const impatient = machine.accessToken('4242', { signal: controller.signal })
    const patient = machine.accessToken('4242')
    controller.abort(new Error('enough'))
    expect(await impatient.catch((error: Error) => error.message)).to.equal('enough')
    expect(await patient).to.equal('APP_USR-2')
    expect((await world.machine().status('4242'))?.renewedAt).to.deep.equal(world.now)
  })

  it('E04: keeps its lease while the server is slower than that, so that one request is sent', async () => {
    const asked = new Promise<() => void>((resolve) => {
      world.server.reply = (response, request) =>
        resolve(() => world.provider.rotate(response, request))
    })
    const leases = new FailingStore(world.store)
    const slow = world.machine({ store: leases.store, leaseMs: 600 })
    const other = world.machine({ leaseMs: 600 })
    await slow.link(world.tokens())
    world.advanceDays(151)
    const first = slow.accessToken('4242')
    const reply = await asked
    const second = other.accessToken('4242')
    // Three beats are as long as a lease.
    await leases.called('lease', 4)
    reply()
    expect(await first).to.equal('APP_USR-2')
    expect(await second).to.equal('APP_USR-2')
    expect(world.sent).to.deep.equal(['TG-1'])
    expect((await other.status('4242'))?.lostReason).to.equal(undefined)
  })

  it('E04: does not take the lease again that a slow save has ended', async () => {
    const calls = new FailingStore(world.store)
    const machine = world.machine({ store: calls.store, leaseMs: 300 })
    await machine.link(world.tokens())
    world.advanceDays(151)
    const { store } = world
    const save = store.save.bind(store)
    store.save = async (...args) => {
      const won = await save(...args)
      calls.calls.length = 0
      // Two beats long.
      await new Promise((resolve) => setTimeout(resolve, 250))
      return won
    }
    expect(await machine.accessToken('4242')).to.equal('APP_USR-2')
    expect(calls.calls).to.deep.equal([])
    const next = await store.lease(world.sellerKey, 'next', 60_000)
    expect(next).to.include({ state: 'leased', abandoned: false })
  })

  it('E04: nobody waits long whose token still works, and all get the new one in the end', async () => {
    const asked = new Promise<() => void>((resolve) => {
      world.server.reply = (response, request) =>
        resolve(() => world.provider.rotate(response, request))
    })
    const machines = [world.machine({ renewalWaitMs: 20 }), world.machine({ renewalWaitMs: 20 })]
    await machines[0]?.link(world.tokens())
    world.advanceDays(151)
    const early = machines.flatMap((machine) => [
      machine.accessToken('4242'),
      machine.accessToken('4242'),
    ])
    expect(await Promise.all(early)).to.deep.equal(early.map(() => 'APP_USR-1'))
    const reply = await asked
    // The renewal is under way still: who asks now does not wait again.
    expect(await machines[0]?.accessToken('4242')).to.equal('APP_USR-1')
    reply()
    for (const machine of machines) {
      while ((await machine.accessToken('4242')) !== 'APP_USR-2') await setImmediate()
    }
    expect(world.sent).to.deep.equal(['TG-1'])
  })

  it('waits for another machine up to 30 s when the token has ended, and is told then', async () => {
    const machine = world.machine()
    await machine.link(world.tokens())
    world.advanceDays(180)
    await world.store.lease(world.sellerKey, 'other', 600_000)
    const now = performance.now.bind(performance)
    const get = world.store.get.bind(world.store)
    let looks = 0
    world.store.get = async (...args) => {
      looks += 1
      // The first one is the reading; the waiting begins after it.
      if (looks === 2) performance.now = () => now() + 29_000
      if (looks === 3) performance.now = () => now() + 30_000
      return await get(...args)
    }
    try {
      const error = await rejection(machine.accessToken('4242'), RenewalUnavailableError)
      expect([error.code, error.status, error.headers['Retry-After']]).to.deep.equal([
        'renewal_busy',
        503,
        '30',
      ])
    } finally {
      performance.now = now
    }
    expect(looks).to.equal(3)
    expect(world.sent).to.deep.equal([])
  })

  it('E05: takes over from a holder that died before it sent anything', async () => {
    const machine = world.machine()
    await machine.link(world.tokens())
    world.advanceDays(151)
    await world.leaveLease()
    expect(await machine.accessToken('4242')).to.equal('APP_USR-2')
    expect(world.sent).to.deep.equal(['TG-1'])
  })

  it('E06: reports a rotation whose holder died with the response, tries once, and serves the old token', async () => {
    const machine = world.machine()
    const events = eventsOf(machine)
    await machine.link(world.tokens())
    world.advanceDays(151)
    await world.leaveLease()
    world.provider.next()

    expect(await machine.accessToken('4242')).to.equal('APP_USR-1')
    expect(await machine.accessToken('4242')).to.equal('APP_USR-1')
    expect(world.sent).to.deep.equal(['TG-1'])
    expect(events.slice(1)).to.deep.equal([
      ['reauthorizationRequired', { sellerId: '4242', reason: 'rotation_lost' }],
    ])
    world.advanceDays(29)
    expect(await codeOf(machine.accessToken('4242'))).to.equal(
      'reauthorization_required rotation_lost',
    )
    expect(world.sent).to.deep.equal(['TG-1'])
  })

  it('E06: a sweep does not count a lost rotation as a renewal', async () => {
    const machine = world.machine()
    await machine.link(world.tokens())
    world.advanceDays(151)
    await world.leaveLease()
    world.provider.next()
    const outcomes: unknown[] = []
    // The lease runs out in the store's own time.
    while (outcomes.length === 0) {
      for await (const outcome of machine.renewDue()) {
        outcomes.push(outcome.renewed ? outcome : [outcome.sellerId, outcome.error.code])
      }
    }
    expect(outcomes).to.deep.equal([['4242', 'reauthorization_required']])
    expect(await machine.accessToken('4242')).to.equal('APP_USR-1')
    expect(world.sent).to.deep.equal(['TG-1'])
  })

  it('E06: a response that never arrives is kept in mind for the next try', async () => {
    const machine = world.machine({ leaseMs: shortLeaseMs })
    const events = eventsOf(machine)
    await machine.link(world.tokens())
    world.advanceDays(151)
    world.server.reply = (response) => {
      world.provider.next()
      response.socket?.destroy()
    }
    expect(await machine.accessToken('4242')).to.equal('APP_USR-1')
    expect(events[1]?.[0]).to.equal('renewalFailed')
    world.server.reply = world.provider.rotate
    world.now = new Date(world.now.getTime() + 10_000)
    expect(await codeOf(world.machine().renew('4242'))).to.equal(
      'reauthorization_required rotation_lost',
    )
    expect(await world.machine().accessToken('4242')).to.equal('APP_USR-1')
    expect((await machine.status('4242'))?.lostReason).to.equal('rotation_lost')
    expect(world.sent).to.deep.equal(['TG-1', 'TG-1'])
  })

  it('E07: the pair is saved before anything else is done, and the lease ends with it', async () => {
    const calls = new FailingStore(world.store)
    const machine = world.machine({ store: calls.store })
    await machine.link(world.tokens())
    world.advanceDays(151)
    world.server.reply = (response, request) => {
      calls.calls.length = 0
      world.provider.rotate(response, request)
    }
    expect(await machine.accessToken('4242')).to.equal('APP_USR-2')
    expect(calls.calls).to.deep.equal(['save'])
    const next = await world.store.lease(world.sellerKey, 'next', 60_000)
    expect(next).to.include({ state: 'leased', abandoned: false })
  })

  it('E07: a pair that died with its holder before it was saved is reported, after one try', async () => {
    const dying = new FailingStore(world.store)
    const dead = world.machine({ store: dying.store, leaseMs: shortLeaseMs })
    await dead.link(world.tokens())
    world.advanceDays(151)
    world.server.reply = (response, request) => {
      dying.failAll()
      world.provider.rotate(response, request)
    }
    expect(await dead.accessToken('4242')).to.equal('APP_USR-2')
    world.server.reply = world.provider.rotate
    world.advanceMs(shortLeaseMs)

    const next = world.machine()
    const events = eventsOf(next)
    expect(await next.accessToken('4242')).to.equal('APP_USR-1')
    expect(await world.machine().accessToken('4242')).to.equal('APP_USR-1')
    expect(world.sent).to.deep.equal(['TG-1', 'TG-1'])
    expect(events).to.deep.equal([
      ['reauthorizationRequired', { sellerId: '4242', reason: 'rotation_lost' }],
    ])
    world.advanceDays(29)
    expect(await codeOf(next.accessToken('4242'))).to.equal(
      'reauthorization_required rotation_lost',
    )
    expect(world.sent).to.deep.equal(['TG-1', 'TG-1'])
  })

  it('E07: a pair whose holder died before it heard that it was saved is there', async () => {
    const dying = new FailingStore(world.store)
    const dead = world.machine({ store: dying.store })
    await dead.link(world.tokens())
    world.advanceDays(151)
    const { save } = world.store
    world.store.save = async (...args) => {
      await save.apply(world.store, args)
      dying.failAll()
      throw new Error('the answer was lost')
    }
    expect(await dead.accessToken('4242')).to.equal('APP_USR-2')
    world.store.save = save

    const next = world.machine()
    expect(await next.accessToken('4242')).to.equal('APP_USR-2')
    expect(world.sent).to.deep.equal(['TG-1'])
    expect(await next.status('4242')).to.include({ isLinked: true, lostReason: undefined })
    await next.renew('4242')
    expect(world.sent).to.deep.equal(['TG-1', 'TG-2'])
  })

  it('E08: after a save whose holder died, the next caller sends nothing', async () => {
    const dead = world.machine()
    await dead.link(world.tokens())
    world.advanceDays(151)
    await dead.accessToken('4242')
    expect(await world.machine().accessToken('4242')).to.equal('APP_USR-2')
    expect(world.sent).to.deep.equal(['TG-1'])
  })

  it('E09: keeps a pair the store refuses, serves it, and saves it when the store is back', async () => {
    const failing = new FailingStore(world.store)
    const machine = world.machine({ store: failing.store })
    await machine.link(world.tokens())
    world.advanceDays(151)
    failing.failing.add('save')
    expect(await machine.accessToken('4242')).to.equal('APP_USR-2')
    world.now = new Date(world.now.getTime() + 10_000)
    expect(await machine.accessToken('4242')).to.equal('APP_USR-2')
    failing.failing.clear()
    await machine.close()
    expect(await world.machine().accessToken('4242')).to.equal('APP_USR-2')
    world.advanceDays(151)
    expect(await world.machine().accessToken('4242')).to.equal('APP_USR-3')
    expect(world.sent).to.deep.equal(['TG-1', 'TG-2'])
  })

  for (const [what, stillFailing] of [
    ['once its lease has lapsed', []],
    ['also when the new lease cannot be ended', ['release']],
  ] as const) {
    it(`E09: saves a kept pair, and sends its spent refresh token no second time, ${what}`, async () => {
      const failing = new FailingStore(world.store)
      const machine = world.machine({ store: failing.store, leaseMs: shortLeaseMs })
      await machine.link(world.tokens())
      world.advanceDays(151)
      failing.failing.add('save')
      expect(await machine.accessToken('4242')).to.equal('APP_USR-2')
      failing.failing.add('lease')
      world.advanceMs(shortLeaseMs)
      // The store is back as soon as the sweep has the seller.
      const { claimDue } = world.store
      world.store.claimDue = async (...args) => {
        const claimed = await claimDue.apply(world.store, args)
        if (claimed.length > 0) failing.failing = new Set(stillFailing)
        return claimed
      }

      const sweep = () => collected(machine.renewDue({ concurrency: 1 }))
      let outcomes = await sweep()
      // Some stores use their own clock.
      while (outcomes.length === 0) {
        await setImmediate()
        outcomes = await sweep()
      }

      const expiresAt = (await machine.status('4242'))?.expiresAt
      expect(outcomes).to.deep.equal([{ sellerId: '4242', renewed: true, expiresAt }])
      expect(world.sent).to.deep.equal(['TG-1'])
      expect(await world.machine().accessToken('4242')).to.equal('APP_USR-2')
      world.advanceMs(shortLeaseMs)
      await world.machine().renew('4242')
      expect(world.sent).to.deep.equal(['TG-1', 'TG-2'])
    })
  }

  it('E09: hands the pair over when the process must end before the store is back', async () => {
    const failing = new FailingStore(world.store)
    const machine = world.machine({ store: failing.store })
    await machine.link(world.tokens())
    world.advanceDays(151)
    failing.failing.add('save')
    await machine.accessToken('4242')
    const error = await machine.close({ timeoutMs: 50 }).catch((one: unknown) => one)
    expect(error).to.be.instanceOf(TokenPersistenceError)
    const lost = error as TokenPersistenceError
    expect(lost.code).to.equal('token_not_saved')
    expect(lost.unsaved()).to.deep.equal([
      {
        sellerId: '4242',
        accessToken: 'APP_USR-2',
        refreshToken: 'TG-2',
        expiresAt: new Date(world.now.getTime() + 180 * dayMs),
      },
    ])
    expect(JSON.stringify(error)).not.to.include('TG-2')
  })

  it('E09: a save that arrived although it was given up counts as saved', async () => {
    const failing = new FailingStore(world.store)
    const machine = world.machine({ store: failing.store })
    await machine.link(world.tokens())
    world.advanceDays(151)
    const save = world.store.save.bind(world.store)
    let lostResponses = 1
    world.store.save = async (...args) => {
      const won = await save(...args)
      if (lostResponses-- > 0) throw new Error('the answer was lost')
      return won
    }
    expect(await machine.accessToken('4242')).to.equal('APP_USR-2')
    await machine.close()
    expect(await world.machine().accessToken('4242')).to.equal('APP_USR-2')
  })

  it('E10: sends nothing while the store is down, and serves the token that still works', async () => {
    const failing = new FailingStore(world.store)
    const machine = world.machine({ store: failing.store })
    await machine.link(world.tokens())
    await machine.accessToken('4242')
    failing.failAll()
    world.advanceDays(151)
    expect(await machine.accessToken('4242')).to.equal('APP_USR-1')
    expect(world.sent).to.deep.equal([])
    world.advanceDays(29)
    expect(await codeOf(machine.accessToken('4242'))).to.equal('store_unavailable')
    const fresh = world.machine({ store: failing.store })
    expect(await codeOf(fresh.accessToken('4242'))).to.equal('store_unavailable')
    expect(world.sent).to.deep.equal([])
  })

  it('E10: sends nothing when the store can be read but not written', async () => {
    const failing = new FailingStore(world.store)
    const machine = world.machine({ store: failing.store })
    await machine.link(world.tokens())
    failing.failing.add('lease')
    world.advanceDays(151)
    expect(await machine.accessToken('4242')).to.equal('APP_USR-1')
    expect(world.sent).to.deep.equal([])
  })

  it('E10: a lease whose response was lost does not block the machine that took it', async () => {
    const machine = world.machine()
    await machine.link(world.tokens())
    world.advanceDays(151)
    const lease = world.store.lease.bind(world.store)
    let lostResponses = 1
    world.store.lease = async (...args) => {
      const outcome = await lease(...args)
      if (lostResponses-- > 0) throw new Error('the answer was lost')
      return outcome
    }
    expect(await machine.accessToken('4242')).to.equal('APP_USR-1')
    expect(await machine.accessToken('4242')).to.equal('APP_USR-2')
    expect(world.sent).to.deep.equal(['TG-1'])
  })

  it('E10: renews as soon as the store is back, however long it was down', async () => {
    const failing = new FailingStore(world.store)
    const machine = world.machine({ store: failing.store })
    await machine.link(world.tokens())
    world.advanceDays(180)
    failing.failing.add('lease')
    for (let count = 0; count < 3; count++) {
      expect(await codeOf(machine.accessToken('4242'))).to.equal('store_unavailable')
    }
    failing.failing.clear()
    expect(await machine.accessToken('4242')).to.equal('APP_USR-2')
  })

  it('E10: does not ask a store twice that is down', async () => {
    const failing = new FailingStore(world.store)
    const machine = world.machine({ store: failing.store })
    await machine.link(world.tokens())
    await machine.accessToken('4242')
    world.advanceDays(151)
    failing.failAll()
    failing.calls.length = 0
    expect(await machine.accessToken('4242')).to.equal('APP_USR-1')
    expect(failing.calls).to.deep.equal(['get'])
  })

  it('a store that hangs is a store that is down, after its deadline', async () => {
    const machine = world.machine({ storeTimeoutMs: 30 })
    world.store.get = () => new Promise(() => {})
    expect(await codeOf(machine.accessToken('4242'))).to.equal('store_unavailable')
  })

  it('the reading and the lease have one deadline together', async () => {
    const machine = world.machine({ storeTimeoutMs: 1_500 })
    await world.machine().link(world.tokens())
    await machine.checkKeys()
    world.advanceDays(180)
    const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
    const { store } = world
    const [get, lease] = [store.get.bind(store), store.lease.bind(store)]
    store.get = (...args) => later(1_050).then(() => get(...args))
    // Given up, it still arrives: at this store, not at that of the next test.
    store.lease = (...args) => later(1_050).then(() => lease(...args))
    expect(await codeOf(machine.accessToken('4242'))).to.equal('store_unavailable')
    expect(world.sent).to.deep.equal([])
  })

  /** The store as it is, but its reads come from a replica that heard of nothing after this. */
  function readingFromReplica(old: TokenRecord | undefined): TokenStore {
    return new Proxy(world.store, {
      get: (target, name: keyof TokenStore) =>
        name === 'get'
          ? async (key: SellerKey) => (key.sellerId === '4242' ? old : await target.get(key))
          : target[name].bind(target),
    })
  }

  it('E11: sends nothing for an old copy: what counts is the record as it is under the lease', async () => {
    const machine = world.machine()
    await machine.link(world.tokens())
    world.advanceDays(151)
    const old = await world.store.get(world.sellerKey)
    const other = world.machine({ store: readingFromReplica(old) })
    expect(await machine.accessToken('4242')).to.equal('APP_USR-2')
    expect(await other.accessToken('4242')).to.equal('APP_USR-2')
    expect(world.sent).to.deep.equal(['TG-1'])
    const next = await world.store.lease(world.sellerKey, 'next', 60_000)
    expect(next).to.include({ state: 'leased', abandoned: false })
  })

  it('E11: a caller that waits for another machine learns the result from the lease, not from an old copy', async () => {
    const asked = new Promise<() => void>((resolve) => {
      world.server.reply = (response, request) =>
        resolve(() => world.provider.rotate(response, request))
    })
    const machine = world.machine()
    await machine.link(world.tokens())
    world.advanceDays(151)
    const first = machine.accessToken('4242')
    const reply = await asked
    const calls = new FailingStore(readingFromReplica(await world.store.get(world.sellerKey)))
    const second = world.machine({ store: calls.store }).accessToken('4242')
    // It is held at the first, and asked for again after some looks at the copy.
    await calls.called('lease', 2)
    reply()
    expect(await first).to.equal('APP_USR-2')
    expect(await second).to.equal('APP_USR-2')
    expect(world.sent).to.deep.equal(['TG-1'])
  })

  it('E12: takes the token another machine renewed meanwhile, and marks nothing', async () => {
    const machine = world.machine()
    const events = eventsOf(machine)
    await machine.link(world.tokens())
    world.advanceDays(151)
    const { get } = world.store
    // The other machine's save lands between our request and its refusal.
    world.server.reply = async (response, request) => {
      const record = await get.call(world.store, world.sellerKey)
      const elsewhere = world.machine()
      world.server.reply = world.provider.rotate
      if (record) await elsewhere.link(world.tokens({ accessToken: 'APP_USR-other' }))
      json({ error: 'invalid_grant' }, 400)(response, request)
    }
    expect(await machine.accessToken('4242')).to.equal('APP_USR-other')
    expect((await machine.status('4242'))?.lostReason).to.equal(undefined)
    expect(events.map(([name]) => name)).to.deep.equal(['linked'])
  })

  for (const [error, reason] of [
    ['invalid_grant', 'revoked'],
    ['expired_grant', 'expired'],
  ] as const) {
    it(`E13: marks a seller ${reason} after one request, announces it once, and then throws without a request`, async () => {
      const machine = world.machine()
      const events = eventsOf(machine)
      await machine.link(world.tokens())
      world.advanceDays(151)
      world.server.reply = json({ error }, 400)
      for (let count = 0; count < 3; count++) {
        expect(await codeOf(machine.accessToken('4242'))).to.equal(
          `reauthorization_required ${reason}`,
        )
      }
      expect(await codeOf(world.machine().accessToken('4242'))).to.equal(
        `reauthorization_required ${reason}`,
      )
      expect(world.sent).to.deep.equal(['TG-1'])
      expect(events.slice(1)).to.deep.equal([
        ['reauthorizationRequired', { sellerId: '4242', reason }],
      ])
      expect(await machine.status('4242')).to.include({ isLinked: false, lostReason: reason })
    })
  }

  it('a seller who links again is linked again', async () => {
    const machine = world.machine()
    await machine.link(world.tokens())
    world.advanceDays(151)
    world.server.reply = json({ error: 'invalid_grant' }, 400)
    await codeOf(machine.accessToken('4242'))
    await machine.link(world.tokens({ accessToken: 'APP_USR-again', refreshToken: 'TG-again' }))
    expect(await machine.accessToken('4242')).to.equal('APP_USR-again')
    expect(await machine.status('4242')).to.include({ isLinked: true, lostReason: undefined })
  })

  const troubles: Record<string, [Reply, string]> = {
    '429': [json({}, 429), 'upstream_rate_limited'],
    '503': [json({}, 503), 'upstream_unavailable'],
    invalid_client: [json({ error: 'invalid_client' }, 400), 'client_rejected'],
    'a page of HTML': [(response) => response.end('<p>'), 'token_response_invalid'],
  }
  for (const [name, [reply, code]] of Object.entries(troubles)) {
    it(`E14: ${name} is no failure while the token still works, and is not repeated at once`, async () => {
      const machine = world.machine()
      const events = eventsOf(machine)
      await machine.link(world.tokens())
      world.advanceDays(151)
      world.server.reply = reply
      for (let count = 0; count < 10; count++) {
        expect(await machine.accessToken('4242')).to.equal('APP_USR-1')
      }
      expect(world.sent).to.deep.equal(['TG-1'])
      expect(events[1]?.[0]).to.equal('renewalFailed')
      expect(events[1]?.[1]).to.have.nested.property('error.code', code)
    })

    it(`E15: ${name} is reported once the token has ended, and the refresh token is kept`, async () => {
      const machine = world.machine({ leaseMs: shortLeaseMs })
      await machine.link(world.tokens())
      world.advanceDays(180)
      world.server.reply = reply
      expect(await codeOf(machine.accessToken('4242'))).to.equal(code)
      world.server.reply = world.provider.rotate
      world.advanceDays(1)
      expect(await world.machine().accessToken('4242')).to.equal('APP_USR-2')
    })
  }

  it('E16: keeps the refresh token when the response has none', async () => {
    const machine = world.machine()
    await machine.link(world.tokens())
    for (const refresh of [undefined, null]) {
      world.advanceDays(151)
      world.server.reply = (response, request) => {
        const { access_token, ...reply } = world.provider.next()
        world.provider.current = 'TG-1'
        json({ ...reply, access_token, refresh_token: refresh })(response, request)
      }
      await machine.accessToken('4242')
    }
    expect(world.sent).to.deep.equal(['TG-1', 'TG-1'])
    expect(await machine.accessToken('4242')).to.equal('APP_USR-3')
    expect((await machine.status('4242'))?.isLinked).to.equal(true)
  })

  it("E17: neither hands out nor stores another seller's tokens", async () => {
    const machine = world.machine()
    const events = eventsOf(machine)
    await machine.link(world.tokens())
    world.advanceDays(151)
    world.provider.changes = { user_id: 6666 }
    expect(await codeOf(machine.accessToken('4242'))).to.equal('seller_mismatch')
    expect(events.slice(1)).to.deep.equal([
      ['sellerMismatch', { sellerId: '4242', receivedSellerId: '6666' }],
    ])
    const record = await world.store.get(world.sellerKey)
    expect(record?.generation).to.equal(new Date('2026-11-21T12:00:00.000Z').getTime() + 1)
    expect(await machine.status('6666')).to.equal(undefined)
  })

  it('E18: saves a narrower scope, and says what is gone', async () => {
    const machine = world.machine()
    const events = eventsOf(machine)
    await machine.link(world.tokens())
    world.advanceDays(151)
    world.provider.changes = { scope: 'read offline_access' }
    await machine.accessToken('4242')
    expect((await machine.status('4242'))?.scope).to.deep.equal(['read', 'offline_access'])
    expect(events[1]?.[1]).to.have.deep.property('lostScope', ['write'])
  })

  it('E19: a seller removed during a renewal stays removed', async () => {
    const machine = world.machine()
    await machine.link(world.tokens())
    world.advanceDays(151)
    const other = world.machine()
    world.server.reply = async (response, request) => {
      await other.unlink('4242')
      world.provider.rotate(response, request)
    }
    expect(await codeOf(machine.accessToken('4242'))).to.equal(
      'reauthorization_required not_linked',
    )
    expect(await machine.status('4242')).to.equal(undefined)
  })

  it('E19: a seller removed and linked again during a renewal keeps the new link', async () => {
    const machine = world.machine()
    await machine.link(world.tokens())
    world.advanceDays(151)
    const other = world.machine()
    world.server.reply = async (response, request) => {
      await other.unlink('4242')
      await other.link(world.tokens({ accessToken: 'APP_USR-new', refreshToken: 'TG-new' }))
      world.provider.rotate(response, request)
    }
    expect(await machine.accessToken('4242')).to.equal('APP_USR-new')
    expect(await world.machine().accessToken('4242')).to.equal('APP_USR-new')
  })

  it('E20: two renewals that did happen leave the working pair and no mark', async () => {
    // A lease service that lost its data: everybody gets the lease.
    const { lease } = world.store
    world.store.lease = async (key, holder, leaseMs) => {
      await world.store.release(key, 'any')
      const record = await world.store.get(key)
      if (record === undefined) return await lease.call(world.store, key, holder, leaseMs)
      return { state: 'leased', record, abandoned: false }
    }
    const machines = [world.machine(), world.machine(), world.machine()]
    await machines[0]?.link(world.tokens())
    world.advanceDays(151)
    const waiting: (() => void)[] = []
    // No request gets a response before all have arrived.
    world.server.reply = (response, request) => {
      waiting.push(() => world.provider.rotate(response, request))
      if (waiting.length === 3) for (const reply of waiting) reply()
    }
    await Promise.all(machines.map((one) => one.accessToken('4242').catch(() => {})))
    expect(world.sent).to.deep.equal(['TG-1', 'TG-1', 'TG-1'])
    world.server.reply = world.provider.rotate
    expect((await world.machine().status('4242'))?.lostReason).to.equal(undefined)
    expect(await world.machine().accessToken('4242')).to.equal('APP_USR-2')
    world.advanceDays(151)
    expect(await world.machine().accessToken('4242')).to.equal('APP_USR-3')
  })

  for (const minutes of [-10, 10]) {
    it(`E24: a process ${minutes} minutes off renews once, and uses no token beyond its end by more`, async () => {
      const machine = world.machine({
        clock: () => new Date(world.now.getTime() + minutes * 60_000),
      })
      await machine.link(world.tokens())
      world.advanceDays(151)
      for (let count = 0; count < 5; count++) await machine.accessToken('4242')
      expect(world.sent).to.deep.equal(['TG-1'])
    })
  }

  it('E26: two renewals in a row use the token of the first response', async () => {
    const machine = world.machine()
    await machine.link(world.tokens())
    await machine.renew('4242')
    await machine.renew('4242')
    expect(world.sent).to.deep.equal(['TG-1', 'TG-2'])
    expect(await machine.accessToken('4242')).to.equal('APP_USR-3')
  })

  it('E27: lets a running renewal finish and save before it closes, and begins no other', async () => {
    const machine = world.machine()
    await machine.link(world.tokens())
    world.advanceDays(151)
    let reply: (() => void) | undefined
    const asked = new Promise<void>((resolve) => {
      world.server.reply = (response, request) => {
        reply = () => world.provider.rotate(response, request)
        resolve()
      }
    })
    const token = machine.accessToken('4242')
    await asked
    const closed = machine.close()
    reply?.()
    await closed
    expect(await token).to.equal('APP_USR-2')
    expect(await world.machine().accessToken('4242')).to.equal('APP_USR-2')
    world.advanceDays(151)
    expect(await machine.accessToken('4242')).to.equal('APP_USR-2')
    expect(world.sent).to.deep.equal(['TG-1'])
  })

  it('E27: a caller that waits for another machine is released when this one closes', async () => {
    await world.machine().link(world.tokens())
    world.advanceDays(180)
    await world.store.lease(world.sellerKey, 'other', 600_000)
    const reads = new FailingStore(world.store)
    const machine = world.machine({ store: reads.store })
    await machine.checkKeys()
    // The first one is the reading; the second comes while it waits.
    const waits = reads.called('get', 2)
    const token = machine.accessToken('4242')
    await waits
    await machine.close()
    expect(await codeOf(token)).to.equal('closed')
    await world.store.release(world.sellerKey, 'other')
    // The seller is well; it is this machine that renews nobody any more.
    for (const use of [
      () => machine.accessToken('4242'),
      () => machine.renew('4242'),
      () => machine.fetch('4242', `${world.server.origin}/v1/payments`),
      () => machine.confirmAuthorization('4242'),
    ]) {
      expect(await codeOf(use())).to.equal('closed')
    }
    expect(world.sent).to.deep.equal([])
    expect(await world.machine().accessToken('4242')).to.equal('APP_USR-2')
  })

  it('D21, K23: links a seller without a refresh token, says that it cannot be renewed, and warns', async () => {
    const machine = world.machine()
    const events = eventsOf(machine)
    await machine.link(world.tokens({ refreshToken: undefined, scope: ['read'] }))
    expect(await machine.status('4242')).to.include({
      state: 'linked',
      isLinked: true,
      lostReason: undefined,
      cannotRenew: true,
    })
    events.length = 0
    world.advanceDays(151)
    const swept = await collected(machine.renewDue())
    expect(swept.map((one) => [one.sellerId, one.renewed])).to.deep.equal([['4242', false]])
    // Four weeks before the end, and once.
    expect(await collected(machine.renewDue())).to.deep.equal([])
    const warning = { sellerId: '4242', reason: 'no_offline_access' }
    expect(events).to.deep.equal([['reauthorizationRequired', warning]])
    expect(await machine.status('4242')).to.include({
      state: 'relink',
      isLinked: false,
      lostReason: 'no_offline_access',
      dueAt: undefined,
      cannotRenew: true,
    })
    world.advanceDays(28)
    expect(await machine.accessToken('4242')).to.equal('APP_USR-1')
    world.advanceDays(1)
    expect(await codeOf(machine.accessToken('4242'))).to.equal(
      'reauthorization_required no_offline_access',
    )
    expect(world.sent).to.deep.equal([])
  })

  it('a listener that throws undoes nothing', async () => {
    const machine = world.machine()
    await machine.link(world.tokens())
    machine.on('renewed', () => {
      throw new Error('from a listener')
    })
    world.advanceDays(151)
    const [warning] = await Promise.all([once(process, 'warning'), machine.accessToken('4242')])
    expect(warning[0]).to.have.property('message', 'from a listener')
    expect(await world.machine().accessToken('4242')).to.equal('APP_USR-2')
  })
})

describe('the options of a sweep', () => {
  for (const [option, value, code] of [
    ['concurrency', 0, 'ERR_INVALID_ARG_VALUE'],
    ['concurrency', 1.5, 'ERR_INVALID_ARG_VALUE'],
    ['concurrency', Number.NaN, 'ERR_INVALID_ARG_VALUE'],
    ['concurrency', '4', 'ERR_INVALID_ARG_TYPE'],
    ['withinDays', -1, 'ERR_INVALID_ARG_VALUE'],
    ['withinDays', Number.NaN, 'ERR_INVALID_ARG_VALUE'],
    ['withinDays', 36_501, 'ERR_INVALID_ARG_VALUE'],
    ['withinDays', '30', 'ERR_INVALID_ARG_TYPE'],
    ['jitterMs', -1, 'ERR_INVALID_ARG_VALUE'],
    ['jitterMs', Number.POSITIVE_INFINITY, 'ERR_INVALID_ARG_VALUE'],
  ] as const) {
    it(`are refused, and no sweep seems done: ${option} ${inspect(value)}`, async () => {
      const world = await SellerWorld.open()
      const sweep = world.machine().renewDue({ [option]: value })

      const refusal = await asyncMisuse(sweep.next())
      await world.close()

      expect(refusal.code).to.equal(code)
      expect(refusal.message).to.match(new RegExp(`^"${option}" must be `))
    })
  }
})
