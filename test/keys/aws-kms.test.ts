import { KMSClient } from '@aws-sdk/client-kms'
import { expect } from 'chai'
import { failureOf, keepTokens } from './kept-tokens.ts'
import { type KeyReply, type KeyRequest, KeyServer } from './key-server.ts'
import { awsKms } from './recipes/aws-kms.ts'

const keyId = 'arn:aws:kms:sa-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab'

describe('AWS KMS, by @aws-sdk/client-kms', () => {
  const server = new KeyServer()
  let client: KMSClient

  before(async () => {
    await server.start()
    const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' }
    const { url: endpoint } = server
    client = new KMSClient({ region: 'sa-east-1', endpoint, credentials, maxAttempts: 1 })
  })

  after(async () => {
    client.destroy()
    await server.stop()
  })

  beforeEach(() => {
    server.requests.length = 0
    server.reply = reply
  })

  /** As the API reference of AWS KMS has it. */
  function reply({ headers, body }: KeyRequest): KeyReply {
    const response = { KeyId: keyId, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' }
    if (headers['x-amz-target'] === 'TrentService.Encrypt') {
      return [200, { ...response, CiphertextBlob: server.encrypted(body.Plaintext) }]
    }
    return [200, { ...response, Plaintext: server.decrypted(body.CiphertextBlob) }]
  }

  it('keeps tokens, and unwraps once a process', async () => {
    const wrapped = await keepTokens(awsKms(client, keyId))

    const calls = server.requests.map(({ headers, body }) => [headers['x-amz-target'], body])
    const plaintext = server.decrypted(wrapped)
    const decrypt = ['TrentService.Decrypt', { KeyId: keyId, CiphertextBlob: wrapped }]
    expect(calls).to.deep.equal([
      ['TrentService.Encrypt', { KeyId: keyId, Plaintext: plaintext }],
      decrypt,
      decrypt,
    ])
    expect(Buffer.from(plaintext, 'base64')).to.have.lengthOf(32)
  })

  for (const [status, type] of [
    [400, 'AccessDeniedException'],
    [400, 'DisabledException'],
    [400, 'KMSInvalidStateException'],
    [500, 'KMSInternalException'],
  ] as const) {
    it(`is unavailable after ${type}`, async () => {
      server.reply = () => [status, { __type: type, message: 'no' }]

      const { cause } = await failureOf(awsKms(client, keyId))

      expect(cause).to.have.property('name', type)
      expect(server.requests).to.have.lengthOf(1)
    })
  }
})
