import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { KeyProvider } from 'mercadopago-oauth'

/** A key manager in this process, with its own master key, that counts its requests. */
export class TestKeyManager implements KeyProvider {
  readonly name: string
  readonly #masterKey = randomBytes(32)
  /** What it was asked, in order. */
  readonly calls: ('wrap' | 'unwrap')[] = []
  /** The very bytes that it was given or returned: data keys in the clear, until they are wiped. */
  readonly bytes: Uint8Array[] = []
  /** The plain key that it returned for each of them, in hex. */
  readonly seen: string[] = []
  isDown = false
  /** Work that each call waits for. */
  before: () => Promise<void> = async () => {}

  constructor(name = 'shop') {
    this.name = name
  }

  async wrap(key: Uint8Array): Promise<string> {
    await this.#begin('wrap')
    this.#note(key)
    const iv = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', this.#masterKey, iv)
    const text = Buffer.concat([cipher.update(key), cipher.final()])
    return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64')
  }

  async unwrap(wrapped: string): Promise<Uint8Array> {
    await this.#begin('unwrap')
    const bytes = Buffer.from(wrapped, 'base64')
    const decipher = createDecipheriv('aes-256-gcm', this.#masterKey, bytes.subarray(0, 12))
    decipher.setAuthTag(bytes.subarray(12, 28))
    const key = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()])
    this.#note(key)
    return key
  }

  /** Whether every data key that went through here is filled with zeros. */
  get isWiped(): boolean {
    return this.bytes.every((bytes) => bytes.every((byte) => byte === 0))
  }

  async #begin(call: 'wrap' | 'unwrap'): Promise<void> {
    this.calls.push(call)
    await this.before()
    if (this.isDown) throw new Error('the key manager is down')
  }

  #note(key: Uint8Array): void {
    this.bytes.push(key)
    this.seen.push(Buffer.from(key).toString('hex'))
  }
}
