import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as it came in. */
export interface KeyRequest {
  readonly method: string
  readonly path: string
  readonly headers: NodeJS.Dict<string | string[]>
  readonly body: Record<string, string>
}

/** The response: a status and JSON. */
export type KeyReply = [status: number, body: object]

/** A key manager on the wire: a test says how its responses look. */
export class KeyServer {
  readonly requests: KeyRequest[] = []
  reply: (request: KeyRequest) => KeyReply = () => [500, {}]
  readonly #server: Server
  readonly #masterKey = randomBytes(32)

  constructor() {
    this.#server = createServer((request, response) => {
      void this.#respond(request, response)
    })
  }

  async start(): Promise<void> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  /** Base64 in, base64 out, as all of them do. */
  encrypted(plaintext = ''): string {
    const iv = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', this.#masterKey, iv)
    const text = [cipher.update(plaintext, 'base64'), cipher.final()]
    return Buffer.concat([iv, ...text, cipher.getAuthTag()]).toString('base64')
  }

  decrypted(ciphertext = ''): string {
    const bytes = Buffer.from(ciphertext, 'base64')
    const decipher = createDecipheriv('aes-256-gcm', this.#masterKey, bytes.subarray(0, 12))
    decipher.setAuthTag(bytes.subarray(-16))
    const text = [decipher.update(bytes.subarray(12, -16)), decipher.final()]
    return Buffer.concat(text).toString('base64')
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { method = '', url: path = '', headers } = request
    const seen = { method, path, headers, body: JSON.parse(Buffer.concat(chunks).toString()) }
    this.requests.push(seen)
    const [status, body] = this.reply(seen)
    response.writeHead(status, { 'Content-Type': 'application/json' })
    response.end(JSON.stringify(body))
  }
}
