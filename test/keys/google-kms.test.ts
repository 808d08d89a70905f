import { KeyManagementServiceClient } from '@google-cloud/kms'
import { expect } from 'chai'
import { OAuth2Client } from 'google-auth-library'
import { failureOf, keepTokens } from './kept-tokens.ts'
import { type KeyReply, type KeyRequest, KeyServer } from './key-server.ts'
import { googleKms } from './recipes/google-kms.ts'

const name = 'projects/shop/locations/southamerica-east1/keyRings/sellers/cryptoKeys/tokens'

describe('Google Cloud KMS, by @google-cloud/kms', () => {
  const server = new KeyServer()
  let client: KeyManagementServiceClient

  before(async () => {
    await server.start()
    const authClient = new OAuth2Client()
    authClient.setCredentials({ access_token: 'ya29.test' })
    client = new KeyManagementServiceClient({
      // HTTP with JSON in the place of gRPC: the same client, the same methods.
      fallback: true,
      protocol: 'http',
      apiEndpoint: '127.0.0.1',
      port: server.port,
      projectId: 'shop',
      authClient: authClient as never,
    })
  })

  after(async () => {
    await client.close()
    await server.stop()
  })

  beforeEach(() => {
    server.requests.length = 0
    server.reply = reply
  })

  /** As the REST reference of Cloud KMS has it. */
  function reply({ path, body }: KeyRequest): KeyReply {
    return path.includes(':encrypt')
      ? [200, { name: `${name}/cryptoKeyVersions/1`, ciphertext: server.encrypted(body.plaintext) }]
      : [200, { plaintext: server.decrypted(body.ciphertext) }]
  }

  it('keeps tokens, and unwraps once a process', async () => {
    const wrapped = await keepTokens(googleKms(client, name))

    const calls = server.requests.map(({ method, path, body }) => [
      method,
      path.split('?')[0],
      body.plaintext ?? body.ciphertext,
    ])
    const plaintext = server.decrypted(wrapped)
    const decrypt = ['POST', `/v1/${name}:decrypt`, wrapped]
    expect(calls).to.deep.equal([['POST', `/v1/${name}:encrypt`, plaintext], decrypt, decrypt])
    expect(Buffer.from(plaintext, 'base64')).to.have.lengthOf(32)
    expect(server.requests[0]?.headers.authorization).to.equal('Bearer ya29.test')
  })

  for (const [code, status] of [
    [403, 'PERMISSION_DENIED'],
    [400, 'FAILED_PRECONDITION'],
  ] as const) {
    it(`is unavailable after ${status}`, async () => {
      server.reply = () => [code, { error: { code, message: 'no', status } }]

      const { cause } = await failureOf(googleKms(client, name))

      expect(cause).to.be.instanceOf(Error).with.property('message').that.includes('no')
    })
  }
})
