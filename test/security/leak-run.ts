import { createHmac, randomBytes } from 'node:crypto'
import { createClient, MemoryTokenStore, SellerTokens, type TokenStore } from 'mercadopago-oauth'
import type { Browser, PageResponse } from '../helpers/browser.ts'
import { MovableClock } from '../helpers/movable-clock.ts'
import { eventsOf, FailingStore } from '../helpers/seller-world.ts'
import { changeStored, storedIn } from '../helpers/stored-seller.ts'
import { goodResponse, json, type Reply, TokenServer } from '../helpers/token-server.ts'
import { Canaries } from './canaries.ts'
import { Output } from './output.ts'
import type { Mode, WitnessedApp, WitnessedOptions } from './witnessed-app.ts'

const daySeconds = 24 * 60 * 60
const seller = { id: 4242, other: 5353 }

const secrets = {
  clientSecret: 'client-secret-Qw7vT1xLmE9pRz3sKd8yHb2n',
  code: 'TG-code-Zk4mXc8uWq1tYr6eNs0aPj5dGf3hVb7l',
  firstAccess: 'APP_USR-first-aU8kTz3mQx6wLr1pDv9sEy4nHc7jBf2g',
  firstRefresh: 'TG-first-oI5yXn2vRk8wPb3tJz6qMc9uGd1sLf4e',
  secondAccess: 'APP_USR-second-hN3cVx7zKq2rTw9mLp5yBd8uGs1fJe4a',
  secondRefresh: 'TG-second-eR6tUj1kWn9mXz4vQb7yPc2sLd5gHf8o',
  cookieSecret: 'cookie-secret-pO4iUy7tRe2wQl9kJh6gFd3sAz8xCv1b',
  webhookSecret: 'webhook-secret-mN8bVc3xZl6kJh1gFd9sAq4wEr7tYu2i',
}

/** What the provider says to a seller who consented. */
const linkResponse = {
  ...goodResponse,
  access_token: secrets.firstAccess,
  refresh_token: secrets.firstRefresh,
}
const renewalResponse = {
  ...goodResponse,
  access_token: secrets.secondAccess,
  refresh_token: secrets.secondRefresh,
}

/** A provider at its worst: it says back, in every member, what it was sent. */
const echo =
  (status: number, error: string): Reply =>
  (response, request) =>
    json(
      { error, message: request.body, error_description: request.body, cause: [request.body] },
      status,
    )(response, request)

/** Tokens where no parser expects them. */
const unparsable: Reply = (response) => {
  response.socket?.end(`HTTP/1.1 200 ${secrets.firstAccess}\r\n${secrets.firstRefresh}\r\n\r\n`)
}
const page: Reply = (response) => {
  response.writeHead(200, { 'content-type': 'text/html' })
  response.end(`<h1>${JSON.stringify(linkResponse)}</h1>`)
}

/**
 * Everything that can happen between an app, its sellers and Mercado Pago, with secrets that can be
 * recognised, and all that anybody gets to see of it.
 */
export class LeakRun {
  readonly canaries = new Canaries(secrets)
  readonly output = new Output()
  readonly events: [string, unknown][] = []
  readonly objects: unknown[] = []
  readonly errors: unknown[] = []
  /** Responses to starts: the location has the state and the challenge. */
  readonly starts: PageResponse[] = []
  /** Responses to callbacks. */
  readonly callbacks: PageResponse[] = []
  /** Responses to notifications. */
  readonly notified: PageResponse[] = []
  readonly #clock = new MovableClock()
  readonly #server: TokenServer
  readonly #key = randomBytes(32)
  readonly #store: TokenStore = new MemoryTokenStore({ clock: this.#clock.read })
  readonly #failing = new FailingStore(this.#store)
  readonly #sellers: SellerTokens
  #app: WitnessedApp | undefined

