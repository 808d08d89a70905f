import { expect } from 'chai'
import { createSandbox, type Sandbox } from 'mercadopago-oauth-sandbox'
import {
  approvedCode,
  authorizationUrl,
  exchange,
  parameter,
  postToken,
  redirectUri,
  seen,
  tokenOf,
} from './wire.ts'

const ana = 700100001
const joao = 700200002
const book = { title: 'Un libro', quantity: 2, unit_price: '1500.25' }
const good = {
  type: 'online',
  processing_mode: 'manual',
  total_amount: '3000.50',
  marketplace_fee: '120.50',
  items: [book],
}

describe('sandbox: orders', () => {
  let sandbox: Sandbox
  let accessToken: string

  beforeEach(async () => {
    sandbox = await createSandbox({
      applications: [{ redirectUris: [redirectUri] }],
      startAt: new Date('2026-03-09T07:30:00Z'),
    })
    accessToken = await tokenOf(exchange(sandbox, await approvedCode(sandbox)), 'access_token')
  })

  afterEach(() => sandbox.close())

  let key = 0
  interface Changes {
    token?: string
    headers?: Record<string, string>
  }
  function create(body: unknown, { token = accessToken, headers }: Changes = {}) {
    key += 1
    const own = headers ?? { 'x-idempotency-key': `key-${key}` }
    return fetch(`${sandbox.url}/v1/orders`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...own },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  }

  function read(id: string, token = accessToken): Promise<Response> {
    const headers = { authorization: `Bearer ${token}` }
    return fetch(`${sandbox.url}/v1/orders/${id}`, { headers })
  }

  async function created(fields: object = {}): Promise<{ id: string; checkout_url: string }> {
    return Object(await (await create({ ...good, ...fields })).json())
  }

  function refused(status: number, code: string, message: string, details?: string[]): object {
    return { status, body: { errors: [{ code, message, ...(details && { details }) }] } }
  }

  async function tokenOfSeller(seller: number): Promise<string> {
    const back = await sandbox.approve(authorizationUrl(sandbox), { seller })
    return await tokenOf(exchange(sandbox, parameter(back, 'code')), 'access_token')
  }

  function ownToken(): Promise<string> {
    return tokenOf(postToken(sandbox, { grant_type: 'client_credentials' }), 'access_token')
  }

  describe('POST /v1/orders', () => {
    it('responds with the sent fields, the recipient of the money and the payment URL', async () => {
      const sent = {
        ...good,
        external_reference: 'order-7',
        payer: { email: 'buyer@testuser.com' },
        integration_data: { platform_id: 'dev_1' },
        transactions: null,
      }

      const { status, body } = await seen(create(sent))

      const { id, created_date, last_updated_date, ...rest } = Object(body)
      const { transactions, ...given } = sent
      expect(status).to.equal(201)
      expect(id).to.match(/^ORD01[0-9A-HJKMNP-TV-Z]{24}$/)
      expect(created_date).to.match(/^2026-03-09T07:30:0\d\.\d{3}Z$/)
      expect(last_updated_date).to.equal(created_date)
      expect(rest).to.deep.equal({
        ...given,
        integration_data: { platform_id: 'dev_1', application_id: sandbox.application.clientId },
        user_id: '700100001',
        country_code: 'MLA',
        currency: 'ARS',
        status: 'created',
        status_detail: 'created',
        checkout_url: `${sandbox.url}/checkout/v1/redirect?order_id=${id}`,
      })
    })

    it('needs no fee, and takes one as large as the total', async () => {
      const { marketplace_fee, ...without } = good

      expect(await (await create(without)).json()).to.not.have.property('marketplace_fee')
      expect(await created({ marketplace_fee: '3000.50' })).to.include({
        marketplace_fee: '3000.50',
      })
      expect(await created({ marketplace_fee: '0' })).to.include({ marketplace_fee: '0' })
    })

    it('names a test order as one', async () => {
      const code = await approvedCode(sandbox)
      const token = await tokenOf(exchange(sandbox, code, { test_token: 'true' }), 'access_token')

      const { id } = Object((await seen(create(good, { token }))).body)

      expect(id).to.match(/^ORDTST01[0-9A-HJKMNP-TV-Z]{24}$/)
      expect((await read(id, token)).status).to.equal(200)
    })

    const required = 'a required property is missing'
    const type = 'a property has the wrong type'
    const value = 'a property has a wrong value'
    const unsupported = 'a property is not supported'
    for (const [what, change, code, message, detail] of [
      [
        'no type',
        { type: undefined },
        'required_properties',
        required,
        "'$.type' - must be present",
      ],
      [
        'another type',
        { type: 'point' },
        'invalid_order_type',
        'the type of the order must be "online"',
      ],
      [
        'no processing mode',
        { processing_mode: undefined },
        'required_properties',
        required,
        "'$.processing_mode' - must be present",
      ],
      [
        'another processing mode',
        { processing_mode: 'automatic' },
        'property_value',
        value,
        `'$.processing_mode' - must be "manual", for Checkout Pro`,
      ],
      [
        'no total',
        { total_amount: undefined },
        'required_properties',
        required,
        "'$.total_amount' - must be present",
      ],
      [
        'a total that is a number',
        { total_amount: 3000.5 },
        'property_type',
        type,
        "'$.total_amount' - must be a string",
      ],
      [
        'a total with one decimal',
        { total_amount: '3000.5' },
        'property_value',
        value,
        "'$.total_amount' - must be digits, with two decimals or none",
      ],
      [
        'a total that is not that of the items',
        { total_amount: '3000.51' },
        'invalid_total_amount',
        'total_amount is not the sum of the items',
      ],
      [
        'no items',
        { items: undefined },
        'required_properties',
        required,
        "'$.items' - must be present",
      ],
      [
        'an empty list of items',
        { items: [] },
        'minimum_items',
        'a list has too few items',
        "'$.items' - must be a list of one or more",
      ],
      ['items that are none', { items: 'x' }, 'property_type', type, "'$.items' - must be a list"],
      [
        'an item that is none',
        { items: ['x'] },
        'property_type',
        type,
        "'$.items.0' - must be an object",
      ],
      [
        'a price that is a number',
        { items: [{ ...book, unit_price: 1500.25 }] },
        'property_type',
        type,
        "'$.items.0.unit_price' - must be a string",
      ],
      [
        'a price of 0',
        { items: [{ ...book, unit_price: '0.00' }] },
        'property_value',
        value,
        "'$.items.0.unit_price' - must be more than 0",
      ],
      [
        'half a book',
        { items: [{ ...book, quantity: 1.5 }] },
        'property_value',
        value,
        "'$.items.0.quantity' - must be an integer",
      ],
      [
        'a field of an item of preferences',
        { items: [{ ...book, currency_id: 'ARS' }] },
        'unsupported_properties',
        unsupported,
        "'$.items.0.currency_id' - must be left out",
      ],
      [
        'a field of preferences',
        { back_urls: {} },
        'unsupported_properties',
        unsupported,
        "'$.back_urls' - must be left out",
      ],
      [
        'a fee that is a number',
        { marketplace_fee: 120.5 },
        'property_type',
        type,
        "'$.marketplace_fee' - must be a string",
      ],
      [
        'a fee below 0',
        { marketplace_fee: '-1' },
        'property_value',
        value,
        "'$.marketplace_fee' - must be digits, with two decimals or none",
      ],
      [
        'a fee larger than the total',
        { marketplace_fee: '3000.51' },
        'property_value',
        value,
        "'$.marketplace_fee' - must be at most total_amount",
      ],
      [
        'a reference with a space',
        { external_reference: 'order 7' },
        'property_value',
        value,
        "'$.external_reference' - must be 1 to 64 letters, digits, hyphens and underscores",
      ],
      [
        'a payer without an email',
        { payer: { first_name: 'Ana' } },
        'required_properties',
        required,
        "'$.payer.email' - must be present",
      ],
      [
        'transactions in manual mode',
        { transactions: { payments: [] } },
        'property_type',
        type,
        "'$.transactions' - must be left out, or null",
      ],
      [
        'an empty list of transactions',
        { transactions: [] },
        'order_builder_without_transactions',
        'transactions must not be an empty list',
        "'$.transactions' - must be left out, or null",
      ],
      [
        'a way back that is no URL',
        { config: { online: { success_url: 'javascript:alert(1)' } } },
        'property_value',
        value,
        "'$.config.online.success_url' - must be an absolute http or https URL without a fragment",
      ],
    ] as const) {
      it(`refuses ${what}`, async () => {
        expect(await seen(create({ ...good, ...change }))).to.deep.equal(
          refused(400, code, message, detail === undefined ? undefined : [detail]),
        )
        expect(sandbox.state().orders).to.deep.equal([])
      })
    }

    for (const body of ['{"items":', '[]']) {
      it(`refuses ${body}`, async () => {
        expect(await seen(create(body))).to.deep.equal(
          refused(400, 'json_syntax_error', 'the body is not a JSON object'),
        )
      })
    }

    it('tells everything that is wrong at once', async () => {
      const body = { ...good, type: undefined, total_amount: 5, marketplace_fee: 1 }

      expect(await seen(create(body))).to.deep.equal({
        status: 400,
        body: {
          errors: [
            {
              code: 'required_properties',
              message: required,
              details: ["'$.type' - must be present"],
            },
            {
              code: 'property_type',
              message: type,
              details: [
                "'$.total_amount' - must be a string",
                "'$.marketplace_fee' - must be a string",
              ],
            },
          ],
        },
      })
    })

    it('needs an idempotency key of at most 128 characters', async () => {
      const long = { headers: { 'x-idempotency-key': 'k'.repeat(129) } }
      const longest = { headers: { 'x-idempotency-key': 'k'.repeat(128) } }

      expect(await seen(create(good, { headers: {} }))).to.deep.equal(
        refused(400, 'empty_required_header', "the header 'X-Idempotency-Key' is required"),
      )
      expect(await seen(create(good, long))).to.deep.equal(
        refused(
          400,
          'invalid_idempotency_key_length',
          "'X-Idempotency-Key' must have 1 to 128 characters",
        ),
      )
      expect((await create(good, longest)).status).to.equal(201)
    })

    describe('with a key that was used', () => {
      const same = { headers: { 'x-idempotency-key': 'same' } }
      const used = refused(
        409,
        'idempotency_key_already_used',
        'the idempotency key was already used',
      )

      it('makes one order of the same request', async () => {
        const first = await seen(create(good, same))
        const second = await seen(create(good, same))

        expect(second).to.deep.equal(first)
        expect(sandbox.state().orders).to.have.length(1)
      })

      it('refuses another request', async () => {
        await create(good, same)

        expect(await seen(create({ ...good, description: 'x' }, same))).to.deep.equal(used)
      })

      it('makes another order for another seller, and a day later', async () => {
        const token = await tokenOfSeller(joao)
        const ids = new Set<unknown>()
        for (const change of [same, { ...same, token }]) {
          ids.add(Object((await seen(create(good, change))).body).id)
        }
        sandbox.clock.advance({ days: 1 })
        ids.add(Object((await seen(create(good, same))).body).id)

        expect(ids.size).to.equal(3)
      })
    })

    it('refuses a missing, an unknown and a withdrawn access token', async () => {
      await sandbox.withdraw(ana)

      const response = refused(401, '401', 'the access token is not valid')
      for (const token of ['', 'APP_USR-unknown', accessToken]) {
        expect(await seen(create(good, { token }))).to.deep.equal(response)
      }
      expect(await seen(fetch(`${sandbox.url}/v1/orders`, { method: 'POST' }))).to.deep.equal(
        response,
      )
    })

    it('refuses an access token without the scope write', async () => {
      sandbox.application.scopes = ['offline_access', 'read']
      const token = await tokenOfSeller(ana)

      expect(await seen(create(good, { token }))).to.deep.equal(
        refused(403, 'forbidden', 'the access token does not have the required scope'),
      )
    })

    it("refuses a fee with the marketplace's own access token, which has no seller", async () => {
      const token = await ownToken()
      const { marketplace_fee, ...without } = good

      expect(await seen(create(good, { token }))).to.deep.equal(
        refused(
          404,
          'marketplace_fee_not_allowed',
          'marketplace_fee needs the access token of a seller',
        ),
      )
      expect((await create(without, { token })).status).to.equal(201)
    })

    it('can be made to fail', async () => {
      sandbox.fail('checkout', 'rate_limited')

      expect(await seen(create(good))).to.deep.equal(
        refused(429, 'local_rate_limited', 'too many requests'),
      )
      expect((await create(good)).status).to.equal(201)
    })
  })

  describe('GET /v1/orders/<id>', () => {
    it('responds with the created object', async () => {
      const order = await created()

      expect(await seen(read(order.id))).to.deep.equal({ status: 200, body: order })
    })

    it("hides it from another seller and from the marketplace's own token", async () => {
      const { id } = await created()

      const response = refused(404, 'order_not_found', 'order not found')
      expect(await seen(read(id, await tokenOfSeller(joao)))).to.deep.equal(response)
      expect(await seen(read(id, await ownToken()))).to.deep.equal(response)
      expect(await seen(read(`ORD${'0'.repeat(26)}`))).to.deep.equal(response)
    })

    it('refuses what is no id of an order, and no access token', async () => {
      expect(await seen(read('700100001-x'))).to.deep.equal(
        refused(400, 'invalid_path_param', 'the id is not the id of an order'),
      )
      expect(await seen(fetch(`${sandbox.url}/v1/orders/x`))).to.deep.equal(
        refused(401, '401', 'the access token is not valid'),
      )
    })
  })

  describe('the checkout', () => {
    function decide(url: string, decision: string): Promise<Response> {
      const body = new URLSearchParams({ decision, lang: 'en' })
      return fetch(url, { method: 'POST', body, redirect: 'manual' })
    }

    it('shows the items, the seller, the total and the fee', async () => {
      const { id, checkout_url } = await created()

      const response = await fetch(checkout_url, { headers: { 'accept-language': 'en' } })
      const page = await response.text()

      expect(response.url).to.equal(`${sandbox.url}/checkout/${id}`)
      expect(page).to.contain('<h1>Pay PANADERIA_ANA</h1>').and.contain('2 × Un libro')
      expect(page).to.contain('data-testid="total">ARS\u00A03,000.50<')
      expect(page).to.contain(
        'the fee of the marketplace is ARS\u00A0120.50, and PANADERIA_ANA receives ARS\u00A02,880.00.',
      )
    })

    it('processes the order once it is paid', async () => {
      const order = await created()
      sandbox.clock.advance({ hours: 1 })

      await decide(`${sandbox.url}/checkout/${order.id}`, 'pay')

      const { last_updated_date, ...paid } = Object((await seen(read(order.id))).body)
      const { last_updated_date: _, ...before } = Object(order)
      const status = { status: 'processed', status_detail: 'accredited' }
      expect(last_updated_date).to.match(/^2026-03-09T08:30:/)
      expect(paid).to.deep.equal({
        ...before,
        ...status,
        total_paid_amount: '3000.50',
        transactions: {
          payments: [
            {
              id: order.id.replace('ORD', 'PAY'),
              amount: '3000.50',
              paid_amount: '3000.50',
              ...status,
              payment_method: { id: 'account_money', type: 'account_money' },
            },
          ],
        },
      })
    })

    it('leads back to where the order says', async () => {
      const online = {
        success_url: 'https://feria.example/paid?a=1',
        failure_url: 'https://feria.example/left',
      }
      const { id } = await created({ config: { online } })
      const url = `${sandbox.url}/checkout/${id}`

      expect((await decide(url, 'leave')).headers.get('location')).to.equal(online.failure_url)
      expect((await decide(url, 'pay')).headers.get('location')).to.equal(online.success_url)
    })

    it('has no page for an order that nobody created', async () => {
      const url = `${sandbox.url}/checkout/v1/redirect?order_id=ORD${'0'.repeat(26)}`

      expect((await fetch(url)).status).to.equal(404)
    })
  })

  it('is in the request log, the state and the events without the id in the path', async () => {
    const events: unknown[] = []
    sandbox.listen((event) => {
      if (event.type === 'order') events.push(event.order)
    })

    const { id } = await created()
    await read(id)

    const { clientId } = sandbox.application
    const party = { clientId, sellerId: ana }
    expect(sandbox.requests.slice(1).map(({ at, ...rest }) => rest)).to.deep.equal([
      { method: 'POST', path: '/v1/orders', status: 201, ...party },
      { method: 'GET', path: '/v1/orders/:id', status: 200, ...party },
    ])
    const { orders } = sandbox.state()
    expect(orders.map(({ createdAt, ...rest }) => rest)).to.deep.equal([
      { id, ...party, total: 3000.5, marketplaceFee: 120.5 },
    ])
    expect(events).to.deep.equal(orders)
  })
})
