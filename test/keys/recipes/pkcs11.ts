import { execFile } from 'node:child_process'
import { constants, publicEncrypt } from 'node:crypto'
import { promisify } from 'node:util'
import type { KeyProvider } from 'mercadopago-oauth'

const padding = constants.RSA_PKCS1_OAEP_PADDING
const oaep = ['--mechanism=RSA-PKCS-OAEP', '--hash-algorithm=SHA-1', '--mgf=MGF1-SHA1']

/** An RSA key of the token: `publicKey` in PEM wraps, and the token alone unwraps. The PIN is in `PKCS11_PIN`. */
export function pkcs11(module: string, label: string, publicKey: string): KeyProvider {
  const decrypt = [`--module=${module}`, '--decrypt', `--label=${label}`, '--pin=env:PKCS11_PIN']
  return {
    name: `pkcs11:${label}`,
    async wrap(key) {
      const wrapped = publicEncrypt({ key: publicKey, padding, oaepHash: 'sha1' }, key)
      return wrapped.toString('base64')
    },
    async unwrap(wrapped) {
      const tool = promisify(execFile)('pkcs11-tool', [...decrypt, ...oaep], { encoding: 'buffer' })
      tool.child.stdin?.end(Buffer.from(wrapped, 'base64'))
      return (await tool).stdout
    },
  }
}
