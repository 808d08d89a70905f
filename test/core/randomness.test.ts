import { expect } from 'chai'
import { createPkcePair, createState } from 'mercadopago-oauth'

describe('randomness', () => {
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
})
