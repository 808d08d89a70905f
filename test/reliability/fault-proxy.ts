import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { steadyServer } from '../helpers/steady-server.ts'

/**
 * What happens to a request. `before`: the provider never sees it; `after`: the provider has responded (and, for a
 * refresh, rotated), and the response does not arrive.
 */
export type NetworkFault =
  | 'none'
  | 'cut before'
  | 'cut after'
  | 'hold before'
  | 'hold after'
  | 'answer 429'
  | 'answer 503'
  /** JSON that breaks off. */
  | 'answer nonsense'
  | { readonly delayMs: number }
  /** The provider has responded; the response is held back until then. */
  | { readonly respondedAfter: Promise<void> }
  /** Held back until then, and refused with 429. */
  | { readonly refusedAfter: Promise<void> }

/** A request on its way; both are empty for one that is not a token request. */
export interface ProxiedRequest {
  readonly sellerId: string
  readonly grantType: string
}

/** Stands before a provider and does to each request what a run tells it to. */
export class FaultProxy {
  /** Decides about each request. */
  fault: (request: ProxiedRequest) => NetworkFault = () => 'none'
  /** Called for each request, or its response, when it is held. */
  held: (request: ProxiedRequest) => void = () => {}
  /** Called after each response of the provider. */
  responded: () => void = () => {}
  /** How long the provider took, delays included, in milliseconds. */
  readonly serverTimesMs: number[] = []
  readonly #sent = new Map<string, number>()
  readonly #responded = new Map<string, number>()
  readonly #issued = new Map<string, string>()
  readonly #underWay = new Set<Promise<void>>()
  readonly #target: string
  readonly #server = steadyServer((request, response) => {
    const handling = this.#handle(request, response)
      .catch(() => void response.destroy())
      .finally(() => this.#underWay.delete(handling))
    this.#underWay.add(handling)
  })

  private constructor(target: string) {
    this.#target = target
  }

  static async start(target: string): Promise<FaultProxy> {
    const proxy = new FaultProxy(target)
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve))
    return proxy
  }

  /** Of the token endpoint behind it; every other path leads to the provider's, too. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/oauth/token`
  }

  /** How many refresh requests of a seller came by, whatever became of them. */
  sentFor(sellerId: string): number {
    return this.#sent.get(sellerId) ?? 0
  }

  /** How many requests of a seller the provider has responded to, whether the response was let through or not. */
  responsesFor(sellerId: string): number {
    return this.#responded.get(sellerId) ?? 0
  }

  /** The access token of the latest renewal that the provider made for a seller, whether it arrived or not. */
  issuedTo(sellerId: string): string | undefined {
    return this.#issued.get(sellerId)
  }

  /** Resolves when nothing is under way any more. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay)
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await textOf(incoming)
    const request = requestOf(body)
    const { sellerId, grantType } = request
    if (grantType === 'refresh_token') this.#sent.set(sellerId, this.sentFor(sellerId) + 1)
    const fault = this.fault(request)
    if (fault === 'cut before') return cut(response)
    if (fault === 'hold before') return this.held(request)
    if (fault === 'answer 429') return refuse(response, 429)
    if (fault === 'answer 503') return refuse(response, 503)
    if (fault === 'answer nonsense') return refuse(response, 200, '{"access_token":"APP_')
    if (typeof fault === 'object' && 'refusedAfter' in fault) {
      await fault.refusedAfter
      return refuse(response, 429)
    }
    const startedAtMs = performance.now()
    const reply = await this.#forward(incoming, body)
    this.#responded.set(sellerId, this.responsesFor(sellerId) + 1)
    if (grantType === 'refresh_token' && reply.status === 200) {
      this.#issued.set(sellerId, JSON.parse(reply.body).access_token)
    }
    if (typeof fault === 'object') await this.#delay(request, fault)
    this.serverTimesMs.push(performance.now() - startedAtMs)
    if (fault === 'cut after') return cut(response)
    if (fault === 'hold after') return this.held(request)
    response.writeHead(reply.status, { 'content-type': 'application/json' }).end(reply.body)
  }

  async #delay(
    request: ProxiedRequest,
    fault: { delayMs: number } | { respondedAfter: Promise<void> },
  ): Promise<void> {
    if ('delayMs' in fault) {
      await new Promise((done) => setTimeout(done, fault.delayMs))
      return
    }
    this.held(request)
    await fault.respondedAfter
  }

  async #forward(
    { method = 'GET', url = '/', headers: { authorization } }: IncomingMessage,
    body: string,
  ): Promise<{ status: number; body: string }> {
    const headers = {
      ...(authorization === undefined ? {} : { authorization }),
      ...(body === '' ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
    }
    const response = await fetch(new URL(url, this.#target), {
      method,
      headers,
      ...(body === '' ? {} : { body }),
    })
    this.responded()
    return { status: response.status, body: await response.text() }
  }
}

/** The sandbox's codes and refresh tokens end with the seller's id. */
function requestOf(body: string): ProxiedRequest {
  const form = new URLSearchParams(body)
  const token = form.get('refresh_token') ?? form.get('code') ?? ''
  return { sellerId: token.split('-')[2] ?? '', grantType: form.get('grant_type') ?? '' }
}

function cut(response: ServerResponse): void {
  response.socket?.destroy()
}

function refuse(response: ServerResponse, status: number, body = '{}'): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(body)
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}
