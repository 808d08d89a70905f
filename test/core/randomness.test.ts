import crypto, { type randomUUID } from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { expect } from 'chai'
import { createPkcePair, createState } from 'mercadopago-oauth'
import { SellerWorld } from '../helpers/seller-world.ts'

/** Replaces functions of `node:crypto` while a test looks on. */
async function watching<T>(changes: Partial<typeof crypto>, act: () => T | Promise<T>): Promise<T> {
  const names = Object.keys(changes) as (keyof typeof crypto)[]
  const originals = Object.fromEntries(names.map((name) => [name, crypto[name]]))
  Object.assign(crypto, changes)
  syncBuiltinESMExports()
  try {
    return await act()
  } finally {
    Object.assign(crypto, originals)
    syncBuiltinESMExports()
  }
}

describe('randomness', () => {
  let world: SellerWorld
  beforeEach(async () => {
    world = await SellerWorld.open()
  })
  afterEach(() => world.close())

  it('A15: repeats nothing in a million states and verifiers of 256 bits', function () {
    // A busy machine takes many times the few seconds of an idle one.
    this.timeout(120_000)
    const seen = new Set<string>()
    for (let count = 0; count < 500_000; count++) {
      seen.add(createState()).add(createPkcePair().codeVerifier)
    }
    expect(seen.size).to.equal(1_000_000)
    for (const value of seen) {
      if (!/^[\w-]{43}$/.test(value)) expect.fail(`not 32 bytes in base64url: ${value.length}`)
    }
  })

  it('K22: draws every state and verifier when it is needed, and keeps nothing for later', async () => {
    const drawn: number[] = []
    const randomBytes = crypto.randomBytes
    const counting = ((size: number) => {
      drawn.push(size)
      return randomBytes(size)
    }) as typeof crypto.randomBytes
    await watching({ randomBytes: counting }, () => {
      for (let count = 0; count < 3; count++) {
        createState()
        createPkcePair()
      }
    })
    expect(drawn).to.deep.equal([32, 33, 32, 33, 32, 33])
  })

  it('K22: makes the ids of lease holders without a cache, which two clones would share', async () => {
    const machine = world.machine()
    await machine.link(world.tokens())
    world.advanceDays(151)
    const options: unknown[] = []
    const uuid = crypto.randomUUID
    const recording = ((given?: Parameters<typeof randomUUID>[0]) => {
      options.push(given)
      return uuid(given)
    }) as typeof randomUUID
    await watching({ randomUUID: recording }, async () => {
      await machine.renew('4242')
      for await (const _ of machine.renewDue()) expect.fail('nobody is due')
    })
    expect(options.length).to.be.at.least(2)
    for (const given of options) expect(given).to.deep.equal({ disableEntropyCache: true })
  })
})
