import { randomBytes } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import { expect } from 'chai'
import {
  KeyManagerUnavailableError,
  type KeyProvider,
  type SellerTokens,
  StoreUnavailableError,
  type TokenStore,
} from 'mercadopago-oauth'
import { StoredSellers } from 'mercadopago-oauth/store'
import { collected } from '../helpers/collected.ts'
import { asyncMisuse, rejection } from '../helpers/errors.ts'
import { describeOnEveryStore } from '../helpers/every-store.ts'
import { TestKeyManager } from '../helpers/key-manager.ts'
import { eventsOf, FailingStore, SellerWorld } from '../helpers/seller-world.ts'
import { storedIn } from '../helpers/stored-seller.ts'
import { json } from '../helpers/token-server.ts'
import { printedForms } from '../security/printed-forms.ts'

/** A wrapped data key as it is stored. */
interface StoredKey {
  id: string
  provider: string
  madeAt: string
  wrapped: string
}

const wrongKeys = {
  code: 'ERR_INVALID_ARG_VALUE',
  message: '"encryptionKeys" must include the key that sealed the stored tokens',
}

describeOnEveryStore('data keys of a key manager', (openStore) => {
  let world: SellerWorld
  let manager: TestKeyManager

  beforeEach(async () => {
    world = await SellerWorld.open(openStore)
    manager = new TestKeyManager()
  })

  afterEach(() => world.close())

  function machine(...encryptionKeys: (KeyProvider | Uint8Array)[]): SellerTokens {
    return world.machine({
      encryptionKeys: encryptionKeys.length === 0 ? [manager] : encryptionKeys,
      // Every read goes to the store, unless a test says otherwise.
      cacheMs: 1,
    })
  }

  /** A store whose second read from `begin()` on, if no key is being made by then, comes after the next save. */
  function withSlowSecondRead(): { store: TokenStore; begin(): void } {
    let isBegun = false
    let reads = 0
    let isSaved = false
    const store = new Proxy(world.store, {
      get(target, name: keyof TokenStore) {
        const method = target[name] as (...args: unknown[]) => Promise<unknown>
        return async (...args: unknown[]) => {
          if (!isBegun) return await method.apply(target, args)
          if (name === 'get') reads += 1
          const isSlow = name === 'get' && reads === 2 && manager.calls.length === 0
          while (isSlow && !isSaved) await turn()
          const result = await method.apply(target, args)
          if (name === 'save') isSaved = true
          return result
        }
      },
    })
    const begin = () => {
      isBegun = true
    }
    return { store, begin }
  }

  function tool(...encryptionKeys: KeyProvider[]): StoredSellers {
    const { clientId } = world.sellerKey
    const environment = world.client.provider.name
    return new StoredSellers({
      clientId,
      store: world.store,
      encryptionKeys,
      environment,
      clock: world.clock,
    })
  }

  async function storedKeys(): Promise<StoredKey[]> {
    const { clientId } = world.sellerKey
    const record = await world.store.get({ clientId, sellerId: '~data-keys' })
    return record === undefined ? [] : JSON.parse(record.body).dataKeys
  }

  /** The ids of the keys that sealed a seller's tokens. */
  async function keyIdsOf(sellerId: string): Promise<(string | undefined)[]> {
    const { accessToken, refreshToken } = await storedIn(world.store, {
      ...world.sellerKey,
      sellerId,
    })
    return [accessToken.split('.')[1], refreshToken?.split('.')[1]]
  }

  /** The data keys in memory, in hex. */
  function held(): string[] {
    const whole = manager.bytes.filter((bytes) => bytes.some((byte) => byte !== 0))
    return whole.map((bytes) => Buffer.from(bytes).toString('hex'))
  }

  async function linkThree(sellers: SellerTokens): Promise<void> {
    for (const sellerId of ['1', '2', '3']) await sellers.link(world.tokens({ sellerId }))
  }

  it('F15: are stored wrapped, and seal every token', async () => {
    await machine().link(world.tokens())

    const keys = await storedKeys()
    const [{ id, wrapped } = { id: '', wrapped: '' }] = keys
    expect(keys).to.deep.equal([
      { id, provider: 'shop', madeAt: '2026-11-21T12:00:00.000Z', wrapped },
    ])
    expect(id).to.match(/^[\w-]{8}$/)
    expect(await keyIdsOf('4242')).to.deep.equal([id, id])
    expect(Buffer.from(wrapped, 'base64')).to.have.lengthOf(12 + 16 + 32)
    expect(wrapped).to.not.include(Buffer.from(manager.seen[0] ?? '', 'hex').toString('base64'))
    // A key is tried before anything is sealed with it.
    expect(manager.calls).to.deep.equal(['wrap', 'unwrap'])
  })

  it('are unwrapped once by a process, for all sellers and all who ask at the same time', async () => {
    await linkThree(machine())
    manager.calls.length = 0
    const other = machine()

    const tokens = await Promise.all(['1', '2', '3'].map((id) => other.accessToken(id)))

    expect(tokens).to.deep.equal(['APP_USR-1', 'APP_USR-1', 'APP_USR-1'])
    expect((await other.status('1'))?.state).to.equal('linked')
    expect(await collected(other.list())).to.have.lengthOf(3)
    world.advanceDays(151)
    world.provider.changes = { user_id: 1 }
    expect(await other.accessToken('1')).to.equal('APP_USR-2')
    expect(manager.calls).to.deep.equal(['unwrap'])
  })

  it('are unwrapped once for all who ask at the same time, again when their time is over', async () => {
    const quick = world.machine({ encryptionKeys: [manager], dataKeyMs: 1 })
    await linkThree(quick)
    while (!manager.isWiped) await turn()
    manager.calls.length = 0
    let respond = () => {}
    manager.before = () => new Promise((resolve) => (respond = resolve))

    let read = 0
    const { get } = world.store
    world.store.get = async (key) => {
      const record = await get.call(world.store, key)
      read += 1
      return record
    }

    const statuses = Promise.all(['1', '2', '3'].map((id) => quick.status(id)))

    while (read < 3) await turn()
    // A caller that has a record asks for its key in the same turn.
    await turn()
    respond()
    expect((await statuses).map((status) => status?.state)).to.deep.equal(
      new Array(3).fill('linked'),
    )
    expect(manager.calls).to.deep.equal(['unwrap'])
  })

  it('are read from the store once a process, and never where keys are bytes', async () => {
    await linkThree(machine())
    const reads: string[] = []
    const { get } = world.store
    world.store.get = async (key) => {
      if (key.sellerId === '~data-keys') reads.push(key.sellerId)
      return await get.call(world.store, key)
    }

    const other = machine()
    for (const id of ['1', '2', '3']) await other.accessToken(id)
    expect(reads).to.have.lengthOf(1)
    // Which one is the newest is read when the first is to be sealed, if it has to be unwrapped for that.
    for (const id of ['1', '2', '3']) await other.link(world.tokens({ sellerId: id }))
    expect(reads).to.have.lengthOf(1)

    const { clientId } = world.sellerKey
    await world.store.delete({ clientId, sellerId: '~canary' })
    for (const sellerId of ['1', '2', '3']) await world.store.delete({ clientId, sellerId })
    const bytes = machine(world.key)
    await linkThree(bytes)
    await collected(bytes.rewrap())
    expect(reads).to.have.lengthOf(1)
  })

  it('are not asked for while the token is in memory', async () => {
    const quick = world.machine({ encryptionKeys: [manager], dataKeyMs: 1 })
    await quick.link(world.tokens())
    expect(await quick.accessToken('4242')).to.equal('APP_USR-1')
    while (!manager.isWiped) await turn()
    manager.calls.length = 0

    for (let count = 0; count < 100; count++) await quick.accessToken('4242')

    expect(manager.calls).to.deep.equal([])
  })

  it('F14: are one, when two machines make the first at once', async () => {
    const machines = [machine(), machine()]
    let waiting = 0
    // Neither goes on before both have begun.
    manager.before = async () => {
      waiting += 1
      while (waiting < 2) await turn()
    }

    await Promise.all(
      machines.map((one, index) => one.link(world.tokens({ sellerId: `${index}` }))),
    )

    const keys = await storedKeys()
    expect(keys).to.have.lengthOf(1)
    const id = keys[0]?.id
    expect(await keyIdsOf('0')).to.deep.equal([id, id])
    expect(await keyIdsOf('1')).to.deep.equal([id, id])
    // Each wraps its own and tries it; the one that lost unwraps the other's.
    expect(manager.calls.toSorted()).to.deep.equal(['unwrap', 'unwrap', 'unwrap', 'wrap', 'wrap'])
    expect(new Set(manager.seen).size).to.equal(2)
    // The one that lost is wiped at once.
    expect(new Set(held()).size).to.equal(1)
    expect(await machine().accessToken('0')).to.equal('APP_USR-1')
  })

  it('F05: of two machines that find the store empty, one with another key manager is refused', async () => {
    const machines = [machine(manager), machine(new TestKeyManager('other'))]

    const checks = await Promise.allSettled(machines.map((one) => one.checkKeys()))

    const refused = checks.filter(({ status }) => status === 'rejected')
    expect(refused).to.have.lengthOf(1)
    expect(refused[0]).to.have.nested.property('reason.option', 'encryptionKeys')
  })

  it('F05: are refused by a machine with another key manager, which asks nothing of it', async () => {
    await machine().link(world.tokens())
    const before = [await storedIn(world.store, world.sellerKey), await storedKeys()]
    const other = new TestKeyManager('other')
    const wrong = machine(other)

    for (const use of [
      () => wrong.checkKeys(),
      () => wrong.accessToken('4242'),
      () => wrong.link(world.tokens()),
      () => wrong.renew('4242'),
      () => wrong.renewDue().next(),
      () => wrong.rewrap().next(),
      () => wrong.rotateDataKey(),
    ]) {
      expect(await asyncMisuse(use())).to.deep.equal(wrongKeys)
    }

    expect([await storedIn(world.store, world.sellerKey), await storedKeys()]).to.deep.equal(before)
    expect(other.calls).to.deep.equal([])
  })

  it('F05: are refused by a machine with keys as bytes alone', async () => {
    await machine().link(world.tokens())
    expect(await asyncMisuse(machine(world.key).checkKeys())).to.deep.equal(wrongKeys)
  })

  it('F13: an outage leaves those whose key is at hand alone, and marks nobody', async () => {
    const running = machine()
    await running.link(world.tokens())
    const before = await storedIn(world.store, world.sellerKey)
    const started = machine()
    const events = eventsOf(started)
    manager.isDown = true

    const error = await rejection(started.accessToken('4242'), KeyManagerUnavailableError)

    expect(error).to.include({
      code: 'key_manager_unavailable',
      status: 503,
      retryAfterSeconds: 5,
    })
    expect(error.headers['Retry-After']).to.equal('5')
    expect(error).to.have.nested.property('cause.message', 'the key manager is down')
    for (const use of [
      () => started.status('4242'),
      () => started.link(world.tokens()),
      () => started.renew('4242'),
      () => started.renewDue().next(),
      () => started.rewrap().next(),
      () => started.list().next(),
    ]) {
      await rejection(use(), KeyManagerUnavailableError)
    }
    world.advanceMs(1)
    expect(await running.accessToken('4242')).to.equal('APP_USR-1')
    expect(await storedIn(world.store, world.sellerKey)).to.deep.equal(before)
    expect(events).to.deep.equal([])
    expect(world.sent).to.deep.equal([])
  })

  it('F13: is asked again 5 seconds after a failure, and not sooner', async () => {
    await machine().link(world.tokens())
    const started = machine()
    manager.isDown = true
    manager.calls.length = 0
    await rejection(started.accessToken('4242'), KeyManagerUnavailableError)
    manager.isDown = false
    world.advanceMs(4_001)

    const error = await rejection(started.accessToken('4242'), KeyManagerUnavailableError)

    expect(error.retryAfterSeconds).to.equal(1)
    expect(manager.calls).to.deep.equal(['unwrap'])
    world.advanceMs(999)
    expect(await started.accessToken('4242')).to.equal('APP_USR-1')
    expect(manager.calls).to.deep.equal(['unwrap', 'unwrap'])
  })

  it('F13: a renewal that is due is not sent, and the token at hand is served', async () => {
    const quick = world.machine({ encryptionKeys: [manager], cacheMs: 1, dataKeyMs: 1 })
    await quick.link(world.tokens())
    await quick.accessToken('4242')
    world.advanceDays(151)
    while (!manager.isWiped) await turn()
    manager.isDown = true

    const before = await storedIn(world.store, world.sellerKey)
    await rejection(collected(quick.renewDue()), KeyManagerUnavailableError)
    await rejection(collected(quick.renewDue({ withinDays: 30 })), KeyManagerUnavailableError)
    expect(await storedIn(world.store, world.sellerKey)).to.deep.equal(before)

    expect(await quick.accessToken('4242')).to.equal('APP_USR-1')
    await rejection(quick.renew('4242'), KeyManagerUnavailableError)

    expect(world.sent).to.deep.equal([])
    const after = await storedIn(world.store, world.sellerKey)
    expect({ ...after, dueAt: before.dueAt }).to.deep.equal(before)
    expect((await world.store.lease(world.sellerKey, 'next', 1)).state).to.equal('leased')
    await world.store.release(world.sellerKey, 'next')
    manager.isDown = false
    world.advanceMs(5_000)
    expect((await quick.status('4242'))?.state).to.equal('linked')
    expect((await quick.renew('4242')).renewedAt).to.deep.equal(world.now)
    expect(world.sent).to.deep.equal(['TG-1'])
  })

  it('F13: a key manager that does not respond is given up, and a key that comes late is wiped', async () => {
    await machine().link(world.tokens())
    const hasty = world.machine({ encryptionKeys: [manager], keyManagerTimeoutMs: 15 })
    let respond = () => {}
    manager.before = () => new Promise((resolve) => (respond = resolve))
    const known = manager.bytes.length

    const error = await rejection(hasty.accessToken('4242'), KeyManagerUnavailableError)

    expect(Object.hasOwn(error, 'cause')).to.equal(false)
    respond()
    while (manager.bytes.length === known) await turn()
    await turn()
    expect([...(manager.bytes.at(-1) ?? [1])]).to.deep.equal(new Array(32).fill(0))
  })

  it('F13: nothing is stored when the first key cannot be wrapped', async () => {
    manager.isDown = true
    await rejection(machine().link(world.tokens()), KeyManagerUnavailableError)
    expect(await storedKeys()).to.deep.equal([])
    expect(await world.store.get(world.sellerKey)).to.equal(undefined)
  })

  it('F15: are wiped when their time is over, and unwrapped anew', async () => {
    const quick = world.machine({ encryptionKeys: [manager], cacheMs: 1, dataKeyMs: 1 })
    await quick.link(world.tokens())
    while (!manager.isWiped) await turn()
    manager.calls.length = 0

    expect(await quick.accessToken('4242')).to.equal('APP_USR-1')

    expect(manager.calls).to.deep.equal(['unwrap'])
    while (!manager.isWiped) await turn()
  })

  it('F15: stay whole for a renewal that outlasts their time, and seal the new pair', async () => {
    const quick = world.machine({ encryptionKeys: [manager], cacheMs: 1, dataKeyMs: 1 })
    await quick.link(world.tokens())
    await quick.link(world.tokens({ sellerId: '7' }))
    world.advanceDays(151)
    world.server.reply = async (response, request) => {
      // The time of the key is over when another is unwrapped.
      const asked = manager.calls.length
      while (manager.calls.length === asked) await quick.status('7')
      manager.isDown = true
      world.provider.rotate(response, request)
    }

    expect(await quick.accessToken('4242')).to.equal('APP_USR-2')

    expect(world.sent).to.deep.equal(['TG-1'])
    while (!manager.isWiped) await turn()
    manager.isDown = false
    expect(await machine().accessToken('4242')).to.equal('APP_USR-2')
  })

  it('F13: a lease is kept while the key manager is slow', async () => {
    const counting = new FailingStore(world.store)
    const options = { encryptionKeys: [manager], dataKeyMs: 1, leaseMs: 30 }
    const quick = world.machine({ ...options, store: counting.store })
    await quick.link(world.tokens())
    while (!manager.isWiped) await turn()
    manager.before = async () => {
      manager.before = async () => {}
      // The renewal has its lease, and takes it again.
      await counting.called('lease')
    }

    expect((await quick.renew('4242')).renewedAt).to.deep.equal(world.now)

    expect(world.sent).to.deep.equal(['TG-1'])
  })

  it('F15: are wiped on close(), and after it as soon as they were used', async () => {
    const closing = machine()
    await closing.link(world.tokens())
    expect(manager.isWiped).to.equal(false)

    await closing.close()

    expect(manager.isWiped).to.equal(true)
    expect((await closing.status('4242'))?.state).to.equal('linked')
    expect(manager.isWiped).to.equal(true)
  })

  it('F15: are wiped on close() of a tool', async () => {
    await machine().link(world.tokens())
    const other = new TestKeyManager()
    other.unwrap = (wrapped) => manager.unwrap(wrapped)
    const known = manager.bytes.length
    const stored = tool(other)
    expect(await stored.checkKeys()).to.equal(true)
    const [unwrapped] = manager.bytes.slice(known)
    expect(unwrapped?.some((byte) => byte !== 0)).to.equal(true)

    stored.close()

    expect(unwrapped?.every((byte) => byte === 0)).to.equal(true)
  })

  it('F15: are in nothing that is printed', async () => {
    const sellers = machine()
    await sellers.link(world.tokens())
    manager.isDown = true
    const error = await rejection(machine().accessToken('4242'), KeyManagerUnavailableError)

    const text = [sellers, error].map(printedForms).join('\n')

    const [hex = ''] = manager.seen
    const key = Buffer.from(hex, 'hex')
    const spellings = ['hex', 'base64', 'base64url'].map((encoding) =>
      key.toString(encoding as 'hex').replace(/=+$/, ''),
    )
    for (const spelling of [...spellings, [...key].join(', '), `${hex.match(/../g)?.join(' ')}`]) {
      expect(text).to.not.include(spelling)
    }
  })

  it('F04: are replaced on demand: the new one seals, the old one opens, and rewrap moves all', async () => {
    const sellers = machine()
    await linkThree(sellers)
    const [first] = await storedKeys()
    const running = machine()
    expect(await running.accessToken('1')).to.equal('APP_USR-1')
    world.advanceMs(1)

    await sellers.rotateDataKey()

    const [before, next] = await storedKeys()
    expect(before).to.deep.equal(first)
    expect(next?.madeAt).to.equal('2026-11-21T12:00:00.001Z')
    await sellers.link(world.tokens({ sellerId: '4' }))
    expect(await keyIdsOf('4')).to.deep.equal([next?.id, next?.id])
    expect(await keyIdsOf('1')).to.deep.equal([first?.id, first?.id])
    manager.calls.length = 0
    expect(await running.accessToken('4')).to.equal('APP_USR-1')
    expect(manager.calls).to.deep.equal(['unwrap'])
    expect(await collected(sellers.rewrap())).to.deep.equal(
      ['1', '2', '3', '4'].map((sellerId) => ({ sellerId, rewrapped: sellerId !== '4' })),
    )
    expect(await keyIdsOf('1')).to.deep.equal([next?.id, next?.id])
    expect(await storedKeys()).to.deep.equal([before, next])
  })

  it('F04: stay for 30 days after they were replaced, and go with the next whole rewrap', async () => {
    const sellers = machine()
    await linkThree(sellers)
    await sellers.rotateDataKey()
    const [old, next] = await storedKeys()
    await collected(sellers.rewrap())
    world.advanceDays(30)
    await collected(sellers.rewrap())
    expect(await storedKeys()).to.deep.equal([old, next])
    world.advanceMs(1)
    await collected(sellers.rewrap({ after: '1' }))
    expect(await storedKeys()).to.deep.equal([old, next])

    await collected(sellers.rewrap())

    expect(await storedKeys()).to.deep.equal([next])
    expect(await machine().accessToken('1')).to.equal('APP_USR-1')
  })

  it('F04: stay as long as a seller could not be sealed anew', async () => {
    const sellers = machine()
    await linkThree(sellers)
    await sellers.rotateDataKey()
    const keys = await storedKeys()
    world.advanceDays(31)
    const damaged = { ...world.sellerKey, sellerId: '2' }
    const record = await world.store.get(damaged)
    if (record !== undefined) await world.store.save({ ...record, body: '' }, record.generation)

    const steps = await collected(sellers.rewrap())

    expect(steps.map(({ error }) => error?.code)).to.deep.equal([
      undefined,
      'record_unreadable',
      undefined,
    ])
    expect(await storedKeys()).to.deep.equal(keys)
  })

  it('F14: one is made when two machines replace it at once', async () => {
    const machines = [machine(), machine()]
    await machines[0]?.link(world.tokens())
    await machines[1]?.accessToken('4242')
    let waiting = 0
    manager.before = async () => {
      waiting += 1
      while (waiting < 2) await turn()
    }

    await Promise.all(machines.map((one) => one.rotateDataKey()))

    expect(await storedKeys()).to.have.lengthOf(2)
  })

  it('F14: one is made when a machine is asked twice at once', async () => {
    const sellers = machine()
    await sellers.link(world.tokens())
    manager.calls.length = 0

    await Promise.all([sellers.rotateDataKey(), sellers.rotateDataKey()])

    expect(await storedKeys()).to.have.lengthOf(2)
    expect(manager.calls).to.deep.equal(['wrap', 'unwrap'])
  })

  it('F14: one is made when a machine is asked twice at once and the store reads slowly', async () => {
    const slow = withSlowSecondRead()
    const sellers = world.machine({ encryptionKeys: [manager], store: slow.store })
    await sellers.link(world.tokens())
    manager.calls.length = 0
    slow.begin()

    await Promise.all([sellers.rotateDataKey(), sellers.rotateDataKey()])

    expect(await storedKeys()).to.have.lengthOf(2)
    expect(manager.calls).to.deep.equal(['wrap', 'unwrap'])
  })

  it('F15: one that could not be stored is wiped', async () => {
    const failing = new FailingStore(world.store)
    failing.failing.add('save')
    const sellers = world.machine({ encryptionKeys: [manager], store: failing.store })

    await rejection(sellers.link(world.tokens()), StoreUnavailableError)

    expect(manager.calls).to.deep.equal(['wrap', 'unwrap'])
    expect(manager.isWiped).to.equal(true)
  })

  it('F04: take over from keys as bytes, and give way to them again', async () => {
    await machine(world.key).link(world.tokens())
    const [bytesId] = await keyIdsOf('4242')
    expect(await machine(world.key, manager).accessToken('4242')).to.equal('APP_USR-1')
    expect(manager.calls).to.deep.equal([])

    const moving = machine(manager, world.key)
    expect(await collected(moving.rewrap())).to.deep.equal([{ sellerId: '4242', rewrapped: true }])
    expect(await machine().accessToken('4242')).to.equal('APP_USR-1')
    const [key] = await storedKeys()
    expect(await keyIdsOf('4242')).to.deep.equal([key?.id, key?.id])

    expect(await collected(machine(world.key, manager).rewrap())).to.deep.equal([
      { sellerId: '4242', rewrapped: true },
    ])
    expect(await keyIdsOf('4242')).to.deep.equal([bytesId, bytesId])
    expect(await machine(world.key).accessToken('4242')).to.equal('APP_USR-1')
    expect(await asyncMisuse(machine().checkKeys())).to.deep.equal(wrongKeys)
  })

  it('F04: move from one key manager to another', async () => {
    const next = new TestKeyManager('next')
    await linkThree(machine())
    const moving = machine(next, manager)
    manager.isDown = true
    expect((await rejection(moving.checkKeys(), KeyManagerUnavailableError)).code).to.equal(
      'key_manager_unavailable',
    )
    manager.isDown = false
    world.advanceMs(5_000)

    await collected(moving.rewrap())

    manager.isDown = true
    const moved = machine(next)
    expect(await moved.accessToken('1')).to.equal('APP_USR-1')
    expect((await storedKeys()).map(({ provider }) => provider)).to.deep.equal(['shop', 'next'])
  })

  it('F13: a rewrap names the sellers whose key manager is away, and goes on', async () => {
    const next = new TestKeyManager('next')
    await machine(world.key).link(world.tokens({ sellerId: '1' }))
    await machine(manager, world.key).link(world.tokens({ sellerId: '2' }))
    manager.isDown = true

    const steps = await collected(machine(next, manager, world.key).rewrap())

    expect(steps.map(({ sellerId, rewrapped, error }) => [sellerId, rewrapped, error?.code]))
      .to.deep //
      .equal([
        ['1', true, undefined],
        ['2', false, 'key_manager_unavailable'],
      ])
  })

  it('leave a store that nobody used as it is, when a tool looks', async () => {
    const stored = tool(manager)
    expect(await stored.checkKeys()).to.equal(false)
    expect(await collected(stored.rewrap())).to.deep.equal([])
    expect(await storedKeys()).to.deep.equal([])
    expect(manager.calls).to.deep.equal([])
  })

  it('are replaced by a tool, and refused where keys are bytes', async () => {
    await machine().link(world.tokens())
    await tool(manager).rotateDataKey()
    expect(await storedKeys()).to.have.lengthOf(2)
    const bytesFirst = machine(world.key, manager)
    expect(await asyncMisuse(bytesFirst.rotateDataKey())).to.deep.equal({
      code: 'ERR_INVALID_ARG_VALUE',
      message: '"encryptionKeys" must begin with a key provider, which wraps new data keys',
    })
  })

  it('F12: are not written over when their record is damaged', async () => {
    await machine().link(world.tokens())
    const key = { ...world.sellerKey, sellerId: '~data-keys' }
    const record = await world.store.get(key)
    for (const body of ['', '{}', '{"v":2,"dataKeys":[]}', '{"v":1,"dataKeys":[{"id":"a"}]}']) {
      if (record !== undefined) await world.store.save({ ...record, body }, record.generation)
      const error = await machine()
        .link(world.tokens())
        .catch((one: unknown) => one)
      expect(error).to.include({ code: 'record_unreadable' })
      expect((await world.store.get(key))?.body).to.equal(body)
    }
  })

  for (const [what, changes, message] of [
    [
      'wraps to something else than text',
      { wrap: async () => Buffer.alloc(60) as unknown as string },
      'must hold key providers whose wrap() returns 1 to 4,096 printable ASCII characters',
    ],
    [
      'wraps to no text',
      { wrap: async () => '' },
      'must hold key providers whose wrap() returns 1 to 4,096 printable ASCII characters',
    ],
    [
      'unwraps to fewer bytes',
      { unwrap: async () => Buffer.alloc(31, 7) },
      'must hold key providers whose unwrap() returns 32 bytes',
    ],
    [
      'unwraps to text',
      { unwrap: async () => 'A'.repeat(32) as unknown as Uint8Array },
      'must hold key providers whose unwrap() returns 32 bytes',
    ],
    [
      'unwraps to another key',
      { unwrap: async () => randomBytes(32) },
      'must hold key providers whose unwrap() returns the key that wrap() was given',
    ],
  ] as const) {
    it(`F16: are not made by a key manager that ${what}`, async () => {
      const wrong = Object.assign(new TestKeyManager(), changes)

      expect(await asyncMisuse(machine(wrong).link(world.tokens()))).to.deep.equal({
        code: 'ERR_INVALID_ARG_VALUE',
        message: `"encryptionKeys" ${message}`,
      })

      expect(await storedKeys()).to.deep.equal([])
      expect(await world.store.get(world.sellerKey)).to.equal(undefined)
    })
  }

  it('F03: one that its key manager unwraps to another key is reported, and nothing is deleted', async () => {
    await machine().link(world.tokens())
    const running = machine()
    await running.checkKeys()
    const other = randomBytes(32)
    const wrong = Object.assign(new TestKeyManager(), { unwrap: async () => other })

    expect(await asyncMisuse(machine(wrong).accessToken('4242'))).to.deep.equal(wrongKeys)

    expect([...other]).to.deep.equal(new Array(32).fill(0))
    expect(await running.accessToken('4242')).to.equal('APP_USR-1')
  })

  it('F13: an outage lets a seller be unlinked, but the provider is not told', async () => {
    await machine().link(world.tokens())
    manager.isDown = true
    const started = machine()
    const events = eventsOf(started)
    world.server.reply = json({})

    await started.unlink('4242')

    expect(events).to.deep.equal([['unlinked', { sellerId: '4242', revoked: false }]])
    expect(await world.store.get(world.sellerKey)).to.equal(undefined)
  })
})
