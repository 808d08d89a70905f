import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect } from 'chai'
import {
  type AuthorizationFlow,
  type Client,
  createAuthorizationFlow,
  createClient,
  type ErrorCode,
  MemoryTokenStore,
  MercadoPagoOAuthError,
  SellerTokens,
  sandboxProvider,
  verifyNotification,
} from 'mercadopago-oauth'
import { createSandbox, type Sandbox } from 'mercadopago-oauth-sandbox'
import { CookieJar } from '../helpers/cookie-jar.ts'
import { rejection } from '../helpers/errors.ts'
import { withRealSockets } from '../helpers/nock.ts'

const redirectUri = 'http://127.0.0.1:3000/callback'
const webhookSecret = 'a-webhook-secret-of-the-tests-000'

/** An app that links sellers of the sandbox, by its clock. */
class App {
  readonly sandbox: Sandbox
  readonly client: Client
  readonly flow: AuthorizationFlow
  readonly store: MemoryTokenStore
  readonly sellers: SellerTokens
  cookies = new CookieJar()

  constructor(sandbox: Sandbox) {
    this.sandbox = sandbox
    const { clientId, clientSecret } = sandbox.application
    const clock = () => sandbox.clock.now()
    const provider = sandboxProvider(sandbox.url)
    const limits = { timeoutMs: 1_000 }
    this.client = createClient({ clientId, clientSecret, redirectUri, provider, clock, ...limits })
    this.store = new MemoryTokenStore({ clock })
    const encryptionKeys = [randomBytes(32)]
    const { client, store } = this
    this.sellers = new SellerTokens({ client, store, encryptionKeys, clock, settleMs: 20 })
    this.flow = createAuthorizationFlow({ client, clock, defaultReturnTo: '/' })
  }

  start(expectedSellerId?: string): string {
    return this.flow.start({ cookies: this.cookies, expectedSellerId }).authorizationUrl
  }

  async redirect(): Promise<string> {
    return await this.sandbox.approve(this.start())
  }

  async finish(redirect: string, cookies = this.cookies) {
    return await this.flow.finish({ cookies, query: new URL(redirect).search })
  }

  async link(owner = 'ana'): Promise<string> {
    const { tokens } = await this.finish(await this.redirect())
    await this.sellers.link(tokens, { owner })
    return tokens.sellerId
  }
}

/** What the page says of each code, done. */
const recipes: Partial<Record<ErrorCode, (app: App) => Promise<unknown>>> = {
  callback_malformed: (app) => app.finish(`${redirectUri}?code=a&code=b`),
  state_missing: (app) => app.finish(`${redirectUri}?code=TG-1`),
  state_mismatch: async (app) => app.finish(await app.redirect(), new CookieJar()),
  async state_expired(app) {
    const url = app.start()
    app.sandbox.clock.advance({ minutes: 11 })
    await app.finish(await app.sandbox.approve(url))
  },
  async state_consumed(app) {
    const redirect = await app.redirect()
    const copy = app.cookies.copy()
    await app.finish(redirect)
    await app.finish(redirect, copy)
  },
  issuer_mismatch: async (app) => app.finish(`${await app.redirect()}&iss=https://other.example`),
  access_denied: async (app) => app.finish(await app.sandbox.deny(app.start())),
  async authorization_error(app) {
    const redirect = new URL(await app.redirect())
    redirect.searchParams.delete('code')
    redirect.searchParams.set('error', 'server_error')
    await app.finish(redirect.href)
  },
  async code_rejected(app) {
    app.sandbox.fail('token', 'invalid_grant')
    await app.finish(await app.redirect())
  },
  async client_rejected(app) {
    app.sandbox.fail('token', 'invalid_client')
    await app.finish(await app.redirect())
  },
  async exchange_outcome_unknown(app) {
    app.sandbox.fail('token', 'reset_after')
    await app.finish(await app.redirect())
  },
  async seller_mismatch(app) {
    const [first, second] = app.sandbox.sellers
    const url = app.start(String(first?.id))
    await app.finish(await app.sandbox.approve(url, { seller: second?.id }))
  },
  async seller_already_linked(app) {
    await app.link('ana')
    await app.link('luz')
  },
  async token_response_invalid(app) {
    app.sandbox.fail('token', 'malformed')
    await app.finish(await app.redirect())
  },
  async upstream_unavailable(app) {
    app.sandbox.fail('token', 'unavailable')
    await app.finish(await app.redirect())
  },
  async upstream_timeout(app) {
    const { tokens } = await app.finish(await app.redirect())
    app.sandbox.fail('profile', 'slow', { delayMs: 3_000 })
    await app.client.userInfo(tokens.accessToken)
  },
  async upstream_rate_limited(app) {
    app.sandbox.fail('token', 'rate_limited', { retryAfterSeconds: 5 })
    await app.finish(await app.redirect())
  },
  async reauthorization_required(app) {
    const sellerId = await app.link()
    await app.sandbox.withdraw(Number(sellerId), app.client.clientId)
    await app.sellers.renew(sellerId)
    await app.sellers.accessToken(sellerId)
  },
  async webhook_mismatch(app) {
    await notified(app, 'another-webhook-secret-of-the-tests')
  },
  async webhook_stale(app) {
    app.sandbox.clock.advance({ hours: 1 })
    await notified(app, webhookSecret)
  },
  async webhook_unsigned() {
    verifyNotification({ headers: {}, query: '', body: '{}', secret: webhookSecret })
  },
  async webhook_malformed() {
    const headers = { 'x-signature': 'nonsense', 'x-request-id': '1' }
    verifyNotification({ headers, query: '', body: '{}', secret: webhookSecret })
  },
}

/** Consents, and judges the notification by the system's clock. */
async function notified(app: App, secret: string): Promise<void> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  app.sandbox.application.webhookUrl = `http://127.0.0.1:${port}/webhook`
  try {
    const [[request, response]] = await Promise.all([once(server, 'request'), app.redirect()])
    const body = await text(request)
    response.end()
    const [, query] = request.url.split('?')
    verifyNotification({ headers: request.headers, query, body, secret })
  } finally {
    server.close()
  }
}

describe('docs/errors.md, done with the sandbox', () => {
  withRealSockets()
  let sandbox: Sandbox

  beforeEach(async () => {
    sandbox = await createSandbox({
      applications: [{ redirectUris: [redirectUri], webhookSecret }],
    })
  })
  afterEach(() => sandbox.close())

  for (const [code, recipe] of Object.entries(recipes)) {
    it(code, async () => {
      const error = await rejection(recipe(new App(sandbox)), MercadoPagoOAuthError)

      expect(error.code).to.equal(code)
    })
  }
})
