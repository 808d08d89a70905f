import { expect } from 'chai'
import { type SellerTokens, TokenIntegrityError } from 'mercadopago-oauth'
import { rejection } from '../helpers/errors.ts'
import { eventsOf, SellerWorld } from '../helpers/seller-world.ts'
import { changeStored, type StoredChanges } from '../helpers/stored-seller.ts'

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

  async function damage(changes: StoredChanges): Promise<void> {
    await changeStored(world.store, { ...world.sellerKey, sellerId: '1002' }, changes)
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

  it('E17, E28: nor past one whose response was for another seller', async () => {
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

  /** A new link mends what it does not need itself. */
  const damages: readonly [field: keyof StoredChanges, value: unknown, isMendedByLink: boolean][] =
    [
      ['generation', Number.NaN, false],
      ['dueAt', new Date(Number.NaN), true],
      ['owner', 1, false],
      ['linkedAt', null, true],
      ['v', 2, true],
      ['accessToken', 7, true],
      ['refreshToken', {}, true],
      ['expiresAt', 'soon', true],
      ['lostReason', 'toString', true],
      ['scope', null, true],
      ['publicKey', false, true],
      ['liveMode', 'yes', true],
      ['renewedAt', 0, true],
    ]
  for (const [field, value, isMendedByLink] of damages) {
    it(`F12: a record whose ${field} is garbage is named as such by everything that reads it`, async () => {
      await damage({ [field]: value })
      world.advanceDays(151)
      world.provider.changes = { user_id: undefined }
      const uses: (() => Promise<unknown>)[] = [
        () => machine.accessToken('1002'),
        () => world.machine().accessToken('1002'),
        () => machine.status('1002'),
        () => machine.renew('1002'),
      ]
      const events = eventsOf(machine)
      for (const use of uses) {
        expect((await rejection(use(), TokenIntegrityError)).code).to.equal('record_unreadable')
      }
      const integrityFailure = ['integrityFailure', { sellerId: '1002', keyId: undefined }]
      expect(events).to.deep.equal([integrityFailure, integrityFailure, integrityFailure])
      expect(await machine.accessToken('1001')).to.equal('APP_USR-2')
      const link = () =>
        machine.link(world.tokens({ sellerId: '1002' }), { owner: 'shop-1', move: true })
      if (!isMendedByLink) {
        expect((await rejection(link(), TokenIntegrityError)).code).to.equal('record_unreadable')
        await machine.unlink('1002')
      }
      await link()
      expect(await machine.accessToken('1002')).to.equal('APP_USR-1')
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
    expect(swept).to.include('1002 record_unreadable').and.have.length(3)
  })
})
