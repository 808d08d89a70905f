import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import type { ListedSeller, ListOptions, SellerTokens } from 'mercadopago-oauth'
import { StoredSellers } from 'mercadopago-oauth/store'
import { collected } from '../helpers/collected.ts'
import { asyncMisuse } from '../helpers/errors.ts'
import { describeOnEveryStore } from '../helpers/every-store.ts'
import { eventsOf, SellerWorld } from '../helpers/seller-world.ts'
import { changeStored } from '../helpers/stored-seller.ts'
import { goodResponse, json } from '../helpers/token-server.ts'

type Lister = Pick<SellerTokens, 'list'>

async function listed(sellers: Lister, options?: ListOptions): Promise<ListedSeller[]> {
  return await collected(sellers.list(options))
}

async function idsOf(sellers: Lister, options?: ListOptions): Promise<string[]> {
  return (await listed(sellers, options)).map(({ sellerId }) => sellerId)
}

describeOnEveryStore('listing the sellers', (openStore) => {
  let world: SellerWorld
  let machine: SellerTokens

  beforeEach(async () => {
    world = await SellerWorld.open(openStore)
    machine = world.machine()
    for (const sellerId of ['1', '10', '2', '3']) {
      await machine.link(world.tokens({ sellerId }), { owner: `shop-${sellerId}` })
    }
  })

  afterEach(() => world.close())

  it('shows the status of each, in the order of their ids as text', async () => {
    const sellers = await listed(machine)
    expect(sellers.map(({ sellerId }) => sellerId)).to.deep.equal(['1', '10', '2', '3'])
    expect(sellers[1]).to.deep.equal(await machine.status('10'))
  })

  it('starts after a seller, and ends where it should', async () => {
    expect(await idsOf(machine, { after: '1', limit: 2 })).to.deep.equal(['10', '2'])
    expect(await idsOf(machine, { after: '3' })).to.deep.equal([])
  })

  it('reads no further than it is read', async () => {
    let calls = 0
    const list = world.store.list.bind(world.store)
    world.store.list = (query) => {
      calls += 1
      return list(query)
    }
    for await (const _ of machine.list()) break
    expect(calls).to.equal(1)
  })

  it('finds more than a page of them', async () => {
    const many = Array.from({ length: 250 }, (_, index) => `9${String(index).padStart(4, '0')}`)
    for (const sellerId of many) await machine.link(world.tokens({ sellerId }))
    expect(await idsOf(machine, { after: '3' })).to.deep.equal(many)
  })

  it('finds those who must link again', async () => {
    for (const [sellerId, lostReason] of [
      ['2', 'revoked'],
      ['10', 'rotation_lost'],
    ] as const) {
      await changeStored(world.store, { ...world.sellerKey, sellerId }, { lostReason, dueAt: null })
    }
    const sellers = await listed(machine, { needs: 'relink' })
    expect(
      sellers.map((one) => [one.sellerId, 'error' in one ? one.error : one.lostReason]),
    ).to.deep.equal([
      ['10', 'rotation_lost'],
      ['2', 'revoked'],
    ])
  })

  it('finds those whose renewal is due', async () => {
    const key = { ...world.sellerKey, sellerId: '2' }
    await changeStored(world.store, key, { dueAt: world.now })
    expect(await idsOf(machine, { needs: 'renewal' })).to.deep.equal(['2'])
    world.advanceDays(151)
    expect(await idsOf(machine, { needs: 'renewal' })).to.deep.equal(['1', '10', '2', '3'])
  })

  it('refuses options that it does not know, naming them', async () => {
    const wrong: [string, object][] = [
      ['needs', { needs: 'everything' }],
      ['limit', { limit: 0 }],
    ]
    for (const [name, options] of wrong) {
      const { code, message } = await asyncMisuse(machine.list(options as ListOptions).next())
      expect(code).to.equal('ERR_INVALID_ARG_VALUE')
      expect(message).to.include(`"${name}"`)
    }
  })

  it('F01: names a record that cannot be decrypted or read, and shows the others', async () => {
    await changeStored(world.store, { ...world.sellerKey, sellerId: '2' }, { refreshToken: 'x' })
    await changeStored(world.store, { ...world.sellerKey, sellerId: '10' }, { scope: null })
    const events = eventsOf(machine)
    const sellers = await listed(machine)
    expect(
      sellers.map((one) => [one.sellerId, 'error' in one ? one.error.code : one.isLinked]),
    ).to.deep.equal([
      ['1', true],
      ['10', 'record_unreadable'],
      ['2', 'token_undecryptable'],
      ['3', true],
    ])
    expect(events).to.deep.equal([
      ['integrityFailure', { sellerId: '10', keyId: undefined }],
      ['integrityFailure', { sellerId: '2', keyId: undefined }],
    ])
  })

  it('shows the same to a tool that has the keys but no secret', async () => {
    const stored = new StoredSellers({
      clientId: world.sellerKey.clientId,
      store: world.store,
      encryptionKeys: [world.key],
      environment: world.client.provider.name,
      clock: world.clock,
    })
    expect(await listed(stored)).to.deep.equal(await listed(machine))
  })

  it('lets a tool check its keys, and leaves a store that nobody used as it is', async () => {
    const key = { clientId: 'another', sellerId: '~canary' }
    const tool = (clientId: string, encryptionKeys: Uint8Array[]) =>
      new StoredSellers({
        clientId,
        store: world.store,
        encryptionKeys,
        environment: world.client.provider.name,
      })
    const unused = tool('another', [randomBytes(32)])

    expect(await unused.checkKeys()).to.equal(false)
    expect(await listed(unused)).to.deep.equal([])
    expect(await collected(unused.rewrap())).to.deep.equal([])
    expect(await world.store.get(key)).to.equal(undefined)

    const { clientId } = world.sellerKey
    expect(await tool(clientId, [world.key]).checkKeys()).to.equal(true)
    expect(await asyncMisuse(tool(clientId, [randomBytes(32)]).checkKeys())).to.deep.equal({
      code: 'ERR_INVALID_ARG_VALUE',
      message: '"encryptionKeys" must include the key that sealed the stored tokens',
    })
  })

  for (const [what, use] of Object.entries({
    status: (sellers: SellerTokens) => sellers.status('2'),
    byOwner: (sellers: SellerTokens) => sellers.byOwner('shop-2'),
    accessToken: (sellers: SellerTokens) => sellers.accessToken('2'),
    renew: (sellers: SellerTokens) => sellers.renew('2'),
    confirmAuthorization: (sellers: SellerTokens) => sellers.confirmAuthorization('2'),
    unlink: (sellers: SellerTokens) => sellers.unlink('2'),
    'a list': (sellers: SellerTokens) => listed(sellers),
    'a sweep': (sellers: SellerTokens) => collected(sellers.renewDue({ withinDays: 151 })),
  })) {
    it(`F01: ${what} announces a tampered record once, and leaves the others alone`, async () => {
      world.server.reply = json({ ...goodResponse, user_id: undefined })
      const key = { ...world.sellerKey, sellerId: '2' }
      const tampered = { accessToken: 'tampered', refreshToken: 'tampered' }
      await changeStored(world.store, key, tampered)
      const events = eventsOf(machine)
      await use(machine).catch(() => {})
      const failures = events.filter(([name]) => name === 'integrityFailure')
      expect(failures).to.deep.equal([['integrityFailure', { sellerId: '2', keyId: undefined }]])
      for (const sellerId of ['1', '10', '3']) {
        expect((await machine.status(sellerId))?.isLinked, sellerId).to.equal(true)
      }
    })
  }
})
