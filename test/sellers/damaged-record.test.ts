import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import { type RewrapStep, TokenIntegrityError } from 'mercadopago-oauth'
import { SellerWorld } from '../helpers/seller-world.ts'
import { changeStored } from '../helpers/stored-seller.ts'

describe('a stored record that is none', () => {
  it('F12: is named by a rewrap, which goes on with the others', async () => {
    const world = await SellerWorld.open()
    const machine = world.machine()
    for (const sellerId of ['1', '2', '3']) await machine.link(world.tokens({ sellerId }))
    await changeStored(
      world.store,
      { ...world.sellerKey, sellerId: '2' },
      { expiresAt: 'tomorrow' },
    )

    const steps: RewrapStep[] = []
    const during = world.machine({ encryptionKeys: [randomBytes(32), world.key] })
    for await (const step of during.rewrap()) steps.push(step)

    expect(steps.map(({ sellerId, rewrapped }) => [sellerId, rewrapped])).to.deep.equal([
      ['1', true],
      ['2', false],
      ['3', true],
    ])
    expect(steps[1]?.error).to.be.instanceOf(TokenIntegrityError)
    expect(steps[1]?.error?.code).to.equal('record_unreadable')
    await world.close()
  })
})
