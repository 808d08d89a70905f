import { expect } from 'chai'
import { MercadoPagoConfig, OAuth, Order, Preference } from 'mercadopago'
import { createSandbox, type Sandbox } from 'mercadopago-oauth-sandbox'
import nock from 'nock'
import { codeChallenge, codeVerifier, parameter, redirectUri } from './wire.ts'

describe('sandbox: with the mercadopago SDK', () => {
  const oauth = new OAuth(new MercadoPagoConfig({ accessToken: 'APP_USR-of-the-marketplace' }))
  let sandbox: Sandbox
  let client: { client_id: string; client_secret: string }

  beforeEach(async () => {
    sandbox = await createSandbox({ applications: [{ redirectUris: [redirectUri] }] })
    const { clientId, clientSecret } = sandbox.application
    client = { client_id: clientId, client_secret: clientSecret }
    forward('post', '/oauth/token', 2)
  })

  afterEach(async () => {
    nock.cleanAll()
    await sandbox.close()
  })

  // The SDK knows one host, so its requests are caught on the way and handed to the sandbox.
  function forward(method: 'get' | 'post', path: string, times: number): void {
    nock('https://api.mercadopago.com')
      [method](path)
      .times(times)
      .reply(async function forwarded(uri, body) {
        const headers = Object.entries(this.req.headers).filter(([name]) => name !== 'host')
        const response = await fetch(`${sandbox.url}${uri}`, {
          method,
          headers: headers.map(([name, value]): [string, string] => [name, String(value)]),
          ...(method === 'post' && { body: JSON.stringify(body) }),
        })
        return [response.status, await response.text(), { 'content-type': 'application/json' }]
      })
  }

  async function approvedCode(): Promise<string> {
    // The typed options end before PKCE, but what else is there goes into the URL.
    const options: object = {
      client_id: client.client_id,
      redirect_uri: redirectUri,
      state: 'state-1',
      code_challenge: codeChallenge,
      code_challenge_method: 'S256',
    }
    const { search } = new URL(oauth.getAuthorizationURL({ options }))
    const back = await sandbox.approve(`${sandbox.endpoints.authorizationEndpoint}${search}`)
    return parameter(back, 'code')
  }

  function create(code: string) {
    const body = { ...client, code, redirect_uri: redirectUri, code_verifier: codeVerifier }
    return oauth.create({ body })
  }

  it('links a seller and renews', async () => {
    const tokens = await create(await approvedCode())
    const renewed = await oauth.refresh({
      body: { ...client, refresh_token: tokens.refresh_token ?? '' },
    })

    expect(tokens).to.include({ token_type: 'Bearer', user_id: 700100001, live_mode: true })
    expect(renewed.refresh_token).to.match(/^TG-[0-9a-f]{24}-700100001$/)
    expect(renewed.refresh_token).to.not.equal(tokens.refresh_token)
    expect(nock.isDone()).to.equal(true)
  })

  it('is refused a code that was used', async () => {
    const code = await approvedCode()
    await create(code)

    const error: unknown = await create(code).catch((reason: unknown) => reason)

    expect(error).to.include({ status: 400, error: 'invalid_grant' })
    expect(nock.isDone()).to.equal(true)
  })

  describe('Preference', () => {
    const items = [{ id: 'book-1', title: 'Un libro', quantity: 2, unit_price: 1500.25 }]

    beforeEach(() => {
      nock.cleanAll()
      forward('post', '/oauth/token', 1)
      forward('post', '/checkout/preferences/', 1)
    })

    it("sells in a linked seller's name, with a fee for the marketplace", async () => {
      const { access_token = '' } = await create(await approvedCode())
      const preference = new Preference(new MercadoPagoConfig({ accessToken: access_token }))

      const created = await preference.create({ body: { items, marketplace_fee: 150 } })
      forward('get', `/checkout/preferences/${created.id}`, 1)
      const found = await preference.get({ preferenceId: created.id ?? '' })

      expect(created).to.deep.include({
        items,
        marketplace_fee: 150,
        collector_id: 700100001,
        client_id: client.client_id,
        init_point: `${sandbox.url}/checkout/${created.id}`,
      })
      expect(found).to.deep.include({ id: created.id, items, marketplace_fee: 150 })
      expect(nock.isDone()).to.equal(true)
    })

    it('is refused what cannot be sold', async () => {
      const { access_token = '' } = await create(await approvedCode())
      const preference = new Preference(new MercadoPagoConfig({ accessToken: access_token }))

      const error: unknown = await preference
        .create({
          body: { items: [{ ...items[0], id: 'x', title: 'x', quantity: 1, unit_price: 0 }] },
        })
        .catch((reason: unknown) => reason)

      expect(error).to.include({ status: 400, error: 'invalid_items' })
      expect(nock.isDone()).to.equal(true)
    })
  })

  describe('Order', () => {
    const body = {
      type: 'online',
      processing_mode: 'manual',
      total_amount: '3000.50',
      marketplace_fee: '150.00',
      items: [{ title: 'Un libro', quantity: 2, unit_price: '1500.25' }],
    }

    beforeEach(() => {
      nock.cleanAll()
      forward('post', '/oauth/token', 1)
    })

    async function linked(): Promise<Order> {
      const { access_token = '' } = await create(await approvedCode())
      return new Order(new MercadoPagoConfig({ accessToken: access_token }))
    }

    it("sells in a linked seller's name, with a fee for the marketplace", async () => {
      forward('post', '/v1/orders', 2)
      const order = await linked()
      const requestOptions = { idempotencyKey: '0d5020ed-1af6-469c-ae06-c3bec19954bb' }

      const created = await order.create({ body, requestOptions })
      const again = await order.create({ body, requestOptions })
      forward('get', `/v1/orders/${created.id}`, 1)
      const found = await order.get({ id: created.id ?? '' })

      expect(created).to.deep.include({
        ...body,
        user_id: '700100001',
        status: 'created',
        checkout_url: `${sandbox.url}/checkout/v1/redirect?order_id=${created.id}`,
      })
      expect(again.id).to.equal(created.id)
      expect(found).to.deep.include({ id: created.id, ...body })
      expect(nock.isDone()).to.equal(true)
    })

    it('is refused what cannot be sold', async () => {
      forward('post', '/v1/orders', 1)
      const order = await linked()

      const error: unknown = await order
        .create({ body: { ...body, total_amount: '1.00' } })
        .catch((reason: unknown) => reason)

      // The SDK drops the list of errors.
      expect(error).to.include({ status: 400, error: '' })
      expect(nock.isDone()).to.equal(true)
    })
  })
})
