import { expect } from 'chai'
import {
  MercadoPagoConfig,
  MPAuthenticationError,
  MPBadRequestError,
  MPRateLimitError,
  OAuth,
  Order,
  Preference,
  User,
} from 'mercadopago'
import { createSandbox, type Sandbox } from 'mercadopago-oauth-sandbox'
import { rejection } from '../helpers/errors.ts'
import { leadMercadoPagoTo } from '../helpers/mercado-pago-agent.ts'
import { withRealSockets } from '../helpers/nock.ts'
import { codeChallenge, codeVerifier, parameter, redirectUri } from './wire.ts'

describe('sandbox: with the mercadopago SDK', () => {
  withRealSockets()
  let sandbox: Sandbox
  let oauth: OAuth
  let client: { client_id: string; client_secret: string }
  let comeBack: () => Promise<void>

  beforeEach(async () => {
    sandbox = await createSandbox({ applications: [{ redirectUris: [redirectUri] }] })
    const { clientId, clientSecret } = sandbox.application
    client = { client_id: clientId, client_secret: clientSecret }
    oauth = new OAuth(new MercadoPagoConfig({ accessToken: 'APP_USR-of-the-marketplace' }))
    comeBack = leadMercadoPagoTo(sandbox.url)
  })

  afterEach(async () => {
    await comeBack()
    await sandbox.close()
  })

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

  function refresh(refreshToken: string | undefined, requestOptions = {}) {
    const body = { ...client, refresh_token: refreshToken ?? '' }
    return oauth.refresh({ body, requestOptions })
  }

  /** What the SDK sends in the name of a seller who has just linked. */
  async function ofSeller(): Promise<MercadoPagoConfig> {
    const { access_token: accessToken = '' } = await create(await approvedCode())
    return new MercadoPagoConfig({ accessToken })
  }

  it('asks for consent as the strictest application wants it', async () => {
    sandbox.switches.platformId = 'required'

    expect(await approvedCode()).to.match(/^TG-[0-9a-f]{24}-700100001$/)
  })

  it('links a seller and renews', async () => {
    const tokens = await create(await approvedCode())
    const renewed = await refresh(tokens.refresh_token)

    expect(tokens).to.include({ token_type: 'Bearer', user_id: 700100001, live_mode: true })
    expect(renewed.refresh_token).to.match(/^TG-[0-9a-f]{24}-700100001$/)
    expect(renewed.refresh_token).to.not.equal(tokens.refresh_token)
  })

  it('is refused a code that was used', async () => {
    const code = await approvedCode()
    await create(code)

    const error = await rejection(create(code), MPBadRequestError)

    expect(error).to.include({ status: 400, error: 'invalid_grant' })
  })

  it('loses a renewal whose response was lost, because it sends the refresh token again', async () => {
    const { refresh_token } = await create(await approvedCode())
    sandbox.fail('token', 'reset_after')

    const error = await rejection(refresh(refresh_token, { initialDelay: 1 }), MPBadRequestError)

    expect(error.error).to.equal('invalid_grant')
    expect(
      sandbox.requests.filter(({ grantType }) => grantType === 'refresh_token'),
    ).to.have.length(2)
  })

  it('receives a rate limit and its duration', async () => {
    sandbox.fail('token', 'rate_limited', { retryAfterSeconds: 7 })

    const error = await rejection(refresh('TG-1', { maxRetries: 0 }), MPRateLimitError)

    expect(error).to.include({ status: 429, error: 'local_rate_limited', retryAfter: 7 })
  })

  it('reads the profile of a linked seller', async () => {
    const user = await new User(await ofSeller()).get()

    expect(user).to.include({ id: 700100001, site_id: 'MLA', country_id: 'AR' })
  })

  it('hears that a seller has withdrawn', async () => {
    const config = await ofSeller()
    await sandbox.withdraw(700100001)

    const error = await rejection(new User(config).get(), MPAuthenticationError)

    expect(error.status).to.equal(401)
  })

  describe('Preference', () => {
    const items = [{ id: 'book-1', title: 'Un libro', quantity: 2, unit_price: 1500.25 }]

    it("sells in a linked seller's name, with a fee for the marketplace", async () => {
      const preference = new Preference(await ofSeller())

      const created = await preference.create({ body: { items, marketplace_fee: 150 } })
      const found = await preference.get({ preferenceId: created.id ?? '' })

      expect(created).to.deep.include({
        items,
        marketplace_fee: 150,
        collector_id: 700100001,
        client_id: client.client_id,
        init_point: `${sandbox.url}/checkout/${created.id}`,
      })
      expect(found).to.deep.include({ id: created.id, items, marketplace_fee: 150 })
    })

    it('is refused what cannot be sold', async () => {
      const preference = new Preference(await ofSeller())
      const free = { id: 'x', title: 'x', quantity: 1, unit_price: 0 }

      const error = await rejection(
        preference.create({ body: { items: [free] } }),
        MPBadRequestError,
      )

      expect(error).to.include({ status: 400, error: 'invalid_items' })
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

    it("sells in a linked seller's name, with a fee for the marketplace", async () => {
      const order = new Order(await ofSeller())
      const requestOptions = { idempotencyKey: '0d5020ed-1af6-469c-ae06-c3bec19954bb' }

      const created = await order.create({ body, requestOptions })
      const again = await order.create({ body, requestOptions })
      const found = await order.get({ id: created.id ?? '' })

      expect(created).to.deep.include({
        ...body,
        user_id: '700100001',
        status: 'created',
        checkout_url: `${sandbox.url}/checkout/v1/redirect?order_id=${created.id}`,
      })
      expect(again.id).to.equal(created.id)
      expect(found).to.deep.include({ id: created.id, ...body })
    })

    it('is refused what cannot be sold', async () => {
      const order = new Order(await ofSeller())

      const error = await rejection(
        order.create({ body: { ...body, total_amount: '1.00' } }),
        MPBadRequestError,
      )

      // The SDK drops the list of errors.
      expect(error).to.include({ status: 400, error: '' })
    })
  })
})
