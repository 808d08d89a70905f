import { AsyncLocalStorage } from 'node:async_hooks'
import { tracingChannel } from 'node:diagnostics_channel'
import { inspect } from 'node:util'
import { expect } from 'chai'
import { MercadoPagoOAuthError, type SellerTokens } from 'mercadopago-oauth'
import { collected } from '../helpers/collected.ts'
import { rejection } from '../helpers/errors.ts'
import { dayMs, FailingStore, SellerWorld } from '../helpers/seller-world.ts'
import { json } from '../helpers/token-server.ts'
import { TraceRecorder, traced } from '../helpers/trace-recorder.ts'
import { Canaries } from '../security/canaries.ts'

describe('the channel mercadopago-oauth:renewal', () => {
  let world: SellerWorld
  let machine: SellerTokens
  let recorder: TraceRecorder
  let begun: Record<string, unknown>

  beforeEach(async () => {
    world = await SellerWorld.open()
    machine = world.machine()
    await machine.link(world.tokens())
    recorder = new TraceRecorder('renewal')
    begun = { clientId: world.sellerKey.clientId, sellerHash: machine.sellerHash('4242') }
  })

  afterEach(async () => {
    recorder.stop()
    await world.close()
  })

  it('reports a renewal that succeeded', async () => {
    await machine.renew('4242')

    expect(recorder.events).to.deep.equal(traced(begun, { outcome: 'renewed' }))
    expect(recorder.messages.size).to.equal(1)
  })

  it('tells once of a renewal that many callers wait for, and of none where none is due', async () => {
    await machine.accessToken('4242')
    expect(recorder.events).to.deep.equal([])
    world.advanceDays(151)

    await Promise.all([1, 2, 3].map(() => machine.accessToken('4242')))

    expect(recorder.ended).to.deep.equal([{ ...begun, outcome: 'renewed' }])
  })

  it('reports each renewal of a sweep', async () => {
    await machine.link(world.tokens({ sellerId: '7' }))
    world.server.reply = json({}, 503)

    await collected(machine.renewDue({ withinDays: 400, concurrency: 1 }))

    const failed = {
      clientId: '1234567890123456',
      outcome: 'failed',
      errorCode: 'upstream_unavailable',
    }
    expect(recorder.ended).to.deep.equal(
      ['4242', '7'].map((id) => ({ sellerHash: machine.sellerHash(id), ...failed })),
    )
  })

  it('reports a failure that is retried later', async () => {
    world.server.reply = json({}, 503)

    await rejection(machine.renew('4242'), MercadoPagoOAuthError)

    expect(recorder.events).to.deep.equal(
      traced(begun, { outcome: 'failed', errorCode: 'upstream_unavailable' }),
    )
  })

  it('reports a seller who must link again', async () => {
    world.provider.current = 'TG-another'

    await rejection(machine.renew('4242'), MercadoPagoOAuthError)

    expect(recorder.events).to.deep.equal(
      traced(begun, { outcome: 'relink', errorCode: 'reauthorization_required' }),
    )
  })

  it('reports a pair that the store refused', async () => {
    const failing = new FailingStore(world.store)
    const other = world.machine({ store: failing.store })
    await other.checkKeys()
    failing.failing.add('save')

    await other.accessToken('4242')
    world.advanceDays(151)
    await other.accessToken('4242')
    failing.failing.clear()

    expect(recorder.ended).to.deep.equal([{ ...begun, outcome: 'unsaved' }])
  })

  it('reports a pair that is not needed, because the seller was linked again meanwhile', async () => {
    world.server.reply = async (response, request) => {
      await machine.link(world.tokens({ accessToken: 'APP_USR-linked', refreshToken: 'TG-linked' }))
      world.provider.rotate(response, request)
    }

    await machine.renew('4242')

    expect(recorder.ended).to.deep.equal([{ ...begun, outcome: 'superseded' }])
  })

  it('reports a seller who was unlinked meanwhile', async () => {
    world.server.reply = async (response, request) => {
      await machine.unlink('4242')
      world.provider.rotate(response, request)
    }

    await rejection(machine.renew('4242'), MercadoPagoOAuthError)

    expect(recorder.ended).to.deep.equal([
      { ...begun, outcome: 'superseded', errorCode: 'reauthorization_required' },
    ])
  })

  it('reports a refused token that another machine had renewed', async () => {
    world.server.reply = async (response, request) => {
      const stored = await world.store.get(world.sellerKey)
      const generation = stored?.generation ?? 0
      if (stored) await world.store.save({ ...stored, generation: generation + 1 }, generation)
      json({ error: 'invalid_grant' }, 400)(response, request)
    }

    await machine.renew('4242')

    expect(recorder.ended).to.deep.equal([{ ...begun, outcome: 'superseded' }])
  })

  it('carries the context of its subscribers to what happens inside', async () => {
    const context = new AsyncLocalStorage<string>()
    const { start } = tracingChannel('mercadopago-oauth:renewal')
    const inside: unknown[] = []
    const requests = tracingChannel('mercadopago-oauth:token-request').start
    const note = () => inside.push(context.getStore())
    start.bindStore(context, () => 'the renewal')
    requests.subscribe(note)

    await machine.renew('4242')

    start.unbindStore(context)
    requests.unsubscribe(note)
    expect(inside).to.deep.equal(['the renewal'])
  })

  it('asks for no hash while nobody has subscribed', async () => {
    recorder.stop()
    let asked = 0
    const client = {
      ...world.client,
      deriveKey(purpose: string) {
        asked += 1
        return world.client.deriveKey(purpose)
      },
    }
    const unheard = world.machine({ client })
    await unheard.renew('4242')
    expect(asked).to.equal(0)
    const heard = new TraceRecorder('renewal')
    await unheard.renew('4242')
    heard.stop()
    expect(asked).to.equal(1)
  })
})

