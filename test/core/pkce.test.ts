import { expect } from 'chai'
import { codeChallenge, createPkcePair } from 'mercadopago-oauth'
import { codeChallengeOfVerifier, codeVerifier } from '../helpers/application.ts'
import { misuse } from '../helpers/errors.ts'

const invalid = 'ERR_INVALID_ARG_VALUE'

describe('codeChallenge()', () => {
  it('gives the challenge of RFC 7636, appendix B', () => {
    expect(codeChallenge(codeVerifier)).to.equal(codeChallengeOfVerifier)
    expect(codeChallenge(codeVerifier, 'S256')).to.equal(codeChallengeOfVerifier)
  })

  it('gives the verifier itself for plain', () => {
    expect(codeChallenge(codeVerifier, 'plain')).to.equal(codeVerifier)
  })

  it('takes every character of the alphabet', () => {
    const verifier = 'ABCXYZabcxyz0123456789-._~ABCXYZabcxyz0123456789'
    expect(codeChallenge(verifier, 'plain')).to.equal(verifier)
  })

  for (const [what, verifier] of [
    ['of 42 characters', 'a'.repeat(42)],
    ['of 129 characters', 'a'.repeat(129)],
    ['with a plus sign', `${'a'.repeat(43)}+`],
    ['with an equals sign', `${'a'.repeat(43)}=`],
    ['with a space', `${'a'.repeat(43)} `],
    ['that ends in a newline', `${'a'.repeat(43)}\n`],
    ['with a letter beyond ASCII', `${'a'.repeat(43)}ñ`],
  ] as const) {
    it(`refuses a verifier ${what}`, () => {
      expect(misuse(() => codeChallenge(verifier))).to.deep.equal({
        code: invalid,
        message: '"codeVerifier" must be 43 to 128 characters of A-Z a-z 0-9 - . _ ~',
      })
    })
  }

  it('refuses a verifier that is no string', () => {
    expect(misuse(() => codeChallenge(43 as never))).to.deep.equal({
      code: 'ERR_INVALID_ARG_TYPE',
      message: '"codeVerifier" must be a string',
    })
  })

  for (const method of ['s256', 'Plain', 'none', '']) {
    it(`refuses the method ${JSON.stringify(method)}`, () => {
      expect(misuse(() => codeChallenge(codeVerifier, method as never))).to.deep.equal({
        code: invalid,
        message: '"method" must be S256 or plain',
      })
    })
  }
})

describe('createPkcePair()', () => {
  it('makes a verifier of 43 characters and its S256 challenge', () => {
    const pair = createPkcePair()

    expect(pair.codeVerifier).to.match(/^[A-Za-z0-9\-_]{43}$/)
    expect(pair.codeChallenge).to.equal(codeChallenge(pair.codeVerifier))
    expect(pair.codeChallengeMethod).to.equal('S256')
  })

  it('makes a plain pair when told so', () => {
    const pair = createPkcePair({ method: 'plain' })

    expect(pair).to.deep.equal({
      codeVerifier: pair.codeVerifier,
      codeChallenge: pair.codeVerifier,
      codeChallengeMethod: 'plain',
    })
  })

  it('makes a verifier of each length from 43 to 128', () => {
    const lengths = Array.from({ length: 86 }, (_, index) => 43 + index)
    const made = lengths.map((length) => createPkcePair({ length }).codeVerifier)

    expect(made.map((verifier) => verifier.length)).to.deep.equal(lengths)
    expect(made.filter((verifier) => !/^[A-Za-z0-9\-._~]+$/.test(verifier))).to.deep.equal([])
  })

  for (const length of [42, 129, 0, -43, Number.NaN, Number.POSITIVE_INFINITY, 43.5, '43', null]) {
    it(`refuses the length ${JSON.stringify(length)} (${String(length)})`, () => {
      expect(misuse(() => createPkcePair({ length: length as never }))).to.deep.equal({
        code: invalid,
        message: '"length" must be a whole number from 43 to 128',
      })
    })
  }

  it('refuses an unknown method', () => {
    expect(misuse(() => createPkcePair({ method: 'S512' as never }))).to.deep.equal({
      code: invalid,
      message: '"method" must be S256 or plain',
    })
  })

  it('never makes the same pair twice', () => {
    const verifiers = Array.from({ length: 1000 }, () => createPkcePair().codeVerifier)
    expect(new Set(verifiers).size).to.equal(1000)
  })
})
