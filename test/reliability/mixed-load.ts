import { randomBytes, randomInt } from 'node:crypto'
import { Agent, request as sendRequest } from 'node:http'
import { parseSetCookie } from 'cookie'
import { signedDelivery } from '../helpers/signed-delivery.ts'
import type { AppName } from './app-worker.ts'
import type { World } from './world.ts'

/** What is asked of the apps, and how often in a hundred. */
const weights = {
  start: 33,
  callback: 12,
  'callback, forged': 5,
  'callback, late': 3,
  'callback, denied': 3,
  token: 26,
  fetch: 8,
  notification: 4,
  'notification, forged': 2,
  unlink: 4,
} as const

/** A kind of request. */
export type Kind = keyof typeof weights

const lottery = Object.entries(weights).flatMap(([kind, tickets]) =>
  Array<Kind>(tickets).fill(kind as Kind),
)

const providerFails = [
  '502 token_response_invalid',
  '503 upstream_rate_limited',
  '503 upstream_timeout',
  '503 upstream_unavailable',
  '503 store_unavailable',
]
/** The response to a callback that arrived just when the clocks were moved. */
const cameLate = ['403 state_expired', '400 code_rejected']
const noToken = '409 reauthorization_required'

/** How each kind may end: what its response promises while the provider fails now and then. */
const outcomes: Readonly<Record<Kind, readonly string[]>> = {
  start: ['302'],
  // `noToken`: withdrawn before the profile was read.
  callback: ['200', '502 exchange_outcome_unknown', noToken, ...cameLate, ...providerFails],
  'callback, forged': ['403 state_mismatch'],
  'callback, late': ['403 state_expired'],
  'callback, denied': ['403 access_denied', '403 state_expired', '503 store_unavailable'],
  token: ['200', noToken, ...providerFails],
  fetch: [
    ...['answered_200', 'answered_401', 'answered_429', 'answered_503'].map(
      (code) => `200 ${code}`,
    ),
    ...['504 api_timeout', '502 api_unreachable', noToken, ...providerFails],
  ],
  notification: ['200', '401 webhook_stale', ...providerFails],
  'notification, forged': ['401 webhook_mismatch'],
  unlink: ['200', '503 store_unavailable'],
}

/** An attempt that a browser has begun. */
interface Attempt {
  readonly app: AppName
  readonly sellerId: string
  readonly authorizationUrl: string
  readonly cookie: string
}

interface PageResponse {
  readonly status: number
  readonly location: string
  readonly setCookies: readonly string[]
  readonly body: string
}

/** How many attempts are remembered. Most are never finished, and the oldest are forgotten. */
const mostAttempts = 200
const mostUnderWay = 300
const tickMs = 25

/** Sends requests of every kind to both apps, at a steady rate, whatever becomes of them. */
export class MixedLoad {
  /** How many requests ended how, by kind. */
  readonly counts = new Map<string, number>()
  /** Requests that were not sent because too many were under way. */
  skipped = 0
  readonly #world: World
  readonly #ports: Readonly<Record<AppName, number>>
  readonly #agent = new Agent({ keepAlive: true })
  readonly #underWay = new Set<Promise<void>>()
  #open: Attempt[] = []
  #late: Attempt[] = []

  constructor(world: World, ports: Readonly<Record<AppName, number>>) {
    this.#world = world
    this.#ports = ports
  }

  /** Resolves when the last request has ended. `signal` ends the load before its time. */
  async run(perSecond: number, lengthMs: number, signal: AbortSignal): Promise<void> {
    const startedAtMs = performance.now()
    let sent = 0
    for (;;) {
      const elapsedMs = performance.now() - startedAtMs
      if (elapsedMs >= lengthMs || signal.aborted) break
      for (const wanted = (elapsedMs / 1000) * perSecond; sent < wanted; sent++) this.#begin()
      await new Promise((resolve) => setTimeout(resolve, tickMs))
    }
    await Promise.all(this.#underWay)
    this.#agent.destroy()
  }

  /** Moves the apps' clock, by which what was begun before is late afterwards. */
  async moveClock(move: () => Promise<unknown>): Promise<void> {
    const begun = this.#open
    // What is begun while the clock moves may be late or not.
    this.#open = []
    await move()
    this.#late = begun
  }

  /** How many requests have ended. */
  get ended(): number {
    return [...this.counts.values()].reduce((sum, count) => sum + count, 0)
  }

  /** What nobody promises, with the number of times. */
  get unexpected(): string[] {
    return [...this.counts].flatMap(([name, count]) => {
      const [kind = '', outcome = ''] = name.split(': ')
      return outcomes[kind as Kind].includes(outcome) ? [] : [`${name} × ${count}`]
    })
  }

  #begin(): void {
    if (this.#underWay.size >= mostUnderWay) {
      this.skipped += 1
      return
    }
    const work = this.#one().finally(() => this.#underWay.delete(work))
    this.#underWay.add(work)
  }

