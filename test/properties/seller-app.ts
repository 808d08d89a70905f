import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  type AuthorizationFlow,
  type Client,
  createAuthorizationFlow,
  createClient,
  MemoryTokenStore,
  SellerTokens,
  sandboxProvider,
} from 'mercadopago-oauth'
import {
  createNotificationsEndpoint,
  type NotificationsEndpoint,
  nodeBody,
  nodeHeader,
} from 'mercadopago-oauth/adapter'
import type { Sandbox } from 'mercadopago-oauth-sandbox'
import { CookieJar } from '../helpers/cookie-jar.ts'
import { steadyServer } from '../helpers/steady-server.ts'

/** Where the app of these lives waits. Nothing listens there: no test follows the redirect. */
export const redirectUri = 'https://feria.example/callback'

/** An app that links sellers of a sandbox and listens to its notifications, by the sandbox's clock. */
export class SellerApp {
  readonly sandbox: Sandbox
  readonly testToken: boolean
  readonly cookies = new CookieJar()
  /** The response status of each delivery of a notification. */
  readonly statuses: number[] = []
  /** Whether deliveries get a 500 without being read. */
  isDown = false
  client!: Client
  flow!: AuthorizationFlow
  sellers!: SellerTokens
  readonly #store: MemoryTokenStore
  readonly #encryptionKeys = [randomBytes(32)]
  readonly #clock: () => Date
  readonly #server = steadyServer((request, response) => void this.#take(request, response))
  #notifications!: NotificationsEndpoint

  private constructor(sandbox: Sandbox, testToken: boolean) {
    this.sandbox = sandbox
    this.testToken = testToken
    this.#clock = () => sandbox.clock.now()
    this.#store = new MemoryTokenStore({ clock: this.#clock })
    this.configure()
  }

  static async start(sandbox: Sandbox, testToken: boolean): Promise<SellerApp> {
    const app = new SellerApp(sandbox, testToken)
    await new Promise<void>((resolve) => app.#server.listen(0, '127.0.0.1', resolve))
    const address = app.#server.address()
    sandbox.application.webhookUrl = `http://127.0.0.1:${Object(address).port}/webhook`
    return app
  }

  /** Starts anew on the same store, with the credentials that the sandbox has now. */
  configure(): void {
    const { clientId, clientSecret, webhookSecret } = this.sandbox.application
    const clock = this.#clock
    const provider = sandboxProvider(this.sandbox.url)
    const { testToken } = this
    // What a renewal of test credentials says is not documented: nothing is required of them.
    const mode = testToken ? {} : { liveMode: true }
    this.client = createClient({ clientId, clientSecret, redirectUri, provider, clock, ...mode })
    const { client } = this
    this.sellers = new SellerTokens({
      client,
      store: this.#store,
      encryptionKeys: this.#encryptionKeys,
      clock,
      settleMs: 1,
    })
    this.flow = createAuthorizationFlow({ client, clock, ...(testToken && { testToken }) })
    this.#notifications = createNotificationsEndpoint({
      secret: webhookSecret,
      sellers: this.sellers,
      clock,
    })
  }

  start(): string {
    return this.flow.start({ cookies: this.cookies }).authorizationUrl
  }

  async finish(redirect: string): Promise<string> {
    const query = new URL(redirect).search
    const { tokens } = await this.flow.finish({ cookies: this.cookies, query })
    await this.sellers.link(tokens, { owner: 'ana' })
    return tokens.sellerId
  }

  /** A request to the provider's API in the seller's name; gives its status. */
  async sell(sellerId: string): Promise<number> {
    const url = `${this.sandbox.url}/checkout/preferences`
    const items = [{ title: 'Un libro', quantity: 1, unit_price: 10 }]
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ items })
    const response = await this.sellers.fetch(sellerId, url, { method: 'POST', headers, body })
    await response.body?.cancel()
    return response.status
  }

  async close(): Promise<void> {
    await this.sellers.close()
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, body } = this.isDown
      ? { status: 500, body: '' }
      : await this.#notifications({
          method: request.method ?? '',
          header: nodeHeader(request),
          query: request.url?.split('?')[1] ?? '',
          body: () => nodeBody(request),
        })
    this.statuses.push(status)
    response.writeHead(status).end(body)
  }
}
