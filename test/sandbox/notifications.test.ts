import { createHmac } from 'node:crypto'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { EventEmitter, once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { mock } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { expect } from 'chai'
import { createSandbox, type Sandbox } from 'mercadopago-oauth-sandbox'
import { closedOrigin, closeServers, httpServer, type Loopback } from '../helpers/loopback.ts'
import { withRealSockets } from '../helpers/nock.ts'
import { authorizationUrl, redirectUri } from './wire.ts'

const startedAt = '2026-03-09T07:30:00.000Z'
const webhookSecret = 'a key that only two know'
const clientId = '4400123456789012'
const ana = 700100001
const joao = 700200002
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** Also after an error, which `once()` would reject with. */
async function closed(connection: Socket): Promise<void> {
  if (connection.closed) return
  await new Promise((resolve) => connection.once('close', resolve))
}

/** When an HTTP client in this process has the head of a response, by Node's own account. */
async function headReceived(): Promise<void> {
  const channel = 'http.client.response.finish'
  await new Promise<void>((resolve) => {
    const onResponse = (): void => {
      unsubscribe(channel, onResponse)
      resolve()
    }
    subscribe(channel, onResponse)
  })
}

describe('sandbox: notifications', () => {
  withRealSockets()
  let receiver: Loopback
  let sandbox: Sandbox
  /** The receiver's response. */
  let status: number

  beforeEach(async () => {
    // Real time stands still; the sandbox's clock moves by advance() alone.
    mock.timers.enable({ apis: ['setTimeout', 'Date'], now: Date.parse(startedAt) })
    status = 200
    receiver = await httpServer((response) => response.writeHead(status).end())
    sandbox = await start(`${receiver.origin}/hook`)
  })

  afterEach(async () => {
    mock.timers.reset()
    await sandbox.close()
    await closeServers()
  })

  async function start(webhookUrl: string) {
    return createSandbox({
      applications: [{ redirectUris: [redirectUri], webhookUrl, webhookSecret }],
    })
  }

  /** Ana consents, and what follows has been sent. */
  async function consent(): Promise<void> {
    await sandbox.approve(authorizationUrl(sandbox))
    await sandbox.settled()
  }

  /** Ana consents; the receiver gets its notification and ends no response. Its connection. */
  async function begin(reply: (response: ServerResponse) => void): Promise<Socket> {
    const asked = new EventEmitter()
    const slow = await httpServer((response, { socket }) => {
      reply(response)
      asked.emit('request', socket)
    })
    sandbox.application.webhookUrl = slow.origin
    const request = once(asked, 'request')
    await sandbox.approve(authorizationUrl(sandbox))
    const [connection] = await request
    return connection
  }

  function bodies() {
    return receiver.requests.map(({ body }) => JSON.parse(body))
  }

  function retries() {
    return receiver.requests.map(({ headers }) => headers['x-retry'])
  }

  /** `[attempt, status or error, delivered]` of every delivery. */
  function outcomes() {
    return sandbox.notifications.map((each) => [
      each.attempt,
      each.status ?? each.error,
      each.delivered,
    ])
  }

  describe('what is sent', () => {
    it('tells the application that a seller consented', async () => {
      await consent()

      const [request] = receiver.requests
      expect(receiver.requests).to.have.length(1)
      expect(request?.method).to.equal('POST')
      expect(request?.url).to.equal('/hook?data.id=700100001&type=mp-connect')
      const { id, ...body } = bodies()[0]
      expect(id).to.be.a('number').and.satisfy(Number.isSafeInteger)
      expect(body).to.deep.equal({
        action: 'application.authorized',
        api_version: 'v1',
        data: { id: '700100001' },
        date_created: startedAt,
        live_mode: true,
        type: 'mp-connect',
        user_id: 700100001,
      })
    })

    it('has the headers of Mercado Pago', async () => {
      await consent()

      const { headers } = receiver.requests[0] ?? {}
      const {
        'x-request-id': requestId,
        'x-signature': signature,
        'content-length': length,
        host,
        ...rest
      } = headers ?? {}
      expect(requestId).to.match(uuid)
      expect(signature).to.match(/^ts=1773041400,v1=[0-9a-f]{64}$/)
      expect(rest).to.deep.equal({
        accept: '*/*',
        connection: 'close',
        'content-type': 'application/json',
        'user-agent': 'mercadopago-oauth-sandbox',
        'x-rest-pool-name': 'sandbox',
        'x-retry': '0',
        'x-socket-timeout': '22000',
      })
    })

    it('signs data.id, request id and time with the secret of the application', async () => {
      await consent()

      const { headers } = receiver.requests[0] ?? {}
      const manifest = `id:700100001;request-id:${headers?.['x-request-id']};ts:1773041400;`
      const digest = createHmac('sha256', webhookSecret).update(manifest).digest('hex')
      expect(headers?.['x-signature']).to.equal(`ts=1773041400,v1=${digest}`)
    })

    it('signs the time in milliseconds when told so', async () => {
      sandbox.switches.notificationTimestamp = 'milliseconds'
      sandbox.application.webhookSecret = 'another key'

      await consent()

      const { headers } = receiver.requests[0] ?? {}
      const manifest = `id:700100001;request-id:${headers?.['x-request-id']};ts:1773041400000;`
      const digest = createHmac('sha256', 'another key').update(manifest).digest('hex')
      expect(headers?.['x-signature']).to.equal(`ts=1773041400000,v1=${digest}`)
    })

    it('has the seller as a string, and the application, when told so', async () => {
      sandbox.switches.notificationUserId = 'string'
      sandbox.switches.notificationApplicationId = 'present'

      await consent()

      expect(bodies()[0]).to.include({ user_id: '700100001', application_id: clientId })
    })

    it('tells the application that a seller withdrew it', async () => {
      await consent()
      sandbox.clock.advance({ days: 1 })

      await sandbox.withdraw(ana, clientId)
      await sandbox.settled()

      const [authorized, deauthorized] = bodies()
      expect(deauthorized).to.deep.equal({
        ...authorized,
        id: authorized.id + 1,
        action: 'application.deauthorized',
        date_created: '2026-03-10T07:30:00.000Z',
      })
    })

    it('tells nobody of a withdrawal where nothing was connected', async () => {
      await sandbox.withdraw(ana)
      await consent()
      await sandbox.withdraw(joao)
      await sandbox.withdraw(ana)
      await sandbox.withdraw(ana)
      await sandbox.settled()

      expect(bodies().map(({ action, user_id }) => [action, user_id])).to.deep.equal([
        ['application.authorized', ana],
        ['application.deauthorized', ana],
      ])
    })

    it('tells each application that is withdrawn, and no other', async () => {
      const [second, third] = ['second', 'third'].map((name) =>
        sandbox.addApplication({
          redirectUris: [redirectUri],
          webhookUrl: `${receiver.origin}/${name}`,
        }),
      )
      for (const client_id of [clientId, second?.clientId, third?.clientId]) {
        await sandbox.approve(authorizationUrl(sandbox, { client_id }))
        await sandbox.settled()
      }
      receiver.requests.length = 0

      await sandbox.withdraw(ana, third?.clientId)
      await sandbox.settled()
      const one = receiver.requests.splice(0).map(({ url }) => url)
      await sandbox.withdraw(ana)
      await sandbox.settled()
      const rest = receiver.requests.map(({ url }) => url)

      const query = 'data.id=700100001&type=mp-connect'
      expect(one).to.deep.equal([`/third?${query}`])
      expect(rest).to.have.members([`/hook?${query}`, `/second?${query}`])
    })

    it('says nothing of a denial', async () => {
      await sandbox.deny(authorizationUrl(sandbox))
      await sandbox.settled()

      expect(receiver.requests).to.deep.equal([])
    })

    it('sends nothing to an application without a URL', async () => {
      sandbox.application.webhookUrl = undefined

      await consent()

      expect(sandbox.notifications).to.deep.equal([])
    })

    it('keeps the query that the URL has', async () => {
      sandbox.application.webhookUrl = `${receiver.origin}/hook?shop=5&a=%2F`

      await consent()

      expect(receiver.requests[0]?.url).to.equal(
        '/hook?shop=5&a=%2F&data.id=700100001&type=mp-connect',
      )
    })
  })

  describe('retries', () => {
    it('come 15 min, 30 min, 6 h, 48 h and 96 h after the first delivery, and then no more', async () => {
      status = 500
      await consent()
      const sentAfter: number[] = []

      for (const [hours, minutes] of [
        [0, 15],
        [0, 15],
        [5, 30],
        [42, 0],
        [48, 0],
        [10_000, 0],
      ] as const) {
        sandbox.clock.advance({ hours, minutes: minutes - 1, seconds: 59 })
        await sandbox.settled()
        sentAfter.push(receiver.requests.length)
        sandbox.clock.advance({ seconds: 1 })
        await sandbox.settled()
        sentAfter.push(receiver.requests.length)
      }

      expect(sentAfter).to.deep.equal([1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 6])
      expect(retries()).to.deep.equal(['0', '1', '2', '3', '4', '5'])
      expect(sandbox.notifications.map(({ sentAt }) => sentAt.toISOString())).to.deep.equal([
        '2026-03-09T07:30:00.000Z',
        '2026-03-09T07:45:00.000Z',
        '2026-03-09T08:00:00.000Z',
        '2026-03-09T13:30:00.000Z',
        '2026-03-11T07:30:00.000Z',
        '2026-03-13T07:30:00.000Z',
      ])
    })

    it('come one after the other when the clock jumps over them', async () => {
      status = 500
      await consent()

      sandbox.clock.advance({ days: 5 })
      await sandbox.settled()

      expect(retries()).to.deep.equal(['0', '1', '2', '3', '4', '5'])
    })

    it('wait for their time again after the clock was reset', async () => {
      sandbox.clock.advance({ days: 10 })
      status = 500
      await consent()
      sandbox.clock.reset()

      sandbox.clock.advance({ days: 10, minutes: 14 })
      await sandbox.settled()
      const early = receiver.requests.length
      sandbox.clock.advance({ minutes: 1 })
      await sandbox.settled()

      expect([early, receiver.requests.length]).to.deep.equal([1, 2])
    })

    it('come by real time, too', async () => {
      status = 500
      await consent()

      mock.timers.tick(15 * 60 * 1000 - 1)
      await sandbox.settled()
      const early = receiver.requests.length
      mock.timers.tick(1)
      await sandbox.settled()

      expect([early, receiver.requests.length]).to.deep.equal([1, 2])
    })

    it('come at the right moment of real time after the clock was moved', async () => {
      status = 500
      await consent()
      sandbox.clock.advance({ minutes: 10 })

      mock.timers.tick(5 * 60 * 1000)
      await sandbox.settled()

      expect(receiver.requests).to.have.length(2)
    })

    it('tell the same, signed anew with the time of the retry', async () => {
      status = 500
      await consent()

      sandbox.clock.advance({ minutes: 15 })
      await sandbox.settled()

      const [first, second] = receiver.requests
      const requestId = second?.headers['x-request-id']
      const manifest = `id:700100001;request-id:${requestId};ts:1773042300;`
      const digest = createHmac('sha256', webhookSecret).update(manifest).digest('hex')
      expect(second?.body).to.equal(first?.body)
      expect(requestId).to.match(uuid).and.not.equal(first?.headers['x-request-id'])
      expect(second?.headers['x-signature']).to.equal(`ts=1773042300,v1=${digest}`)
    })

    it('have the time, request id and signature of the first delivery when told so', async () => {
      sandbox.switches.notificationRetrySignature = 'first'
      status = 500
      await consent()

      sandbox.clock.advance({ minutes: 15 })
      await sandbox.settled()
      await sandbox.redeliver(bodies()[0].id)

      const signed = receiver.requests.map(({ headers }) => [
        headers['x-request-id'],
        headers['x-signature'],
      ])
      expect(signed).to.deep.equal([signed[0], signed[0], signed[0]])
      expect(signed[0]?.[1]).to.match(/^ts=1773041400,/)
      expect(retries()).to.deep.equal(['0', '1', '0'])
    })

    for (const accepted of [200, 201]) {
      it(`end with ${accepted}`, async () => {
        status = 500
        await consent()
        status = accepted

        sandbox.clock.advance({ days: 5 })
        await sandbox.settled()
        sandbox.clock.advance({ days: 5 })
        await sandbox.settled()

        expect(outcomes()).to.deep.equal([
          [1, 500, false],
          [2, accepted, true],
        ])
      })
    }

    it('do not come after a first delivery that was accepted', async () => {
      await consent()

      sandbox.clock.advance({ days: 5 })
      await sandbox.settled()

      expect(outcomes()).to.deep.equal([[1, 200, true]])
    })

    it('go where the application listens by then', async () => {
      sandbox.application.webhookUrl = `${await closedOrigin()}/hook`
      await consent()
      sandbox.application.webhookUrl = `${receiver.origin}/moved`

      sandbox.clock.advance({ minutes: 15 })
      await sandbox.settled()

      expect(receiver.requests.map(({ url }) => url)).to.deep.equal([
        '/moved?data.id=700100001&type=mp-connect',
      ])
    })
  })

  describe('failures', () => {
    for (const refused of [202, 204, 302, 401, 503]) {
      it(`HTTP ${refused} is one`, async () => {
        status = refused

        await consent()

        expect(outcomes()).to.deep.equal([[1, refused, false]])
      })
    }

    it('a receiver that is not there is one', async () => {
      sandbox.application.webhookUrl = await closedOrigin()

      await consent()

      expect(outcomes()).to.deep.equal([[1, 'ECONNREFUSED', false]])
    })

    it('a connection that breaks before the response is one', async () => {
      const broken = await httpServer((response) => response.destroy())
      sandbox.application.webhookUrl = broken.origin

      await consent()

      expect(outcomes()).to.deep.equal([[1, 'ECONNRESET', false]])
    })

    it('a connection that breaks in the middle of the response is one', async () => {
      const head = headReceived()
      const connection = await begin((response) => response.writeHead(200).write('O'))
      await head
      await setImmediate()

      connection.resetAndDestroy()
      await sandbox.settled()

      expect(outcomes()).to.deep.equal([[1, 'ECONNRESET', false]])
    })

    it('a redirect is one, and is not followed', async () => {
      const elsewhere = await httpServer((response) =>
        response.writeHead(307, { location: `${receiver.origin}/hook` }).end(),
      )
      sandbox.application.webhookUrl = elsewhere.origin

      await consent()

      expect(outcomes()).to.deep.equal([[1, 307, false]])
      expect(receiver.requests).to.deep.equal([])
    })

    it('https where only http is spoken is one', async () => {
      sandbox.application.webhookUrl = receiver.origin.replace('http:', 'https:')

      await consent()

      expect(sandbox.notifications[0]?.error).to.match(/^(EPROTO|ERR_SSL_)/)
      expect(receiver.requests).to.deep.equal([])
    })

    for (const [value, error] of [
      ['feria.example', 'ERR_INVALID_URL'],
      ['ftp://feria.example/', 'ERR_INVALID_PROTOCOL'],
    ] as const) {
      it(`the URL ${value} is one, set while the sandbox runs`, async () => {
        sandbox.application.webhookUrl = value

        await consent()

        expect(outcomes()).to.deep.equal([[1, error, false]])
      })
    }

    for (const what of ['no response', 'half a response']) {
      it(`${what} within 22 seconds is one`, async () => {
        const isHalf = what === 'half a response'
        const head = isHalf ? headReceived() : undefined
        const connection = await begin((response) => {
          if (isHalf) response.writeHead(200).write('O')
        })
        await head
        mock.timers.tick(21_999)
        await setImmediate()
        const before = [connection.destroyed, ...outcomes()]

        mock.timers.tick(1)
        await sandbox.settled()
        await closed(connection)

        expect(before).to.deep.equal([false])
        expect(outcomes()).to.deep.equal([[1, 'ETIMEDOUT', false]])
      })
    }
  })

  describe('redeliver()', () => {
    it('sends the same once more, under another request id and the time of now', async () => {
      await consent()
      sandbox.clock.advance({ seconds: 7 })

      await sandbox.redeliver(bodies()[0].id)

      const [first, second] = receiver.requests
      const requestId = second?.headers['x-request-id']
      const manifest = `id:700100001;request-id:${requestId};ts:1773041407;`
      const digest = createHmac('sha256', webhookSecret).update(manifest).digest('hex')
      expect(second?.url).to.equal(first?.url)
      expect(second?.body).to.equal(first?.body)
      expect(requestId).to.not.equal(first?.headers['x-request-id'])
      expect(second?.headers['x-signature']).to.equal(`ts=1773041407,v1=${digest}`)
      expect(outcomes()).to.deep.equal([
        [1, 200, true],
        [1, 200, true],
      ])
    })

    it('spares the retries when it arrives', async () => {
      status = 500
      await consent()
      status = 200

      await sandbox.redeliver(bodies()[0].id)
      sandbox.clock.advance({ days: 5 })
      await sandbox.settled()

      expect(outcomes()).to.deep.equal([
        [1, 500, false],
        [1, 200, true],
      ])
    })

    it('does not start more retries', async () => {
      await consent()
      status = 500

      await sandbox.redeliver(bodies()[0].id)
      sandbox.clock.advance({ days: 5 })
      await sandbox.settled()

      expect(receiver.requests).to.have.length(2)
    })

    it('rejects an id that was never sent', async () => {
      const error = await sandbox.redeliver(1).catch((reason: unknown) => reason)

      expect(error).to.be.instanceOf(TypeError)
      expect(error).to.include({
        code: 'ERR_INVALID_ARG_VALUE',
        message: '"id" must be the id of a notification that was sent',
      })
    })
  })

  describe('notify()', () => {
    /** The id of the last delivery, in the log. */
    function lastId(): number {
      return sandbox.notifications.at(-1)?.id ?? 0
    }

    const common = {
      api_version: 'v1',
      date_created: startedAt,
      live_mode: true,
      user_id: joao,
    }
    for (const [topic, query, body] of [
      [
        'fraud_alert',
        (id: number) => `data.id=${id}&type=stop_delivery_op_wh`,
        (id: number) => ({
          ...common,
          action: 'created',
          data: { description: 'desc', merchant_order: id, payment_id: id, site_id: 'MLA' },
          id: String(id),
          type: 'stop_delivery_op_wh',
          version: 1,
        }),
      ],
      [
        'chargeback',
        (id: number) => `data.id=${id}&type=topic_chargebacks_wh`,
        (id: number) => ({
          ...common,
          action: 'order.charged_back',
          data: { id: `ORD01${id}` },
          id,
          type: 'order',
        }),
      ],
      [
        'claim',
        (id: number) => `data.id=${id}&type=topic_claims_integration_wh`,
        (id: number) => ({
          ...common,
          action: 'created',
          data: { id, resource: '/post-purchase/v1/claims' },
          type: 'topic_claims_integration_wh',
        }),
      ],
      [
        'merchant_order',
        (id: number) => `id=${id}&topic=merchant_order`,
        (id: number) => ({
          resource: `https://api.mercadolibre.com/merchant_orders/${id}`,
          topic: 'merchant_order',
        }),
      ],
      [
        'payment',
        (id: number) => `id=${id}&topic=payment`,
        (id: number) => ({ resource: String(id), topic: 'payment' }),
      ],
    ] as const) {
      it(`sends ${topic} as documented`, async () => {
        await sandbox.notify(topic, { seller: String(joao) })

        const { id: bodyId, ...sent } = bodies()[0]
        expect(receiver.requests.map(({ url }) => url)).to.deep.equal([`/hook?${query(lastId())}`])
        if (topic === 'claim') {
          expect(bodyId).to.match(uuid)
          expect(sent).to.deep.equal(body(lastId()))
        } else expect(bodies()[0]).to.deep.equal(body(lastId()))
        const { action, ...logged } = sandbox.notifications[0] ?? {}
        expect(action).to.equal(undefined)
        expect(logged).to.include({ topic, sellerId: joao, clientId, delivered: true })
      })
    }

    it('repeats what failed, but no fraud alert', async () => {
      status = 500
      await sandbox.notify('claim')
      await sandbox.notify('fraud_alert')

      sandbox.clock.advance({ days: 5 })
      await sandbox.settled()

      const topics = sandbox.notifications.map(({ topic }) => topic)
      expect(topics.filter((topic) => topic === 'claim')).to.have.length(6)
      expect(topics.filter((topic) => topic === 'fraud_alert')).to.have.length(1)
    })

    for (const [name, args] of [
      ['topic', ['mp-connect']],
      ['topic', ['toString']],
      ['clientId', ['claim', { clientId: '1' }]],
      ['clientId', ['claim', { clientId: '42' }]],
      ['seller', ['claim', { seller: 1 }]],
    ] as const) {
      it(`refuses ${JSON.stringify(args)}`, async () => {
        sandbox.addApplication({ clientId: '42' })
        const notify: (...all: readonly unknown[]) => Promise<void> = sandbox.notify as never

        const error: unknown = await notify(...args).catch((reason: unknown) => reason)

        expect(error).to.be.instanceOf(TypeError).and.include({ code: 'ERR_INVALID_ARG_VALUE' })
        expect(String(error)).to.contain(`"${name}" must be `)
        expect(receiver.requests).to.deep.equal([])
      })
    }
  })

  describe('the log', () => {
    it('tells what was sent where, and how it ended', async () => {
      status = 503
      sandbox.application.webhookUrl = `${receiver.origin}/hook?shop=5`
      await sandbox.approve(authorizationUrl(sandbox), { seller: joao })
      await sandbox.settled()

      expect(sandbox.notifications).to.deep.equal([
        {
          id: bodies()[0].id,
          topic: 'mp-connect',
          action: 'application.authorized',
          sellerId: joao,
          clientId,
          url: `${receiver.origin}/hook`,
          attempt: 1,
          sentAt: new Date(startedAt),
          status: 503,
          delivered: false,
        },
      ])
    })

    it('holds no secret, signature, password or query', async () => {
      const url = new URL(`${receiver.origin}/hook?key=in-the-query`)
      Object.assign(url, { username: 'someone', password: 'in-the-url' })
      sandbox.application.webhookUrl = url.href
      await consent()

      const log = JSON.stringify(sandbox.notifications)
      const signature = String(receiver.requests[0]?.headers['x-signature'])
      const { clientSecret } = sandbox.application
      const secrets = [webhookSecret, clientSecret, 'in-the-url', 'in-the-query', signature]
      expect(sandbox.notifications).to.have.length(1)
      expect(secrets.filter((secret) => log.includes(secret))).to.deep.equal([])
    })

    it('keeps the last thousand', async () => {
      for (let index = 0; index < 101; index += 1) {
        for (let each = 0; each < 10; each += 1) await sandbox.approve(authorizationUrl(sandbox))
        await sandbox.settled()
      }

      const ids = bodies().map(({ id }) => id)
      expect(sandbox.notifications).to.have.length(1000)
      expect(sandbox.notifications.map(({ id }) => id)).to.not.include(ids[0])
      expect(new Set(ids).size).to.equal(1010)
    })
  })

  describe('close()', () => {
    it('breaks off what is on its way', async () => {
      const connection = await begin(() => {})

      await sandbox.close()
      await closed(connection)
      sandbox.clock.advance({ days: 5 })
      await sandbox.settled()

      expect(outcomes()).to.deep.equal([[1, 'ABORT_ERR', false]])
    })

    it('drops the retries, and sends nothing any more', async () => {
      status = 500
      await consent()

      await sandbox.close()
      mock.timers.tick(15 * 60 * 1000)
      sandbox.clock.advance({ days: 5 })
      await sandbox.approve(authorizationUrl(sandbox))
      await sandbox.settled()

      expect(outcomes()).to.deep.equal([[1, 500, false]])
    })
  })
})