  async #one(): Promise<void> {
    const drawn = lottery[randomInt(lottery.length)] as Kind
    const attempt = this.#attemptFor(drawn)
    // A callback needs an attempt.
    const needsOne = ['callback', 'callback, late', 'callback, denied'].includes(drawn)
    const kind = needsOne && attempt === undefined ? 'start' : drawn
    let outcome: string
    try {
      outcome = outcomeOf(await this.#send(kind, attempt))
    } catch (error) {
      outcome = `no answer (${Object(error).code ?? error})`
    }
    const name = `${kind}: ${outcome}`
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1)
  }

  #attemptFor(kind: Kind): Attempt | undefined {
    if (kind === 'callback, late') return this.#late.pop()
    return kind === 'callback' || kind === 'callback, denied' ? this.#open.pop() : undefined
  }

  async #send(kind: Kind, attempt: Attempt | undefined): Promise<PageResponse> {
    const app: AppName = attempt?.app ?? (randomInt(2) === 0 ? 'koa' : 'passport')
    const sellerId = attempt?.sellerId ?? this.#anySeller()
    if (kind === 'start') return await this.#start(app, sellerId)
    if (kind === 'callback, forged') return await this.#ask(app, forgedCallback())
    if (kind.startsWith('callback')) return await this.#comeBack(kind, attempt as Attempt)
    if (kind.startsWith('notification')) return await this.#notify(kind, app, sellerId)
    return await this.#ask(app, `/${kind}?seller=${sellerId}`)
  }

  #anySeller(): string {
    const { sellerIds } = this.#world
    return sellerIds[randomInt(sellerIds.length)] as string
  }

  async #start(app: AppName, sellerId: string): Promise<PageResponse> {
    const response = await this.#ask(app, '/connect', { 'x-user': `shop-${sellerId}` })
    const { name, value } = parseSetCookie(response.setCookies[0] ?? '')
    const cookie = `${name}=${value}`
    this.#open.push({ app, sellerId, authorizationUrl: response.location, cookie })
    if (this.#open.length > mostAttempts) this.#open.shift()
    return response
  }

  async #comeBack(kind: Kind, attempt: Attempt): Promise<PageResponse> {
    const { app, sellerId, authorizationUrl, cookie } = attempt
    const { sandbox } = this.#world
    const back =
      kind === 'callback, denied'
        ? await sandbox.deny(authorizationUrl)
        : await sandbox.approve(authorizationUrl, { seller: sellerId })
    return await this.#ask(app, `/callback${new URL(back).search}`, {
      cookie,
      'x-user': `shop-${sellerId}`,
    })
  }

  /** Half of those who are said to have withdrawn have. */
  async #notify(kind: Kind, app: AppName, sellerId: string): Promise<PageResponse> {
    if (kind === 'notification' && randomInt(2) === 0) {
      await this.#world.sandbox.withdraw(sellerId)
    }
    const { query, headers, body } = signedDelivery({
      dataId: sellerId,
      requestId: randomBytes(8).toString('hex'),
      ts: String(this.#world.now().getTime()),
      body: { data: { id: sellerId }, user_id: Number(sellerId) },
      ...(kind === 'notification, forged' && { secret: 'somebody-else' }),
    })
    return await this.#ask(app, `/hook${query}`, headers, String(body))
  }

  #ask(
    app: AppName,
    path: string,
    headers: Record<string, string> = {},
    body?: string,
  ): Promise<PageResponse> {
    const method = body === undefined ? 'GET' : 'POST'
    const options = { host: '127.0.0.1', port: this.#ports[app], path, method, headers }
    return new Promise((resolve, reject) => {
      const request = sendRequest({ ...options, agent: this.#agent }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const { location = '', 'set-cookie': setCookies = [] } = response.headers
          const text = Buffer.concat(chunks).toString()
          resolve({ status: response.statusCode ?? 0, location, setCookies, body: text })
        })
      })
      request.on('error', reject)
      request.end(body)
    })
  }
}

function forgedCallback(): string {
  const state = randomBytes(32).toString('base64url')
  return `/callback?code=TG-${randomBytes(12).toString('hex')}-1&state=${state}`
}

/** The status, and the code if the text names one. */
function outcomeOf({ status, body }: PageResponse): string {
  const [, inText, alone] = /\((\w+)\)|^([a-z_]+)\n$/.exec(body) ?? []
  const code = inText ?? alone
  return code === undefined ? String(status) : `${status} ${code}`
}
