import { expect } from 'chai'
import { type SellerTokens, StoreUnavailableError, type TokenRecord } from 'mercadopago-oauth'
import { rejection } from '../helpers/errors.ts'
import { SellerWorld } from '../helpers/seller-world.ts'

describe('damaged records', () => {
  let world: SellerWorld
  let machine: SellerTokens

  beforeEach(async () => {
    world = await SellerWorld.open()
    machine = world.machine()
    for (const sellerId of ['1001', '1002', '1003']) {
      await machine.link(world.tokens({ sellerId }), { owner: 'shop-1' })
    }
  })

  afterEach(() => world.close())

  async function damage(changes: object): Promise<void> {
    const record = await world.store.get({ application: world.client.clientId, sellerId: '1002' })
    if (record === undefined) throw new Error('no record')
    const damaged = { ...record, ...changes } as TokenRecord
    await world.store.save(damaged, record.generation)
  }

  it('F01, E28: a sweep comes once past who cannot be opened, and to all the others', async () => {
    await damage({ refreshToken: 'garbage' })
    world.advanceDays(151)
    world.provider.changes = { user_id: undefined }
    const swept: string[] = []
    for await (const { sellerId } of machine.renewDue({ concurrency: 1 })) {
      swept.push(sellerId)
      if (swept.length > 20) break
    }
    expect(swept.sort()).to.deep.equal(['1001', '1002', '1003'])
  })

  it('E17, E28: nor past one whose answer was for another seller', async () => {
    world.advanceDays(151)
    world.provider.changes = { user_id: 9 }
    const swept: string[] = []
    for await (const outcome of machine.renewDue({ concurrency: 1 })) {
      swept.push(outcome.renewed ? 'renewed' : outcome.error.code)
      if (swept.length > 20) break
    }
    expect(swept).to.have.length(3).and.include('seller_mismatch')
  })

  it('a seller who must link again is not made due by asking', async () => {
    world.provider.current = 'TG-other'
    await machine.renew('1002').catch(() => {})
    await machine.renew('1002').catch(() => {})
    expect(await machine.status('1002')).to.include({ lostReason: 'revoked', dueAt: undefined })
    expect(world.sent).to.deep.equal(['TG-1'])
  })

  const damages: Record<string, unknown> = {
    generation: Number.NaN,
    accessToken: 7,
    refreshToken: {},
    expiresAt: 'soon',
    dueAt: new Date(Number.NaN),
    lostReason: 'toString',
    owner: 1,
    scope: null,
    publicKey: false,
    liveMode: 'yes',
    linkedAt: null,
    renewedAt: 0,
  }
  for (const [field, value] of Object.entries(damages)) {
    it(`F12: a record whose ${field} is garbage is a store that failed, for everything that reads it`, async () => {
      await damage({ [field]: value })
      world.advanceDays(151)
      world.provider.changes = { user_id: undefined }
      const uses: (() => Promise<unknown>)[] = [
        () => machine.accessToken('1002'),
        () => world.machine().accessToken('1002'),
        () => machine.status('1002'),
        () => machine.renew('1002'),
        () => machine.link(world.tokens({ sellerId: '1002' }), { owner: 'shop-1' }),
      ]
      for (const use of uses) {
        const error = await rejection(use(), StoreUnavailableError)
        expect((error.cause as Error).message).to.equal(
          `the store's record has no valid "${field}"`,
        )
      }
      expect(await machine.accessToken('1001')).to.equal('APP_USR-2')
    })
  }

  it('F12: a sweep names the damaged one and renews the others', async () => {
    await damage({ scope: null })
    world.advanceDays(151)
    world.provider.changes = { user_id: undefined }
    const swept: string[] = []
    for await (const outcome of machine.renewDue({ concurrency: 1 })) {
      swept.push(`${outcome.sellerId} ${outcome.renewed ? 'renewed' : outcome.error.code}`)
    }
    expect(swept).to.include('1002 store_unavailable').and.have.length(3)
  })
})