describe('sellers.sellerHash()', () => {
  let world: SellerWorld

  beforeEach(async () => {
    world = await SellerWorld.open()
  })

  afterEach(() => world.close())

  it('is the same on every machine of an application, and another for every seller', () => {
    const hashes = ['4242', '4242', '7'].map((id) => world.machine().sellerHash(id))
    expect(hashes).to.deep.equal([
      'd02e846b7c0b7e1038811b78613ed535',
      'd02e846b7c0b7e1038811b78613ed535',
      'b9844d3ecd65fb3e92ed9c7ca83f3969',
    ])
  })

  it('is another for every client secret, and absent where the secret could be guessed', () => {
    const client = { ...world.client, deriveKey: () => undefined }
    expect(world.machine({ client }).sellerHash('4242')).to.equal(undefined)
    const other = { ...world.client, deriveKey: () => new Uint8Array(32) }
    expect(world.machine({ client: other }).sellerHash('4242')).to.not.equal(
      world.machine().sellerHash('4242'),
    )
  })

  it('takes only a text', () => {
    expect(() => world.machine().sellerHash(4242 as never)).to.throw(TypeError, '"sellerId"')
  })
})

describe('the channel mercadopago-oauth:store', () => {
  let world: SellerWorld
  let recorder: TraceRecorder
  const clientId = '1234567890123456'

  beforeEach(async () => {
    world = await SellerWorld.open()
    recorder = new TraceRecorder('store')
  })

  afterEach(async () => {
    recorder.stop()
    await world.close()
  })

  it('reports a call that succeeded', async () => {
    await world.machine().claim('a key', new Date(world.now.getTime() + dayMs))

    const begun = { clientId, operation: 'claim' }
    expect(recorder.events).to.deep.equal(traced(begun, { outcome: 'success' }))
    expect(recorder.messages.size).to.equal(1)
  })

  it('reports a failed call once', async () => {
    const failing = new FailingStore(world.store)
    failing.failing.add('claim')

    const claim = world.machine({ store: failing.store }).claim('a key', world.now)
    await rejection(claim, MercadoPagoOAuthError)

    expect(recorder.events).to.deep.equal(
      traced(
        { clientId, operation: 'claim' },
        { outcome: 'failure', errorCode: 'store_unavailable' },
      ),
    )
  })

  it('reports a call that did not end in time', async () => {
    const store = Object.assign(Object.create(world.store), { claim: () => new Promise(() => {}) })
    const machine = world.machine({ store, storeTimeoutMs: 1 })

    await rejection(machine.claim('a key', world.now), MercadoPagoOAuthError)

    expect(recorder.ended).to.deep.equal([
      { clientId, operation: 'claim', outcome: 'failure', errorCode: 'store_unavailable' },
    ])
  })

  it('reports every call, including those that check the keys', async () => {
    const failing = new FailingStore(world.store)
    const machine = world.machine({ store: failing.store })

    await machine.link(world.tokens(), { owner: 'shop-1' })
    await machine.renew('4242')
    await machine.byOwner('shop-1')
    await collected(machine.list())
    await collected(machine.renewDue())
    await collected(machine.rewrap())
    await machine.unlink('4242')

    expect(recorder.ended.map(({ operation }) => operation)).to.deep.equal(failing.calls)
    expect(new Set(failing.calls)).to.include.all.keys('get', 'save', 'lease', 'list', 'delete')
  })

  it('shows no secret, and no id of a seller, in whatever happens to one', async () => {
    const renewals = new TraceRecorder('renewal')
    const requests = new TraceRecorder('token-request')
    const canaries = new Canaries({
      key: world.key.toString('latin1'),
      accessToken: 'APP_USR-canary-of-the-access-token',
      refreshToken: 'TG-canary-of-the-refresh-token',
      renewedAccess: 'APP_USR-canary-of-the-second-access',
      renewedRefresh: 'TG-canary-of-the-second-refresh',
      clientSecret: 'the-secret-of-the-application-01',
      sellerId: '987654321012',
      owner: 'shop-canary',
      claim: 'canary-of-a-claimed-state',
    })
    const failing = new FailingStore(world.store)
    const machine = world.machine({ store: failing.store })
    const sellerId = '987654321012'
    const accessToken = 'APP_USR-canary-of-the-access-token'
    const refreshToken = 'TG-canary-of-the-refresh-token'
    world.provider.current = refreshToken
    world.provider.changes = {
      user_id: 987654321012,
      access_token: 'APP_USR-canary-of-the-second-access',
      refresh_token: 'TG-canary-of-the-second-refresh',
    }

    await machine.link(world.tokens({ sellerId, accessToken, refreshToken }), {
      owner: 'shop-canary',
    })
    await machine.claim('canary-of-a-claimed-state', world.now)
    await machine.renew(sellerId)
    await rejection(machine.renew(sellerId), MercadoPagoOAuthError)
    failing.failAll()
    await rejection(machine.renew(sellerId), MercadoPagoOAuthError)

    for (const each of [recorder, renewals, requests]) {
      each.stop()
      expect(each.messages.size).to.be.greaterThan(1)
      expect(canaries.foundIn(each.printed), inspect(each.ended)).to.deep.equal([])
    }
  })
})
