import { expect } from 'chai'
import { SellerConflictError, StateError } from 'mercadopago-oauth'
import { type LinkResult, type MercadoPagoOptions, mercadoPago } from 'mercadopago-oauth-web'
import { isEnded } from '../helpers/cookie-jar.ts'
import { asyncMisuse, misuse } from '../helpers/errors.ts'
import { SellerWorld } from '../helpers/seller-world.ts'
import { signedDelivery, webhookSecret } from '../helpers/signed-delivery.ts'
import { json, TokenServer } from '../helpers/token-server.ts'

const origin = 'https://shop.example'

describe('mercadopago-oauth-web', () => {
  let server: TokenServer
  let told: unknown[]

  beforeEach(async () => {
    server = await TokenServer.start()
    told = []
  })

  afterEach(() => server.stop())

  function options(changes: Partial<MercadoPagoOptions> = {}): MercadoPagoOptions {
    return {
      clientId: '1234567890123456',
      clientSecret: 'the-secret-of-the-application-01',
      redirectUri: `${origin}/mercadopago/callback`,
      provider: server.provider,
      user: () => 'shop-7',
      onError: (error) => void told.push(error),
      ...changes,
    }
  }

  /** A request to the handler. */
  function asked(path: string, init: RequestInit = {}): Request {
    return new Request(`${origin}${path}`, init)
  }

  /** Begins an attempt, and makes the request that ends it. */
  async function begun(mp: ReturnType<typeof mercadoPago>, query = ''): Promise<Request> {
    const response = await mp.handler(asked(`/mercadopago/connect${query}`))
    const { searchParams } = new URL(response.headers.get('location') ?? '')
    const cookie = response.headers
      .getSetCookie()
      .map((line) => line.split(';', 1)[0])
      .join('; ')
    const back = new URLSearchParams({ code: 'TG-1', state: searchParams.get('state') ?? '' })
    return asked(`/mercadopago/callback?${back}`, { headers: { cookie } })
  }

  /** Nothing is kept by anybody, and the attempt has ended in the browser. */
  function expectPrivate({ headers }: Response): void {
    expect(headers.get('cache-control')).to.equal('no-store')
    expect(headers.get('referrer-policy')).to.equal('no-referrer')
    const [line = ''] = headers.getSetCookie().slice(-1)
    expect(isEnded(/=([^;]*)/.exec(line)?.[1] ?? '-')).to.equal(true)
  }

  it('handler() is the whole flow: it hands the tokens over, then returns the seller', async () => {
    const results: LinkResult[] = []
    const mp = mercadoPago(options({ onLinked: (result) => void results.push(result) }))
    const response = await mp.handler(await begun(mp, '?returnTo=/shops/7'))
    expect([response.status, response.headers.get('location')]).to.deep.equal([302, '/shops/7'])
    expect(await response.text()).to.equal('')
    expectPrivate(response)
    expect(results.map(({ tokens }) => tokens.sellerId)).to.deep.equal(['4242'])
  })

  it('handler() knows its paths, with and without a last slash, and no other', async () => {
    const { handler } = mercadoPago(options({ connectPath: '/start', callbackPath: '/back' }))
    const paths = [
      '/start',
      '/start/',
      '/back',
      '/back/?',
      '/START',
      '/start/x',
      '/mercadopago/connect',
    ]
    const statuses = await Promise.all(
      paths.map(async (path) => (await handler(asked(path))).status),
    )
    expect(statuses).to.deep.equal([302, 302, 400, 400, 404, 404, 404])
  })

  it('K03: handler() refuses visitors who are not signed in, and connect() leaves that to the app', async () => {
    const nobody = options({ user: async () => undefined })
    const mp = mercadoPago(nobody)
    const refused = await mp.handler(asked('/mercadopago/connect'))
    expect([refused.status, await refused.text(), told]).to.deep.equal([
      403,
      'Please sign in first.\n',
      [],
    ])
    expect((await mp.connect(asked('/x'))).status).to.equal(302)
    const open = mercadoPago({ ...nobody, anonymous: true })
    expect((await open.handler(asked('/mercadopago/connect'))).status).to.equal(302)
  })

  it('connect() takes returnTo before the query, a context, and the only seller who may come', async () => {
    const results: LinkResult[] = []
    const mp = mercadoPago(options({ onLinked: (result) => void results.push(result) }))
    const start = await mp.connect(asked('/x?returnTo=/query'), {
      returnTo: '/given',
      context: { plan: 'pro' },
      expectedSellerId: '4242',
    })
    const state = new URL(start.headers.get('location') ?? '').searchParams.get('state')
    const cookie = start.headers.get('set-cookie')?.split(';', 1)[0] ?? ''
    await mp.callback(asked(`/back?code=TG-1&state=${state}`, { headers: { cookie } }))
    expect(results.map(({ returnTo, context }) => [returnTo, context])).to.deep.equal([
      ['/given', { plan: 'pro' }],
    ])
  })

  const ownResponses: Record<string, () => Response> = {
    'a page': () => new Response('linked', { status: 201, headers: { 'Set-Cookie': 'a=1' } }),
    'one whose headers cannot be changed': () => Response.redirect(`${origin}/done`, 303),
    'one that wants to be cached': () =>
      new Response('linked', {
        headers: { 'Cache-Control': 'max-age=60', 'Referrer-Policy': 'unsafe-url' },
      }),
  }
  for (const [name, make] of Object.entries(ownResponses)) {
    it(`C11: gives the response of onLinked, ${name}, and keeps the headers`, async () => {
      const mp = mercadoPago(options({ onLinked: async () => make() }))
      const response = await mp.handler(await begun(mp))
      const expected = make()
      expect([response.status, await response.text()]).to.deep.equal([
        expected.status,
        await expected.text(),
      ])
      expect(response.headers.get('location')).to.equal(expected.headers.get('location'))
      expect(response.headers.getSetCookie().slice(0, -1)).to.deep.equal(
        expected.headers.getSetCookie(),
      )
      expectPrivate(response)
    })
  }

  it('takes whatever else onLinked returns for nothing', async () => {
    const mp = mercadoPago(options({ onLinked: (() => new Map()) as unknown as () => undefined }))
    expect((await mp.handler(await begun(mp))).headers.get('location')).to.equal('/')
  })

  for (const mistake of [new Error('the shop is closed'), 'a text', null]) {
    it(`K17: responds with the headers when onLinked throws ${mistake}, and calls onError`, async () => {
      const onLinked = () => {
        throw mistake
      }
      const mp = mercadoPago(options({ onLinked }))
      const response = await mp.handler(await begun(mp))
      expect([response.status, await response.text()]).to.deep.equal([
        500,
        'Something went wrong. Please try again later.\n',
      ])
      expectPrivate(response)
      expect(told).to.deep.equal([mistake])
    })
  }

  it('responds with the status of a package error that onLinked throws', async () => {
    const conflict = new SellerConflictError('seller_already_linked')
    const mp = mercadoPago(options({ onLinked: () => Promise.reject(conflict) }))
    const response = await mp.handler(await begun(mp))
    expect(response.status).to.equal(409)
    expectPrivate(response)
    expect(told).to.deep.equal([])
  })

  it('passes failures of 500 and above to onError, and responds to all with constant text', async () => {
    const mp = mercadoPago(options())
    const forged = await mp.handler(
      asked(`/mercadopago/callback?code=TG-1&state=${'A'.repeat(43)}`),
    )
    expect([forged.status, told]).to.deep.equal([403, []])
    server.reply = json({ error: 'invalid_client', message: 'canary' }, 400)
    const response = await mp.handler(await begun(mp))
    expect([response.status, await response.text()]).to.deep.equal([
      500,
      'The account was not linked (client_rejected). Please try again later.\n',
    ])
    expect(response.headers.get('content-type')).to.match(/^text\/plain; ?charset=utf-8$/i)
    expect(told.map((error) => Reflect.get(error as Error, 'code'))).to.deep.equal([
      'client_rejected',
    ])
  })

  it('gives the page of errorPage for a failure, and keeps the headers', async () => {
    const errorPage = async (error: unknown) =>
      error instanceof StateError
        ? new Response(`page for ${error.code}`, { status: 418 })
        : undefined
    const mp = mercadoPago(options({ errorPage }))
    const request = await begun(mp)
    expectPrivate(await mp.handler(request.clone()))
    const replay = await mp.handler(request)
    expect([replay.status, await replay.text()]).to.deep.equal([418, 'page for state_consumed'])
    expectPrivate(replay)
    const other = await mp.handler(asked('/mercadopago/callback'))
    expect(await other.text()).to.contain('(callback_malformed)')
  })

  it('K17: responds although errorPage and onError throw', async () => {
    const fails = () => {
      throw new Error('the app is broken')
    }
    const printed: unknown[] = []
    const { error: print } = console
    console.error = (error) => void printed.push(error)
    try {
      const mp = mercadoPago(options({ onLinked: fails, errorPage: fails, onError: fails }))
      const response = await mp.handler(await begun(mp))
      expect(response.status).to.equal(500)
      expectPrivate(response)
    } finally {
      console.error = print
    }
    expect(printed.map(String)).to.deep.equal(Array(2).fill('Error: the app is broken'))
  })

  it('prints failures of 500 and above where there is no onError', async () => {
    const mistake = new Error('no session store')
    const user = () => Promise.reject(mistake)
    const printed: unknown[] = []
    const { error: print } = console
    console.error = (error) => void printed.push(error)
    try {
      const { handler } = mercadoPago({ ...options({ user }), onError: undefined })
      expect((await handler(asked('/mercadopago/connect'))).status).to.equal(500)
      await handler(asked('/mercadopago/callback', { method: 'POST' }))
    } finally {
      console.error = print
    }
    expect(printed).to.deep.equal([mistake])
  })

  it('sends several cookies, each in its own header line', async () => {
    let seconds = 0
    const clock = () => new Date(Date.parse('2026-03-01T12:00:00Z') + 1000 * seconds++)
    const { handler } = mercadoPago(options({ clock }))
    const jar = new Map<string, string>()
    let lines: string[] = []
    for (let count = 0; count < 9; count++) {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
      const response = await handler(asked('/mercadopago/connect', { headers: { cookie } }))
      lines = response.headers.getSetCookie()
      const [, name = '', value = ''] = /^([^=]*)=([^;]*)/.exec(lines.at(-1) ?? '') ?? []
      jar.set(name, value)
    }
    expect(lines.map((line) => /Max-Age=\d+/.exec(line)?.[0])).to.have.members([
      'Max-Age=0',
      'Max-Age=600',
    ])
  })

  for (const name of ['user', 'mayMove', 'onLinked', 'onError', 'errorPage'] as const) {
    it(`names the option ${name} when it is no function`, () => {
      const wrong = { ...options(), [name]: 'ana' as never }
      expect(misuse(() => mercadoPago(wrong))).to.deep.equal({
        code: 'ERR_INVALID_ARG_TYPE',
        message: `"${name}" must be a function`,
      })
    })
  }

  describe('notifications', () => {
    let world: SellerWorld

    beforeEach(async () => {
      world = await SellerWorld.open()
    })
    afterEach(() => world.close())

    function delivered(path: string): Request {
      const { query, headers, body } = signedDelivery({ ts: String(world.now.getTime()) })
      return asked(`${path}${query}`, { method: 'POST', headers, body })
    }

    function withSellers(changes: Partial<MercadoPagoOptions> = {}): MercadoPagoOptions {
      const { clock, server } = world
      const { provider } = server
      return options({ sellers: world.machine(), webhookSecret, clock, provider, ...changes })
    }

    it('handler() takes them in where it is told', async () => {
      const standard = mercadoPago(withSellers())
      expect((await standard.handler(delivered('/mercadopago/notifications'))).status).to.equal(200)
      const moved = mercadoPago(withSellers({ notificationsPath: '/hook' }))
      expect((await moved.handler(delivered('/hook'))).status).to.equal(200)
      expect((await moved.handler(delivered('/mercadopago/notifications'))).status).to.equal(404)
    })

    it('handler() has no such path without sellers, or without a secret', async () => {
      for (const missing of [{ sellers: undefined }, { webhookSecret: undefined }]) {
        const { handler } = mercadoPago(withSellers(missing))
        expect((await handler(delivered('/mercadopago/notifications'))).status).to.equal(404)
      }
    })

    it('notifications() names what is missing', async () => {
      const unsigned = mercadoPago(withSellers({ webhookSecret: undefined }))
      expect((await asyncMisuse(unsigned.notifications(delivered('/x')))).message).to.equal(
        '"secret" must be a string',
      )
    })

    it('never get a page of the app, which could look like success', async () => {
      const errorPage = () => new Response('sorry', { status: 200 })
      const { notifications } = mercadoPago(withSellers({ errorPage }))
      const { headers } = delivered('/x')
      const response = await notifications(asked('/x', { method: 'POST', headers, body: '{}' }))
      expect([response.status, await response.text()]).to.deep.equal([401, 'webhook_mismatch\n'])
    })

    it('fail with the reason when the body was already read', async () => {
      const { notifications } = mercadoPago(withSellers())
      const request = delivered('/x')
      await request.text()
      const response = await notifications(request)
      expect([response.status, await response.text()]).to.deep.equal([500, ''])
      expect(String(told)).to.match(/^TypeError.*ReadableStream is locked/)
    })
  })
})