  private constructor(server: TokenServer) {
    this.#server = server
    for (const encoding of ['base64', 'base64url', 'hex', 'latin1'] as const) {
      this.canaries.add(`encryptionKey ${encoding}`, this.#key.toString(encoding))
    }
    const client = createClient(this.#options)
    this.#sellers = new SellerTokens({
      client,
      store: this.#failing.store,
      encryptionKeys: [this.#key],
      clock: this.#clock.read,
      settleMs: 20,
    })
    this.events = eventsOf(this.#sellers)
    this.objects.push(client, this.#sellers, this.#store)
  }

  static async of(
    start: (options: WitnessedOptions, mode: Mode) => Promise<WitnessedApp>,
    mode: Mode,
  ): Promise<LeakRun> {
    const server = await TokenServer.start()
    const run = new LeakRun(server)
    run.output.start()
    try {
      const { webhookSecret, cookieSecret } = secrets
      const cookieSecrets = [cookieSecret]
      const options = { ...run.#options, sellers: run.#sellers, webhookSecret, cookieSecrets }
      const app = await start(options, mode)
      run.#app = app
      await run.#callbacks(app)
      await run.#renewals()
      await run.#notifications(app)
      await run.#unsaved()
      run.objects.push(...app.objects)
      run.errors.push(...app.errors)
      for (const form of server.forms) {
        const verifier = form.get('code_verifier')
        if (verifier !== null) run.canaries.add('verifier', verifier)
      }
    } finally {
      await run.output.stop()
      await run.#app?.stop()
      await server.stop()
    }
    return run
  }

  get finishes(): readonly PageResponse[] {
    return [...this.callbacks, ...this.notified]
  }

  get #options() {
    return {
      clientId: '1234567890123456',
      clientSecret: secrets.clientSecret,
      redirectUri: 'https://app.example/callback',
      provider: this.#server.provider,
      clock: this.#clock.read,
    }
  }

  async #start(browser: Browser, query = ''): Promise<string> {
    const response = await browser.get(`/connect${query}`)
    const state = new URL(response.headers.get('location') ?? '').searchParams.get('state') ?? ''
    this.canaries.add('state', state)
    this.starts.push(response)
    return state
  }

  async #finish(browser: Browser, query: Record<string, string> | string): Promise<void> {
    this.callbacks.push(await browser.callback(query))
  }

  /** An attempt whose code gets this response. */
  async #attempt(app: WitnessedApp, reply: Reply, { user = 'shop-1', query = '' } = {}) {
    this.#server.reply = reply
    const browser = app.browser(user)
    const state = await this.#start(browser, query)
    const before = browser.copy()
    await this.#finish(browser, { code: secrets.code, state })
    // A wait that the provider asked for ends here.
    this.#clock.advance(61)
    return { before, browser, state }
  }

