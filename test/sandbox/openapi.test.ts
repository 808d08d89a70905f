import { Ajv } from 'ajv'
import { expect } from 'chai'
import { createClient } from 'mercadopago-oauth'
import { createSandbox, type Sandbox } from 'mercadopago-oauth-sandbox'
import {
  createOrder,
  createPreference,
  createToken,
  getOrder,
  getPreference,
  notification,
  type Operation,
  retryAfter,
  type Schema,
} from '../fixtures/mercadopago-openapi.ts'
import { closeServers, httpServer } from '../helpers/loopback.ts'
import { withRealSockets } from '../helpers/nock.ts'
import { TokenServer } from '../helpers/token-server.ts'
import { approvedCode, exchange, postToken, redirectUri, tokenOf } from './wire.ts'

const ajv = new Ajv({
  strict: true,
  allowUnionTypes: true,
  allErrors: true,
  formats: {
    uri: URL.canParse,
    'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  },
})

/** What is wrong with a value, in sentences; nothing when it fits. */
function faults(schema: Schema, value: unknown): string[] {
  ajv.validate(schema, value)
  return (ajv.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}

/** The members that a schema does not list. */
function unlisted({ properties }: Schema, value: object): string[] {
  return Object.keys(value).filter((name) => !(name in Object(properties)))
}

describe("sandbox: held to Mercado Pago's OpenAPI document", () => {
  withRealSockets()
  let sandbox: Sandbox

  beforeEach(async () => {
    sandbox = await createSandbox({ applications: [{ redirectUris: [redirectUri] }] })
  })

  afterEach(() => sandbox.close())

  /** Fits the schema of its status. */
  async function expectFits(
    { responses }: Operation,
    status: number,
    reply: Promise<Response>,
  ): Promise<Record<string, unknown>> {
    const response = await reply
    const body: unknown = await response.json()
    expect(response.status).to.equal(status)
    expect(responses).to.have.property(String(status))
    expect(faults(responses[status] ?? {}, body)).to.deep.equal([])
    return Object(body)
  }

  describe('POST /oauth/token', () => {
    for (const grantType of ['authorization_code', 'refresh_token', 'client_credentials']) {
      it(`responds to ${grantType} with the members it lists, and no others`, async () => {
        const responses: Record<string, () => Promise<Response>> = {
          authorization_code: async () => exchange(sandbox, await approvedCode(sandbox)),
          refresh_token: async () => {
            const linked = exchange(sandbox, await approvedCode(sandbox))
            const refresh_token = await tokenOf(linked, 'refresh_token')
            return postToken(sandbox, { grant_type: grantType, refresh_token })
          },
          client_credentials: () => postToken(sandbox, { grant_type: grantType }),
        }

        const body = await expectFits(createToken, 200, Object(responses)[grantType]())

        expect(unlisted(Object(createToken.responses[200]), body)).to.deep.equal([])
      })
    }

    it('refuses with 400 in its shape of an error', async () => {
      const body = await expectFits(createToken, 400, exchange(sandbox, 'TG-never'))

      expect(unlisted(Object(createToken.responses[400]), body)).to.deep.equal([])
    })

    it('refuses a wrong secret with 401 where invalidClientStatus is 401', async () => {
      sandbox.switches.invalidClientStatus = '401'
      const wrong = { grant_type: 'client_credentials', client_secret: 'wrong' }

      await expectFits(createToken, 401, postToken(sandbox, wrong))
    })

    it('limits the rate as in its example, where the switches say so', async () => {
      Object.assign(sandbox.switches, { rateLimitBody: 'too_many_requests', retryAfter: 'present' })
      sandbox.fail('token', 'rate_limited')

      const response = await postToken(sandbox, { grant_type: 'client_credentials' })

      expect(faults(retryAfter, response.headers.get('retry-after'))).to.deep.equal([])
      const body = await expectFits(createToken, 429, Promise.resolve(response))
      expect(body.error).to.equal('too_many_requests')
    })

    it('has a contradiction in errorShape, errorKey: the reference names no error', async () => {
      sandbox.switches.errorShape = 'errorKey'
      const response = await exchange(sandbox, 'TG-never')

      expect(faults(Object(createToken.responses[400]), await response.json())).to.deep.equal([
        " must have required property 'error'",
      ])
    })
  })

  describe('checkout preferences', () => {
    const item = { title: 'Un libro', quantity: 2, unit_price: 1500.25, currency_id: 'ARS' }
    const wanted = {
      items: [item],
      marketplace_fee: 150,
      external_reference: 'order-7',
      back_urls: { success: 'https://feria.example/paid' },
    }

    async function request(path: string, body?: object): Promise<Response> {
      const token = await tokenOf(exchange(sandbox, await approvedCode(sandbox)), 'access_token')
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
      const sent = body && { method: 'POST', body: JSON.stringify(body) }
      return fetch(`${sandbox.url}/checkout/preferences${path}`, { headers, ...sent })
    }

    it('are created and read with the members it lists, and the second address of the SDK', async () => {
      const created = await expectFits(createPreference, 201, request('', wanted))
      const found = await expectFits(getPreference, 200, request(`/${created.id}`))

      for (const body of [created, found]) {
        expect(unlisted(Object(createPreference.responses[201]), body)).to.deep.equal([
          'sandbox_init_point',
        ])
      }
    })

    it('are refused with 400, 401 and 404 in its shape of an error', async () => {
      await expectFits(createPreference, 400, request('', { items: [] }))
      const anonymous = fetch(`${sandbox.url}/checkout/preferences`, { method: 'POST' })
      await expectFits(createPreference, 401, anonymous)
      await expectFits(getPreference, 404, request('/none'))
    })
  })

  describe('orders', () => {
    const wanted = {
      type: 'online',
      processing_mode: 'manual',
      total_amount: '3000.50',
      marketplace_fee: '150.00',
      items: [{ title: 'Un libro', quantity: 2, unit_price: '1500.25' }],
    }

    beforeEach(() => {
      // Where the document and the reference disagree, its own side.
      Object.assign(sandbox.switches, { orderErrorShape: 'error', orderUserId: 'number' })
    })

    async function headers(): Promise<Record<string, string>> {
      const token = await tokenOf(exchange(sandbox, await approvedCode(sandbox)), 'access_token')
      return { authorization: `Bearer ${token}` }
    }

    async function create(body: object): Promise<Response> {
      return fetch(`${sandbox.url}/v1/orders`, {
        method: 'POST',
        headers: {
          ...(await headers()),
          'content-type': 'application/json',
          'x-idempotency-key': '0d5020ed-1af6-469c-ae06-c3bec19954bb',
        },
        body: JSON.stringify(body),
      })
    }

    async function read(id: unknown): Promise<Response> {
      return fetch(`${sandbox.url}/v1/orders/${id}`, { headers: await headers() })
    }

    it('have the members it lists, and those of the SDK: currency, fee, address', async () => {
      const created = await expectOrder(createOrder, 201, create(wanted))
      const found = await expectOrder(getOrder, 200, read(created.id))

      for (const body of [created, found]) {
        expect(unlisted(Object(createOrder.responses[201]), body)).to.have.members([
          'currency',
          'marketplace_fee',
          'checkout_url',
        ])
      }
    })

    it('are refused with 400, 401 and 404 in its shape of an error', async () => {
      await expectFits(createOrder, 400, create({ ...wanted, items: [] }))
      await expectFits(createOrder, 401, fetch(`${sandbox.url}/v1/orders`, { method: 'POST' }))
      await expectFits(getOrder, 404, read('ORD01HRYFWNYRE1MR1E60MW3X0T2P'))
    })

    /** An item's price is text in the reference and in the SDK, and a number in the document. */
    async function expectOrder(
      { responses }: Operation,
      status: number,
      reply: Promise<Response>,
    ): Promise<Record<string, unknown>> {
      const response = await reply
      const body: Record<string, unknown> = Object(await response.json())
      expect(response.status).to.equal(status)
      expect(faults(responses[status] ?? {}, body)).to.deep.equal([
        '/items/0/unit_price must be number',
      ])
      return body
    }
  })

  it('notifies of consent and withdrawal with the members it lists, and live_mode', async () => {
    const receiver = await httpServer((response) => response.end())
    sandbox.application.webhookUrl = receiver.origin

    await approvedCode(sandbox)
    await sandbox.withdraw(700100001)
    await sandbox.settled()
    await closeServers()

    const bodies = receiver.requests.map(({ body }) => JSON.parse(body))
    expect(bodies).to.have.length(2)
    for (const body of bodies) {
      const found = [faults(notification, body), unlisted(notification, body)]
      expect(found).to.deep.equal([[], ['live_mode']])
    }
  })

  describe('the client', () => {
    it('sends the members it lists with each grant, and no other', async () => {
      const server = await TokenServer.start()
      const client = createClient({
        clientId: '4400123456789012',
        clientSecret: 'the-secret-of-the-application-01',
        redirectUri,
        provider: server.provider,
      })

      await client.authorizationCodeGrant({ code: 'TG-1', codeVerifier: 'v'.repeat(43) })
      await client.refreshTokenGrant('TG-2')
      await client.clientCredentialsGrant()

      const forms = server.forms.map((form) => Object.fromEntries(form))
      await server.stop()
      expect(forms).to.have.length(3)
      const schema = Object(createToken.request)
      for (const form of forms) {
        expect([faults(schema, form), unlisted(schema, form)]).to.deep.equal([[], []])
      }
    })
  })
})
