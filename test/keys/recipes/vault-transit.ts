import type { KeyProvider } from 'mercadopago-oauth'

export function vaultTransit(address: string, key: string, token: () => string): KeyProvider {
  async function transit(action: string, body: object): Promise<Record<string, string>> {
    const url = `${address}/v1/transit/${action}/${key}`
    const headers = { 'X-Vault-Token': token() }
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!response.ok) throw new Error(`Vault: ${action}: HTTP ${response.status}`)
    return ((await response.json()) as { data: Record<string, string> }).data
  }
  return {
    name: `vault:transit/${key}`,
    async wrap(bytes) {
      const plaintext = Buffer.from(bytes).toString('base64')
      return (await transit('encrypt', { plaintext })).ciphertext ?? ''
    },
    async unwrap(ciphertext) {
      return Buffer.from((await transit('decrypt', { ciphertext })).plaintext ?? '', 'base64')
    },
  }
}
