import { expect } from 'chai'
import { createState } from 'mercadopago-oauth'

describe('createState()', () => {
  it('gives 256 bits in 43 characters of base64url', () => {
    const state = createState()

    expect(state).to.match(/^[A-Za-z0-9\-_]{43}$/)
    expect(Buffer.from(state, 'base64url')).to.have.length(32)
  })

  it('uses every bit', () => {
    const seen = Buffer.alloc(32)
    const seenInverted = Buffer.alloc(32)
    for (let round = 0; round < 200; round++) {
      for (const [index, byte] of Buffer.from(createState(), 'base64url').entries()) {
        seen[index] = (seen[index] ?? 0) | byte
        seenInverted[index] = (seenInverted[index] ?? 0) | ~byte
      }
    }
    expect(seen).to.deep.equal(Buffer.alloc(32, 0xff))
    expect(seenInverted).to.deep.equal(Buffer.alloc(32, 0xff))
  })
})