  async #callbacks(app: WitnessedApp): Promise<void> {
    const { code } = secrets
    const used = await this.#attempt(app, json(linkResponse), { query: '?returnTo=/sellers' })
    await this.#finish(used.browser, { code, state: used.state })
    await this.#finish(used.before, { code, state: used.state })
    for (const reply of [
      echo(400, 'invalid_grant'),
      echo(401, 'invalid_client'),
      // A provider that echoes into the one member that is read.
      echo(400, secrets.code),
      echo(429, 'local_rate_limited'),
      echo(503, 'unavailable'),
      page,
      json({ ...linkResponse, token_type: 'mac' }),
      json({ ...linkResponse, expires_in: secrets.firstAccess }),
      unparsable,
    ]) {
      await this.#attempt(app, reply)
    }
    await this.#attempt(app, json(linkResponse), { user: 'shop-2' })
    await this.#attempt(app, json(linkResponse), { query: `?seller=${seller.other}` })
    this.#server.profile = echo(500, 'unavailable')
    await this.#attempt(app, json(linkResponse))
    this.#server.profile = json({ id: seller.id })
    const browser = app.browser('shop-1')
    const state = await this.#start(browser)
    const wrong = `${state.slice(0, -2)}${state.endsWith('AA') ? 'BB' : 'AA'}`
    await this.#finish(browser, { code })
    await this.#finish(browser, { code, state: wrong })
    await this.#finish(browser, `code=${code}&code=${code}&state=${state}`)
    this.callbacks.push(await browser.get(`/callback?code=${code}`, { method: 'POST' }))
    this.#failing.failing = new Set(['claim'])
    await this.#finish(browser, { code, state })
    this.#failing.failing.clear()
    await this.#finish(browser, { code, state, iss: 'https://other.example' })
    for (const error of ['access_denied', 'server_error']) {
      const denied = await this.#start(browser)
      await this.#finish(browser, { error, error_description: code, state: denied })
    }
    const late = await this.#start(browser)
    this.#clock.advance(601)
    await this.#finish(browser, { code, state: late })
  }

  async #renewals(): Promise<void> {
    const id = String(seller.id)
    const token = () => this.#sellers.accessToken(id)
    this.#clock.advance(160 * daySeconds)
    for (const reply of [
      echo(503, 'unavailable'),
      page,
      unparsable,
      json({ ...renewalResponse, user_id: seller.other }),
      json(renewalResponse),
    ]) {
      this.#server.reply = reply
      await this.#keepError(this.#sellers.renew(id))
      // Leases run on real time: the next one begins here.
      await this.#sellers.unlink(id)
      await this.#relink()
      this.#clock.advance(160 * daySeconds)
    }
    this.#server.reply = json(renewalResponse)
    this.objects.push(await this.#sellers.renew(id), await this.#sellers.byOwner('shop-1'))
    this.objects.push(await this.#sellers.status(id))
    await this.#keepError(this.#sellers.fetch(id, 'http://127.0.0.1:1/v1/payments'))
    await this.#sellers.applicationToken()
    this.#clock.advance(160 * daySeconds)
    this.#server.reply = echo(400, 'invalid_grant')
    await this.#keepError(token())
    await this.#keepError(this.#sellers.accessToken('1'))
    await this.#damage(id)
    await this.#keepError(this.#sellers.renew(id))
  }

  async #relink(): Promise<void> {
    this.#server.reply = json(linkResponse)
    const client = createClient(this.#options)
    const tokens = await client.authorizationCodeGrant({
      code: secrets.code,
      codeVerifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
    })
    this.objects.push(tokens, await this.#sellers.link(tokens, { owner: 'shop-1' }))
  }

  /** The record of a seller gets the tokens of nobody. */
  async #damage(sellerId: string): Promise<void> {
    await this.#sellers.unlink(sellerId)
    await this.#relink()
    const key = { clientId: '1234567890123456', sellerId }
    const { accessToken } = await storedIn(this.#store, key)
    await changeStored(this.#store, key, { refreshToken: accessToken })
  }

  async #notifications(app: WitnessedApp): Promise<void> {
    const body = { type: 'mp-connect', action: 'application.authorized', user_id: seller.id }
    const ts = String(this.#clock.read().getTime())
    const sign = (text: string) =>
      createHmac('sha256', secrets.webhookSecret).update(text).digest('hex')
    const signed = (time: string) => `ts=${time},v1=${sign(`request-id:r-1;ts:${time};`)}`
    const wrong = `ts=${ts},v1=${sign('other')}`
    for (const signature of [signed(ts), signed('1000000000000'), wrong, 'ts=1', '']) {
      const headers = { 'x-signature': signature, 'x-request-id': 'r-1' }
      const init = { method: 'POST', headers, body: JSON.stringify(body) }
      this.notified.push(await app.browser('shop-1').get('/notifications', init))
    }
  }

  /** A renewed pair that no store takes, when the process must end. */
  async #unsaved(): Promise<void> {
    await this.#sellers.unlink(String(seller.id))
    await this.#relink()
    this.#clock.advance(160 * daySeconds)
    this.#server.reply = json(renewalResponse)
    this.#failing.failing = new Set(['save'])
    await this.#keepError(this.#sellers.accessToken(String(seller.id)))
    await this.#keepError(this.#sellers.close({ timeoutMs: 1 }))
  }

  async #keepError(work: Promise<unknown>): Promise<void> {
    try {
      await work
    } catch (error) {
      this.errors.push(error)
    }
  }
}
