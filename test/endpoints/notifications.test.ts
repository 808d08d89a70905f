import { once } from 'node:events'
import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import { MemoryReplayGuard, type SellerTokens } from 'mercadopago-oauth'
import {
  createNotificationsEndpoint,
  type NotificationsOptions,
  nodeBody,
  nodeHeader,
  type Reply,
} from 'mercadopago-oauth/adapter'
import { misuse } from '../helpers/errors.ts'
import { MovableClock } from '../helpers/movable-clock.ts'
import { signedDelivery, webhookSecret, withdrawalBody } from '../helpers/signed-delivery.ts'

const clock = new MovableClock()
const now = clock.read()
const ts = String(now.getTime())

describe('createNotificationsEndpoint()', () => {
  let server: Server
  let asked: string[]
  const sellers = {
    claim: (key: string, expiresAt: Date) => guard.claim(key, expiresAt),
    async confirmAuthorization(sellerId: string) {
      asked.push(sellerId)
    },
  } as unknown as SellerTokens
  let guard: MemoryReplayGuard

  beforeEach(async () => {
    asked = []
    guard = new MemoryReplayGuard({ clock: clock.read })
    server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  })

  afterEach(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })

  /** Hands requests of Node to an endpoint, as the adapters do. */
  function endpoint(changes: Partial<NotificationsOptions> = {}) {
    const options = { secret: webhookSecret, sellers, clock: clock.read, ...changes }
    const notifications = createNotificationsEndpoint(options)
    return (request: IncomingMessage, parsed?: unknown): Promise<Reply> =>
      notifications({
        method: request.method ?? '',
        header: nodeHeader(request),
        query: request.url?.split('?')[1] ?? '',
        body: () => nodeBody(request, parsed),
      })
  }

  /** Begins a request to the server; `request` is its other end. */
  async function begin(headers: Record<string, string> = {}) {
    const { query, ...delivery } = signedDelivery({ ts })
    const { port } = server.address() as AddressInfo
    const outgoing = httpRequest(`http://127.0.0.1:${port}/hook${query}`, {
      method: 'POST',
      headers: { ...delivery.headers, ...headers },
    })
    outgoing.on('error', () => {})
    outgoing.flushHeaders()
    const [request]: IncomingMessage[] = await once(server, 'request')
    if (request === undefined) throw new Error('no request')
    return { outgoing, request, body: delivery.body }
  }

  it('reads the body in pieces, as it comes', async () => {
    const { outgoing, request, body } = await begin()
    const reply = endpoint()(request)
    outgoing.write(body.slice(0, 10))
    outgoing.end(body.slice(10))
    expect((await reply).status).to.equal(200)
    expect(asked).to.deep.equal(['4242'])
  })

  it('refuses a body that breaks off', async () => {
    const { outgoing, request, body } = await begin({ 'content-length': '1000' })
    const reply = endpoint()(request)
    await new Promise((resolve) => outgoing.write(body, resolve))
    outgoing.destroy()
    expect((await reply).body).to.equal('webhook_malformed\n')
    expect(asked).to.deep.equal([])
  })

  it('refuses a body that was already read and is not available', async () => {
    const { outgoing, request, body } = await begin()
    outgoing.end(body)
    await once(request.resume(), 'end')
    expect((await endpoint()(request)).body).to.equal('webhook_malformed\n')
  })

  it('takes what a parser left although nobody read the request, as behind a gateway', async () => {
    const { request } = await begin()
    await endpoint()(request, withdrawalBody())
    expect(asked).to.deep.equal(['4242'])
  })

  it('asks the replay guard it was given, and does nothing about a delivery that it knows', async () => {
    const claims: [string, number][] = []
    const replayGuard = {
      async claim(key: string, expiresAt: Date) {
        const isFirst = !claims.some(([claimed]) => claimed === key)
        claims.push([key, expiresAt.getTime() - now.getTime()])
        return isFirst
      },
    }
    const heard: unknown[] = []
    const onNotification = (one: unknown) => void heard.push(one)
    const receive = endpoint({ replayGuard, onNotification, maxAgeMs: 1_000 })
    for (let count = 0; count < 2; count++) {
      const { request } = await begin()
      await receive(request, withdrawalBody())
    }
    const [turn = ''] = claims[0] ?? []
    const key = turn.slice(0, -2)
    expect(key).to.match(/^notification-[\w-]{43}$/)
    const ends = ['-0', '-0-end', '-0', '-1', '-0-end', '-1-end']
    expect(claims).to.deep.equal(ends.map((end) => [key + end, 2_000]))
    expect([asked.length, heard.length]).to.deep.equal([1, 1])
  })

  it('K07: does the work again after a process that died at it, on whatever machine', async () => {
    const dies = endpoint({ onNotification: () => new Promise(() => {}) })
    const { request } = await begin()
    void dies(request, withdrawalBody())
    const heard: unknown[] = []
    const lives = endpoint({ onNotification: (one) => void heard.push(one) })
    for (let count = 0; count < 40; count++) {
      const { request } = await begin()
      expect((await lives(request, withdrawalBody())).status).to.equal(200)
    }
    expect(heard).to.have.length(1)
  })

  it('gives a delivery up after 32 tries that fail', async () => {
    let called = 0
    const onNotification = () => {
      called++
      throw new Error('no shelf for it')
    }
    const receive = endpoint({ onNotification })
    const statuses = []
    for (let count = 0; count < 34; count++) {
      const { request } = await begin()
      statuses.push((await receive(request, withdrawalBody())).status)
    }
    expect(statuses).to.deep.equal([...Array(32).fill(500), 200, 200])
    expect(called).to.equal(32)
  })

  it('G07: names the option that is missing or wrong', () => {
    const wrong = (changes: object) => misuse(() => endpoint(changes)).message
    expect(wrong({ secret: undefined })).to.equal('"secret" must be a string')
    expect(wrong({ secret: ['good', ''] })).to.equal('"secret" must not be empty')
    expect(wrong({ sellers: undefined })).to.equal('"sellers" must be an object')
    expect(wrong({ onNotification: 'log' })).to.equal('"onNotification" must be a function')
    expect(wrong({ maxAgeMs: 0 })).to.match(/^"maxAgeMs" must be a whole number/)
  })
})
