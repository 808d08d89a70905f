import type { KeyManagementServiceClient } from '@google-cloud/kms'
import type { KeyProvider } from 'mercadopago-oauth'

export function googleKms(client: KeyManagementServiceClient, name: string): KeyProvider {
  return {
    name,
    async wrap(plaintext) {
      const [{ ciphertext }] = await client.encrypt({ name, plaintext })
      return Buffer.from(ciphertext as Uint8Array).toString('base64')
    },
    async unwrap(wrapped) {
      const ciphertext = Buffer.from(wrapped, 'base64')
      const [{ plaintext }] = await client.decrypt({ name, ciphertext })
      return plaintext as Uint8Array
    },
  }
}
