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
const book = { title: 'Un libro', quantity: 2, unit_price: 1500.25, currency_id: 'ARS' }
const poster = { title: 'Un afiche', quantity: 1, unit_price: 0.1 }

describe('sandbox: checkout', () => {
  let sandbox: Sandbox
  let accessToken: string

  beforeEach(async () => {
    sandbox = await createSandbox({
      applications: [{ redirectUris: [redirectUri] }],
      startAt: new Date('2026-03-09T07:30:00Z'),
    })
    accessToken = await tokenOf(exchange(sandbox, await approvedCode(sandbox)), 'access_token')
    sandbox.application.name = 'Feria'
  })

  afterEach(() => sandbox.close())

  function create(body: unknown, token = accessToken): Promise<Response> {
    return fetch(`${sandbox.url}/checkout/preferences`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  }

  function read(id: string, token = accessToken): Promise<Response> {
    const headers = { authorization: `Bearer ${token}` }
    return fetch(`${sandbox.url}/checkout/preferences/${id}`, { headers })
  }

  async function created(fields: object = {}): Promise<{ id: string; init_point: string }> {
    return Object(await (await create({ items: [book], ...fields })).json())
  }

  function refused(status: number, error: string, message: string): object {
    return { status, body: { message, error, status, cause: [] } }
  }

  describe('POST /checkout/preferences', () => {
    it('responds with the sent fields, the recipient of the money and the payment URL', async () => {
      const sent = {
        items: [book, poster],
        marketplace_fee: 120.5,
        external_reference: 'order-7',
        back_urls: { success: 'https://feria.example/paid' },
        auto_return: 'approved',
      }

      const { status, body } = await seen(create(sent))

      const { id, init_point, sandbox_init_point, date_created, ...rest } = Object(body)
      expect(status).to.equal(201)
      expect(id).to.match(/^700100001-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
      expect(init_point).to.equal(`${sandbox.url}/checkout/${id}`)
      expect(sandbox_init_point).to.equal(init_point)
      expect(date_created).to.match(/^2026-03-09T07:30:0\d\.\d{3}Z$/)
      expect(rest).to.deep.equal({
        ...sent,
        collector_id: ana,
        client_id: sandbox.application.clientId,
      })
    })

    it('has no fee when none was sent', async () => {
      expect(await created()).to.include({ marketplace_fee: 0 })
    })

    it('lets nobody choose the id, the seller or the application', async () => {
      const forged = {
        id: 'mine',
        collector_id: 1,
        client_id: '1',
        init_point: 'https://x.example',
      }

      const preference = await created(forged)

      expect(preference).to.include({ collector_id: ana, client_id: '4400123456789012' })
      expect(preference.id).to.match(/^700100001-/)
      expect(preference.init_point).to.equal(`${sandbox.url}/checkout/${preference.id}`)
    })

    for (const [body, error, message] of [
      [{}, 'invalid_items', 'items needed'],
      [{ items: [] }, 'invalid_items', 'items needed'],
      [{ items: { title: 'x' } }, 'invalid_items', 'items needed'],
      [{ items: ['x'] }, 'invalid_items', 'items invalid'],
      [{ items: [{ ...book, title: '' }] }, 'invalid_items', 'title invalid'],
      [{ items: [{ ...book, title: 5 }] }, 'invalid_items', 'title invalid'],
      [{ items: [{ ...book, quantity: 0 }] }, 'invalid_items', 'quantity invalid'],
      [{ items: [{ ...book, quantity: 1.5 }] }, 'invalid_items', 'quantity invalid'],
      [{ items: [{ ...book, quantity: '2' }] }, 'invalid_items', 'quantity invalid'],
      [{ items: [{ ...book, unit_price: '10' }] }, 'invalid_items', 'unit_price invalid'],
      [{ items: [book, { ...book, unit_price: -1 }] }, 'invalid_items', 'unit_price invalid'],
      [
        { items: [book], marketplace_fee: -1 },
        'invalid_marketplace_fee',
        'marketplace_fee invalid',
      ],
      [
        { items: [book], marketplace_fee: 3000.51 },
        'invalid_marketplace_fee',
        'marketplace_fee must not be greater than total amount',
      ],
      [
        { items: [book], back_urls: { success: 'javascript:alert(1)' } },
        'invalid_back_urls',
        'back_urls invalid. Wrong format',
      ],
      [{ items: [book], back_urls: 'x' }, 'invalid_back_urls', 'back_urls invalid. Wrong format'],
      [
        { items: [book], auto_return: 'approved' },
        'invalid_back_urls',
        'auto_return invalid. back_urls.success must be defined',
      ],
      ['{"items":', 'bad_request', 'the body is not a JSON object'],
      ['[]', 'bad_request', 'the body is not a JSON object'],
    ] as const) {
      it(`refuses ${JSON.stringify(body)}`, async () => {
        expect(await seen(create(body))).to.deep.equal(refused(400, error, message))
      })
    }

    it('takes a fee as large as the total', async () => {
      expect((await create({ items: [book], marketplace_fee: 3000.5 })).status).to.equal(201)
    })

    it('refuses a dead access token', async () => {
      await sandbox.withdraw(ana)

      const response = refused(401, 'invalid_access_token', 'access denied')
      expect(await seen(create({ items: [book] }))).to.deep.equal(response)
      expect(await seen(create({ items: [book] }, 'APP_USR-unknown'))).to.deep.equal(response)
    })

    it('refuses an access token without the scope write', async () => {
      sandbox.application.scopes = ['offline_access', 'read']
      const token = await tokenOf(exchange(sandbox, await approvedCode(sandbox)), 'access_token')

      expect(await seen(create({ items: [book] }, token))).to.deep.equal(
        refused(403, 'forbidden', 'the access token has no scope write'),
      )
    })

    it('can be made to fail', async () => {
      sandbox.fail('checkout', 'server_error')

      expect(await seen(create({ items: [book] }))).to.deep.equal(
        refused(500, 'internal_server_error', 'internal server error'),
      )
      expect((await create({ items: [book] })).status).to.equal(201)
    })
  })

  describe('GET /checkout/preferences/<id>', () => {
    it('responds with the created object', async () => {
      const preference = await created({ marketplace_fee: 5 })

      expect(await seen(read(preference.id))).to.deep.equal({ status: 200, body: preference })
    })

    it("hides it from another seller and from the marketplace's own token", async () => {
      const { id } = await created()
      const joao = await sandbox.approve(
        `${sandbox.endpoints.authorizationEndpoint}?${new URLSearchParams({
          client_id: sandbox.application.clientId,
          response_type: 'code',
          redirect_uri: redirectUri,
          code_challenge: 'a'.repeat(43),
        })}`,
        { seller: 700200002 },
      )
      const code = new URL(joao).searchParams.get('code') ?? ''
      const tokens = exchange(sandbox, code, { code_verifier: 'a'.repeat(43) })
      const own = postToken(sandbox, { grant_type: 'client_credentials' })

      const response = refused(404, 'invalid_id', 'preference_id not found')
      expect(await seen(read(id, await tokenOf(tokens, 'access_token')))).to.deep.equal(response)
      expect(await seen(read(id, await tokenOf(own, 'access_token')))).to.deep.equal(response)
      expect(await seen(read('700100001-x'))).to.deep.equal(response)
    })
  })

  it('is in the request log without the id of a preference', async () => {
    const { id } = await created()
    await read(id)
    await read('of-my-own-making', 'APP_USR-unknown')

    const { clientId } = sandbox.application
    const sellerId = 700100001
    expect(sandbox.requests.slice(1).map(({ at, ...rest }) => rest)).to.deep.equal([
      { method: 'POST', path: '/checkout/preferences', status: 201, clientId, sellerId },
      { method: 'GET', path: '/checkout/preferences/:id', status: 200, clientId, sellerId },
      {
        method: 'GET',
        path: '/checkout/preferences/:id',
        status: 401,
        error: 'invalid_access_token',
      },
    ])
  })

  describe('GET /checkout/<id>', () => {
    function decide(url: string, decision: string, headers: Record<string, string> = {}) {
      const body = new URLSearchParams({ decision, lang: 'en' })
      return fetch(url, { method: 'POST', body, headers, redirect: 'manual' })
    }

    it('shows the items, the seller and the total', async () => {
      const items = [book, { ...poster, title: '<b>Un afiche</b>' }]
      const { init_point } = await created({ items })

      const page = await (await fetch(`${init_point}?lang=es`)).text()

      expect(page).to.contain('<h1>Pagar a PANADERIA_ANA</h1>')
      expect(page).to.contain('2 × Un libro').and.contain('&lt;b>Un afiche&lt;/b>')
      expect(page).to.contain('data-testid="total">$\u00A03.000,60<')
    })

    it('takes made-up money once, and says so', async () => {
      const { init_point } = await created()

      const response = await decide(init_point, 'pay')
      const page = await (
        await fetch(new URL(response.headers.get('location') ?? '', init_point))
      ).text()

      expect(response.status).to.equal(303)
      expect(page).to.contain('Paid with test money.')
      expect(page).to.not.contain('<form')
    })

    it('leads on to the start of the shop, or to where the shop wants its buyer', async () => {
      const back_urls = { success: 'https://feria.example/paid?shop=5' }
      const [plain, named] = [await created(), await created({ back_urls })]
      await decide(plain.init_point, 'pay')
      await decide(named.init_point, 'pay')

      const [first, second] = await Promise.all(
        [plain, named].map(async ({ init_point }) =>
          wayBackOn(await (await fetch(init_point)).text()),
        ),
      )

      expect(first).to.equal('https://feria.example/')
      expect(second).to.equal(
        `https://feria.example/paid?shop=5&amp;status=approved&amp;preference_id=${named.id}`,
      )
    })

    function wayBackOn(page: string): string | undefined {
      return /href="([^"]*)" rel="noreferrer" data-testid="back">/.exec(page)?.[1]
    }

    for (const [seller, language, total] of [
      [700200002, 'pt', 'R$ 3.000,50'],
      [700400004, 'es', '$ 3.000,50'],
      [700500005, 'es', '$3.001'],
    ] as const) {
      it(`writes the total as the country of ${seller} does in ${language}`, async () => {
        const redirect = await sandbox.approve(authorizationUrl(sandbox), { seller })
        const code = parameter(redirect, 'code')
        const token = await tokenOf(exchange(sandbox, code), 'access_token')
        const { init_point } = Object(await (await create({ items: [book] }, token)).json())

        const page = await (await fetch(`${init_point}?lang=${language}`)).text()

        const shown = /data-testid="total">([^<]*)</.exec(page)?.[1]
        expect(shown?.replaceAll('\u00A0', ' ')).to.equal(total)
      })
    }

    it("tells the developer the marketplace's fee, and what is left for the seller", async () => {
      const { init_point } = await created({ marketplace_fee: 5.1 })

      const page = await (await fetch(`${init_point}?lang=en`)).text()

      expect(page).to.contain(
        'the fee of the marketplace is ARS\u00A05.10, and PANADERIA_ANA receives ARS\u00A02,995.40.',
      )
    })

    it('remembers the first payment when a buyer sends the form again', async () => {
      const { init_point } = await created()
      await decide(init_point, 'pay')
      const [first] = sandbox.state().preferences
      sandbox.clock.advance({ minutes: 1 })
      await decide(init_point, 'pay')

      expect(first?.paidAt).to.be.instanceOf(Date)
      expect(sandbox.state().preferences).to.deep.equal([first])
    })

    it('sends the buyer back to the shop', async () => {
      const { id, init_point } = await created({
        external_reference: 'order 7',
        back_urls: {
          success: 'https://feria.example/paid?shop=5',
          failure: 'https://feria.example/left',
        },
      })

      const left = await decide(init_point, 'leave')
      const paid = await decide(init_point, 'pay')

      expect(left.headers.get('location')).to.equal(
        `https://feria.example/left?status=null&preference_id=${id}&external_reference=order%207`,
      )
      expect(paid.headers.get('location')).to.equal(
        `https://feria.example/paid?shop=5&status=approved&preference_id=${id}&external_reference=order%207`,
      )
    })

    it("refuses a form of another site's page", async () => {
      const { init_point } = await created()

      const response = await decide(init_point, 'pay', { 'sec-fetch-site': 'cross-site' })

      expect(response.status).to.equal(403)
      expect(await (await fetch(init_point)).text()).to.contain('data-testid="pay"')
    })

    it('knows no preference that was not created', async () => {
      expect((await fetch(`${sandbox.url}/checkout/x`)).status).to.equal(404)
      expect((await decide(`${sandbox.url}/checkout/x`, 'pay')).status).to.equal(404)
    })
  })
})
