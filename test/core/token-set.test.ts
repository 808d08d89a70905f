import { inspect } from 'node:util'
import { expect } from 'chai'
import { TokenSet } from 'mercadopago-oauth'

const fields = {
  accessToken: 'canary-access',
  refreshToken: 'canary-refresh',
  expiresAt: new Date('2027-05-20T12:00:00.000Z'),
  scope: ['offline_access', 'read'],
  sellerId: '987654321',
  publicKey: 'APP_USR-public',
  liveMode: true,
  response: { access_token: 'canary-access', refresh_token: 'canary-refresh' },
}

describe('TokenSet', () => {
  it('gives each of its parts', () => {
    const tokens = new TokenSet(fields)

    expect(tokens.accessToken).to.equal('canary-access')
    expect(tokens.refreshToken).to.equal('canary-refresh')
    expect(tokens.tokenType).to.equal('bearer')
    expect(tokens.expiresAt).to.deep.equal(new Date('2027-05-20T12:00:00.000Z'))
    expect(tokens.scope).to.deep.equal(['offline_access', 'read'])
    expect(tokens.sellerId).to.equal('987654321')
    expect(tokens.publicKey).to.equal('APP_USR-public')
    expect(tokens.liveMode).to.equal(true)
    expect(tokens.response).to.deep.equal(fields.response)
  })

  it('gives nothing for the parts it was not given', () => {
    const tokens = new TokenSet({ accessToken: 'a', expiresAt: new Date(0), scope: [] })

    expect(tokens.refreshToken).to.equal(undefined)
    expect(tokens.sellerId).to.equal(undefined)
    expect(tokens.publicKey).to.equal(undefined)
    expect(tokens.liveMode).to.equal(undefined)
    expect(tokens.response).to.deep.equal({})
  })

  it('gives a new Date each time, so that changing one changes nothing', () => {
    const tokens = new TokenSet(fields)

    tokens.expiresAt.setFullYear(1970)

    expect(tokens.expiresAt).to.deep.equal(new Date('2027-05-20T12:00:00.000Z'))
  })

  it('does not follow later changes of what it was made from', () => {
    const changing = { ...fields, expiresAt: new Date(0), scope: ['read'] }
    const tokens = new TokenSet(changing)

    changing.accessToken = 'other'
    changing.scope.push('write')
    changing.expiresAt.setTime(1)

    expect(tokens.accessToken).to.equal('canary-access')
    expect(tokens.scope).to.deep.equal(['read'])
    expect(tokens.expiresAt).to.deep.equal(new Date(0))
  })

  it('freezes its scope', () => {
    expect(Object.isFrozen(new TokenSet(fields).scope)).to.equal(true)
  })

  it('becomes the same tokens of a named seller', () => {
    const tokens = new TokenSet({ ...fields, sellerId: undefined })

    const named = tokens.of('42')

    expect(named.sellerId).to.equal('42')
    expect(named.accessToken).to.equal('canary-access')
    expect(named.refreshToken).to.equal('canary-refresh')
    expect(tokens.sellerId).to.equal(undefined)
  })

  it('is written as JSON with its tokens redacted', () => {
    expect(JSON.parse(JSON.stringify(new TokenSet(fields)))).to.deep.equal({
      tokenType: 'bearer',
      expiresAt: '2027-05-20T12:00:00.000Z',
      scope: ['offline_access', 'read'],
      sellerId: '987654321',
      publicKey: 'APP_USR-public',
      liveMode: true,
      accessToken: '[redacted]',
      refreshToken: '[redacted]',
    })
  })

  it('does not claim a refresh token it does not have', () => {
    const json = JSON.stringify(new TokenSet({ ...fields, refreshToken: undefined }))

    expect(json).to.not.include('refreshToken')
  })

  it('is written as text that names the seller', () => {
    expect(`${new TokenSet(fields)}`).to.equal('[TokenSet of 987654321]')
    expect(`${new TokenSet({ ...fields, sellerId: undefined })}`).to.equal('[TokenSet of nobody]')
  })

  it('is inspected as what it is written as', () => {
    const tokens = new TokenSet(fields)

    expect(inspect(tokens)).to.equal(inspect(tokens.toJSON()))
  })

  const inspectOptions = { showHidden: true, depth: null, getters: true, showProxy: true } as const
  for (const [what, print] of [
    ['inspected', (tokens) => inspect(tokens)],
    ['inspected to the bottom', (tokens) => inspect(tokens, inspectOptions)],
    ['inspected inside something', (tokens) => inspect({ list: [tokens] }, inspectOptions)],
    ['written as JSON', (tokens) => JSON.stringify({ list: [tokens] })],
    ['put into a text', (tokens) => `${tokens}`],
    ['added to a text', (tokens) => `: ${String(tokens)}`],
    ['spread', (tokens) => JSON.stringify({ ...tokens })],
    ['listed', (tokens) => JSON.stringify(Object.entries(tokens))],
    ['cloned', (tokens) => inspect(structuredClone(tokens), inspectOptions)],
    ['assigned', (tokens) => inspect(Object.assign({}, tokens), inspectOptions)],
    ['taken apart', (tokens) => inspect(Object.getOwnPropertyDescriptors(tokens), inspectOptions)],
  ] satisfies [string, (tokens: TokenSet) => string][]) {
    it(`H02: shows no token when it is ${what}`, () => {
      const text = print(new TokenSet(fields))

      expect(text).to.be.a('string')
      expect(text).to.not.include('canary')
    })
  }
})
