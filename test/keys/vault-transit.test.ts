import { expect } from 'chai'
import { failureOf, keepTokens } from './kept-tokens.ts'
import { type KeyReply, type KeyRequest, KeyServer } from './key-server.ts'
import { vaultTransit } from './recipes/vault-transit.ts'

describe('Vault transit, by fetch', () => {
  const server = new KeyServer()

  before(() => server.start())
  after(() => server.stop())

  beforeEach(() => {
    server.requests.length = 0
    server.reply = reply
  })

  /** As the API reference of the transit engine has it. */
  function reply({ path, body }: KeyRequest): KeyReply {
    if (path === '/v1/transit/encrypt/shop') {
      const ciphertext = `vault:v1:${server.encrypted(body.plaintext)}`
      return [200, { data: { ciphertext, key_version: 1 } }]
    }
    const ciphertext = body.ciphertext?.replace(/^vault:v1:/, '')
    return [200, { data: { plaintext: server.decrypted(ciphertext) } }]
  }

  it('keeps tokens, and unwraps once a process', async () => {
    const ciphertext = await keepTokens(vaultTransit(server.url, 'shop', () => 'hvs.test'))

    const calls = server.requests.map(({ method, path, headers, body }) => [
      `${method} ${path} ${headers['x-vault-token']}`,
      body,
    ])
    const plaintext = server.decrypted(ciphertext.replace(/^vault:v1:/, ''))
    const decrypt = ['POST /v1/transit/decrypt/shop hvs.test', { ciphertext }]
    expect(calls).to.deep.equal([
      ['POST /v1/transit/encrypt/shop hvs.test', { plaintext }],
      decrypt,
      decrypt,
    ])
    expect(Buffer.from(plaintext, 'base64')).to.have.lengthOf(32)
  })

  for (const status of [403, 503]) {
    it(`is unavailable after ${status}`, async () => {
      server.reply = () => [status, { errors: ['no'] }]

      const { cause } = await failureOf(vaultTransit(server.url, 'shop', () => 'hvs.test'))

      expect(cause).to.have.property('message', `Vault: encrypt: HTTP ${status}`)
    })
  }
})
