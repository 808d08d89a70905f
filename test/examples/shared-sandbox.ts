import { once } from 'node:events'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { createSandbox, type LoggedRequest, type Sandbox } from 'mercadopago-oauth-sandbox'
import { steadyServer } from '../helpers/steady-server.ts'
import { type SampleApp, startApp } from './sample-app.ts'
import { ownForm, signedIn } from './visitor.ts'

/**
 * A sandbox in the test's own process, and the apps that use it. They reach it through a proxy that can hold a
 * request, because it responds too fast for two requests to overlap.
 */
export class SharedSandbox {
  readonly sandbox: Sandbox
  /** Where the apps find it. */
  readonly url: string
  readonly #door: Server
  #held: Promise<void> | undefined
  #arrived: () => void = () => {}
  #clockWasRead: () => void = () => {}

  private constructor(sandbox: Sandbox, door: Server) {
    this.sandbox = sandbox
    this.#door = door
    this.url = `http://127.0.0.1:${(door.address() as AddressInfo).port}`
    door.on('request', (request, response) => {
      // A connection that the sandbox cuts is cut here, too.
      this.#forward(request, response).catch(() => request.socket.destroy())
    })
  }

  static async start(): Promise<SharedSandbox> {
    const sandbox = await createSandbox()
    const door = steadyServer().listen(0, '127.0.0.1')
    await once(door, 'listening')
    return new SharedSandbox(sandbox, door)
  }

  /** Starts an app whose redirect URI is registered here. */
  async startApp(name: string, env: NodeJS.ProcessEnv, folder?: string): Promise<SampleApp> {
    const app = await startApp(name, { ...env, SANDBOX_URL: this.url }, folder)
    this.sandbox.application.redirectUris.push(`${app.url}/mercadopago/callback`)
    return app
  }

  /** Links a seller to a shop as a browser does, consent page apart. Gives where that ended. */
  async link(app: SampleApp, seller: number, shop?: string): Promise<string | null> {
    const browser = await signedIn(app, shop)
    const { headers } = await browser.get('/mercadopago/connect')
    const authorizationUrl = (headers.get('location') ?? '').replace(this.url, this.sandbox.url)
    const back = await this.sandbox.approve(authorizationUrl, { seller })
    return (await browser.get(back)).headers.get('location')
  }

  /** The renewals that were asked for, in order. */
  get refreshes(): LoggedRequest[] {
    return this.sandbox.requests.filter(({ grantType }) => grantType === 'refresh_token')
  }

  /** Holds every renewal back until `release`. `arrived` resolves with the first. */
  holdRenewals(): { arrived: Promise<void>; release: () => void } {
    let release: () => void = () => {}
    this.#held = new Promise((resolve) => {
      release = resolve
    })
    const arrived = new Promise<void>((resolve) => {
      this.#arrived = resolve
    })
    return { arrived, release }
  }

  /** Resolves when an app has read the sandbox's clock once more. */
  clockRead(): Promise<void> {
    return new Promise((resolve) => {
      this.#clockWasRead = resolve
    })
  }

  /** Stops responding. May be called twice. */
  async stop(): Promise<void> {
    if (!this.#door.listening) return
    this.#door.close()
    this.#door.closeAllConnections()
    await this.sandbox.close()
  }

  async #forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request)
    if (body.includes('grant_type=refresh_token')) {
      this.#arrived()
      await this.#held
    }
    const passed = ['authorization', 'content-type', 'x-idempotency-key', 'cookie']
    const headers = passed.flatMap((name): [string, string][] => {
      const value = request.headers[name]
      return value === undefined ? [] : [[name, String(value)]]
    })
    const reply = await fetch(`${this.sandbox.url}${request.url}`, {
      method: request.method ?? 'GET',
      headers,
      redirect: 'manual',
      ...(body === '' ? {} : { body }),
    })
    for (const name of [
      'content-type',
      'content-security-policy',
      'location',
      'retry-after',
      'set-cookie',
    ]) {
      const value = reply.headers.get(name)
      if (value !== null) response.setHeader(name, value)
    }
    const isClock = request.url === '/sandbox/api/clock'
    response.writeHead(reply.status).end(await reply.text(), () => {
      if (isClock) this.#clockWasRead()
    })
  }
}

/** Presses a button of a seller's page, as the browser of the shop's owner would. */
export async function press(
  app: SampleApp,
  seller: number,
  action: 'renew' | 'disconnect',
  headers: Record<string, string> = ownForm(app),
): Promise<{ status: number; location: string | null; body: string }> {
  const path = `/sellers/${seller}/${action}`
  const response = await (await signedIn(app)).get(path, { method: 'POST', headers })
  return {
    status: response.status,
    location: response.headers.get('location'),
    body: response.body,
  }
}

/** Takes away what a test linked to the default shop. */
export async function disconnectAll(app: SampleApp): Promise<void> {
  const home = await (await signedIn(app)).get('/')
  for (const [, seller] of home.body.matchAll(/href="\/sellers\/(\d+)"/g)) {
    await press(app, Number(seller), 'disconnect')
  }
}
