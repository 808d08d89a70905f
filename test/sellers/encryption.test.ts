import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import { type RewrapStep, type SellerTokens, TokenIntegrityError } from 'mercadopago-oauth'
import { describeOnEveryStore } from '../helpers/every-store.ts'
import { eventsOf, SellerWorld, shortLeaseMs } from '../helpers/seller-world.ts'
import {
  changeStored,
  type StoredChanges,
  type StoredSeller,
  storedIn,
} from '../helpers/stored-seller.ts'
import { json } from '../helpers/token-server.ts'

describeOnEveryStore('stored tokens', (openStore) => {
  let world: SellerWorld

  beforeEach(async () => {
    world = await SellerWorld.open(openStore)
  })

  afterEach(() => world.close())

  function recordOf(sellerId = '4242'): Promise<StoredSeller> {
    return storedIn(world.store, { ...world.sellerKey, sellerId })
  }

  function put(changes: StoredChanges, sellerId = '4242'): Promise<void> {
    return changeStored(world.store, { ...world.sellerKey, sellerId }, changes)
  }

  async function failureOf(sellerId = '4242'): Promise<unknown> {
    return await world
      .machine()
      .accessToken(sellerId)
      .catch((error: unknown) => error)
  }

  async function stepsOf(machine: SellerTokens): Promise<RewrapStep[]> {
    const steps: RewrapStep[] = []
    for await (const step of machine.rewrap()) steps.push(step)
    return steps
  }

  it('F07: are stored as sealed text only', async () => {
    await world
      .machine()
      .link(world.tokens({ accessToken: 'APP_USR-canary', refreshToken: 'TG-canary' }))
    const record = await recordOf()
    expect(record.accessToken).to.match(/^v1\.[\w-]{8}\.[\w-]{16}\.[\w-]+$/)
    expect(record.refreshToken).to.match(/^v1\.[\w-]{8}\.[\w-]{16}\.[\w-]+$/)
    const dump = JSON.stringify(record)
    for (const token of ['APP_USR-canary', 'TG-canary']) {
      for (const encoding of ['utf8', 'base64', 'base64url', 'hex'] as const) {
        const shown = Buffer.from(token).toString(encoding).replace(/=+$/, '')
        expect(dump).not.to.include(shown)
      }
    }
  })

  it('F08: are sealed each time with a new nonce', async () => {
    const machine = world.machine()
    const seen = new Set<string>()
    for (let count = 0; count < 200; count++) {
      await machine.link(world.tokens())
      const { accessToken, refreshToken } = await recordOf()
      for (const sealed of [accessToken, refreshToken ?? '']) {
        seen.add(sealed.split('.')[2] ?? '')
      }
    }
    expect(seen.size).to.equal(400)
  })

  it('F01: do not open when any one character was changed', async () => {
    await world.machine().link(world.tokens())
    const { accessToken } = await recordOf()
    for (let at = 0; at < accessToken.length; at++) {
      const other = accessToken[at] === 'A' ? 'B' : 'A'
      await put({ accessToken: accessToken.slice(0, at) + other + accessToken.slice(at + 1) })
      const error = await failureOf()
      expect(error, `character ${at}`).to.be.instanceOf(TokenIntegrityError)
      expect(error).to.include({ code: 'token_undecryptable', status: 500 })
    }
  })

  for (const [name, change] of Object.entries({
    'F01: cut short': (text: string) => text.slice(0, -4),
    'F01: made longer': (text: string) => `${text}AAAA`,
    'F09: left with a tag of 12 bytes': (text: string) => text.slice(0, -6),
    'F12: emptied': () => '',
    'F12: no sealed text at all': () => 'APP_USR-plain',
    'of a later version': (text: string) => text.replace('v1.', 'v2.'),
  })) {
    it(`${name}: do not open`, async () => {
      await world.machine().link(world.tokens())
      await put({ accessToken: change((await recordOf()).accessToken) })
      expect(await failureOf()).to.be.instanceOf(TokenIntegrityError)
    })
  }

  it('F02: do not open in the row of another seller, nor in the other column', async () => {
    const machine = world.machine()
    await machine.link(world.tokens())
    await machine.link(world.tokens({ sellerId: '7' }))
    const one = await recordOf()
    await put({ accessToken: one.accessToken }, '7')
    expect(await failureOf('7')).to.be.instanceOf(TokenIntegrityError)
    await put({ accessToken: one.refreshToken ?? '' })
    expect(await failureOf()).to.be.instanceOf(TokenIntegrityError)
  })

  it('F02: do not open for another environment', async () => {
    await world.machine({ environment: 'live' }).link(world.tokens())
    const error = await world
      .machine({ environment: 'test' })
      .accessToken('4242')
      .catch((one: unknown) => one)
    expect(error).to.be.instanceOf(TypeError)
  })

  it('F01: a broken record is reported, costs no request, and leaves other sellers alone', async () => {
    const machine = world.machine()
    const events = eventsOf(machine)
    await machine.link(world.tokens())
    await machine.link(world.tokens({ sellerId: '7', accessToken: 'APP_USR-7' }))
    const sealed = (await recordOf()).accessToken
    await put({ accessToken: `${sealed.slice(0, -2)}AA` })
    world.advanceDays(151)
    expect(await machine.accessToken('4242').catch((one: unknown) => one)).to.include({
      code: 'token_undecryptable',
      keyId: sealed.split('.')[1],
    })
    expect(events.at(-1)).to.deep.equal([
      'integrityFailure',
      { sellerId: '4242', keyId: sealed.split('.')[1] },
    ])
    expect(world.sent).to.deep.equal([])
    expect((await machine.status('7'))?.isLinked).to.equal(true)
  })

  it('F03: a retired key is named by its id only, and nothing is deleted', async () => {
    const old = randomBytes(32)
    await world.machine({ encryptionKeys: [old, world.key] }).link(world.tokens())
    const machine = world.machine({ encryptionKeys: [world.key, old] })
    for await (const _ of machine.rewrap()) break
    const sealedWithOld = world.machine({ encryptionKeys: [old, world.key] })
    await sealedWithOld.link(world.tokens())
    const error = await world
      .machine({ encryptionKeys: [world.key] })
      .accessToken('4242')
      .catch((one: unknown) => one)
    expect(JSON.stringify(error) + String(error)).not.to.include(old.toString('base64'))
    expect(await sealedWithOld.accessToken('4242')).to.equal('APP_USR-1')
  })

  it('F04: stay readable while keys are replaced, and are sealed anew by rewrap', async () => {
    const next = randomBytes(32)
    const before = world.machine()
    for (const sellerId of ['1', '2', '3']) await before.link(world.tokens({ sellerId }))
    const during = world.machine({ encryptionKeys: [next, world.key] })
    expect(await during.accessToken('1')).to.equal('APP_USR-1')

    const steps = []
    for await (const step of during.rewrap()) steps.push(step)
    expect(steps).to.deep.equal(['1', '2', '3'].map((sellerId) => ({ sellerId, rewrapped: true })))
    const again = []
    for await (const step of during.rewrap({ after: '1' })) again.push(step)
    expect(again).to.deep.equal(['2', '3'].map((sellerId) => ({ sellerId, rewrapped: false })))

    const after = world.machine({ encryptionKeys: [next] })
    for (const sellerId of ['1', '2', '3']) {
      expect(await after.accessToken(sellerId)).to.equal('APP_USR-1')
    }
    world.advanceDays(151)
    world.provider.changes = { user_id: 1 }
    expect(await after.accessToken('1')).to.equal('APP_USR-2')
    expect(world.sent).to.deep.equal(['TG-1'])
  })

  it('F04: a rewrap that meets a renewal leaves the newer pair', async () => {
    const next = randomBytes(32)
    await world.machine().link(world.tokens())
    const during = world.machine({ encryptionKeys: [next, world.key] })
    const { list } = world.store
    world.store.list = async (...args) => {
      const page = await list.apply(world.store, args)
      await world.machine({ encryptionKeys: [next, world.key] }).renew('4242')
      world.store.list = list
      return page
    }
    for await (const step of during.rewrap()) expect(step.rewrapped).to.equal(false)
    expect(await world.machine({ encryptionKeys: [next] }).accessToken('4242')).to.equal(
      'APP_USR-2',
    )
  })

  it('F04: a rewrap waits for a renewal, and keeps the pause that one wrote', async () => {
    const next = randomBytes(32)
    await world.machine().link(world.tokens())
    const during = world.machine({ encryptionKeys: [next, world.key] })
    world.advanceDays(151)
    let rewrapped: Promise<RewrapStep[]> | undefined
    const { lease } = world.store
    world.server.reply = (response, request) => {
      world.store.lease = async (...args) => {
        const outcome = await lease.apply(world.store, args)
        if (outcome.state === 'held') {
          world.store.lease = lease
          json({}, 429)(response, request)
        }
        return outcome
      }
      rewrapped = stepsOf(during)
    }
    expect(await during.accessToken('4242')).to.equal('APP_USR-1')
    expect(await rewrapped).to.deep.equal([{ sellerId: '4242', rewrapped: true }])
    const after = world.machine({ encryptionKeys: [next] })
    expect(await after.accessToken('4242')).to.equal('APP_USR-1')
    expect((await after.status('4242'))?.dueAt?.getTime()).to.be.greaterThan(world.now.getTime())
    expect(world.sent).to.deep.equal(['TG-1'])
  })

  it('F04: a rewrap waits 30 s for one that is being renewed, names it, and goes on', async () => {
    const machine = world.machine()
    for (const sellerId of ['1', '2', '3']) await machine.link(world.tokens({ sellerId }))
    await world.store.lease({ ...world.sellerKey, sellerId: '2' }, 'other', 600_000)
    const now = performance.now.bind(performance)
    const get = world.store.get.bind(world.store)
    world.store.get = async (key) => {
      if (key.sellerId === '2') performance.now = () => now() + 30_000
      return await get(key)
    }
    const during = world.machine({ encryptionKeys: [randomBytes(32), world.key] })
    const steps = await stepsOf(during).finally(() => {
      performance.now = now
    })
    expect(steps.map(({ sellerId, rewrapped, error }) => [sellerId, rewrapped, error?.code]))
      .to.deep //
      .equal([
        ['1', true, undefined],
        ['2', false, 'renewal_busy'],
        ['3', true, undefined],
      ])
  })

  it('F04: a rewrap does not undo a mark that was made after it had read the page', async () => {
    const next = randomBytes(32)
    const machine = world.machine()
    await machine.link(world.tokens())
    world.provider.current = 'TG-other'
    const { list } = world.store
    world.store.list = async (...args) => {
      const page = await list.apply(world.store, args)
      await machine.renew('4242').catch(() => {})
      return page
    }
    const during = world.machine({ encryptionKeys: [next, world.key] })
    expect(await stepsOf(during)).to.deep.equal([{ sellerId: '4242', rewrapped: true }])
    const after = world.machine({ encryptionKeys: [next] })
    expect((await after.status('4242'))?.lostReason).to.equal('revoked')
    expect(world.sent).to.deep.equal(['TG-1'])
  })

  it('F04, E06: a rewrap leaves the intent of a renewal that died', async () => {
    const next = randomBytes(32)
    await world.machine().link(world.tokens())
    await world.leaveLease()
    world.advanceDays(151)
    const machine = world.machine({ encryptionKeys: [next, world.key], leaseMs: shortLeaseMs })
    expect(await stepsOf(machine)).to.deep.equal([{ sellerId: '4242', rewrapped: true }])
    world.provider.current = 'TG-rotated'
    world.advanceMs(shortLeaseMs)
    expect(await machine.accessToken('4242')).to.equal('APP_USR-1')
    expect((await machine.status('4242'))?.lostReason).to.equal('rotation_lost')
  })

  it('F03: a rewrap names who cannot be opened, and goes on with the others', async () => {
    const next = randomBytes(32)
    const machine = world.machine()
    for (const sellerId of ['1', '2', '3']) await machine.link(world.tokens({ sellerId }))
    await put({ accessToken: (await recordOf('1')).accessToken }, '2')
    const during = world.machine({ encryptionKeys: [next, world.key] })
    const steps = await stepsOf(during)
    expect(steps.map(({ sellerId, rewrapped, error }) => [sellerId, rewrapped, error?.code]))
      .to.deep //
      .equal([
        ['1', true, undefined],
        ['2', false, 'token_undecryptable'],
        ['3', true, undefined],
      ])
    const key = { ...world.sellerKey, sellerId: '2' }
    expect((await world.store.lease(key, 'next', 1)).state).to.equal('leased')
  })

  it('F05: of two machines that find the store empty, one whose keys differ is refused', async () => {
    const machines = [world.machine(), world.machine({ encryptionKeys: [randomBytes(32)] })]

    const checks = await Promise.allSettled(machines.map((machine) => machine.checkKeys()))

    const refused = checks.filter(({ status }) => status === 'rejected')
    expect(refused).to.have.lengthOf(1)
    expect(refused[0]).to.have.nested.property('reason.option', 'encryptionKeys')
  })

  it('F05: a wrong key is found at the first use, and overwrites nothing', async () => {
    await world.machine().link(world.tokens())
    const before = await recordOf()
    const wrong = world.machine({ encryptionKeys: [randomBytes(32)] })
    for (const use of [
      () => wrong.checkKeys(),
      () => wrong.accessToken('4242'),
      () => wrong.link(world.tokens()),
      () => wrong.renew('4242'),
      () => wrong.renewDue().next(),
      () => wrong.rewrap().next(),
    ]) {
      const error = await use().catch((one: unknown) => one)
      expect(error).to.be.instanceOf(TypeError).with.property('code', 'ERR_INVALID_ARG_VALUE')
      expect((error as Error).message).to.include('"encryptionKeys"')
    }
    expect(await recordOf()).to.deep.equal(before)
  })
})
