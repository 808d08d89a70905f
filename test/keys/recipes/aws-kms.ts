import { DecryptCommand, EncryptCommand, type KMSClient } from '@aws-sdk/client-kms'
import type { KeyProvider } from 'mercadopago-oauth'

export function awsKms(client: KMSClient, keyId: string): KeyProvider {
  return {
    name: keyId,
    async wrap(key) {
      const { CiphertextBlob = [] } = await client.send(
        new EncryptCommand({ KeyId: keyId, Plaintext: key }),
      )
      return Buffer.from(CiphertextBlob).toString('base64')
    },
    async unwrap(wrapped) {
      const blob = Buffer.from(wrapped, 'base64')
      const { Plaintext = new Uint8Array() } = await client.send(
        new DecryptCommand({ KeyId: keyId, CiphertextBlob: blob }),
      )
      return Plaintext
    },
  }
}
