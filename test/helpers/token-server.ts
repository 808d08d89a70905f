import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mercadoPagoProvider, type Provider } from 'mercadopago-oauth'
import { steadyServer } from './steady-server.ts'

/** A request as the server saw it. */
export interface SeenRequest {
  method: string
  url: string
  headers: IncomingHttpHeaders
  body: string
}

/** The response to a request. */
export type Reply = (response: ServerResponse, request: SeenRequest) => unknown

/** Mercado Pago's response to a code of seller 4242. */
export const goodResponse = {
  access_token: 'APP_USR-1234567890123456-112103-0123456789abcdef0123456789abcdef-4242',
  token_type: 'Bearer',
  expires_in: 15552000,
  scope: 'offline_access read write',
  user_id: 4242,
  refresh_token: 'TG-0123456789abcdef01234567-4242',
  public_key: 'APP_USR-00000000-1111-2222-3333-444444444444',
  live_mode: true,
}

/** A reply with a JSON body. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Reply {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify(body))
  }
}

/** A token endpoint and a profile on a real socket that say what a test tells them to. */
export class TokenServer {
  readonly requests: SeenRequest[] = []
  /** The response of the token endpoint. */
  reply: Reply = json(goodResponse)
  /** The response of the profile endpoint. */
  profile: Reply = json({ id: 4242, nickname: 'TETE4242' })
  readonly #server = steadyServer((incoming, response) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const { method = '', url = '', headers } = incoming
      const request = { method, url, headers, body: Buffer.concat(chunks).toString() }
      this.requests.push(request)
      const reply = url === '/users/me' ? this.profile : this.reply
      reply(response, request)
    })
  })

  static async start(): Promise<TokenServer> {
    const server = new TokenServer()
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve))
    return server
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  get provider(): Provider {
    return {
      ...mercadoPagoProvider(),
      authorizationEndpoint: 'https://auth.mercadopago.com/authorization',
      tokenEndpoint: `${this.origin}/oauth/token`,
      userInfoEndpoint: `${this.origin}/users/me`,
    }
  }

  /** The forms the token endpoint received. */
  get forms(): URLSearchParams[] {
    return this.requests
      .filter(({ url }) => url !== '/users/me')
      .map(({ body }) => new URLSearchParams(body))
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
