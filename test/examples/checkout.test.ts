import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import type { Browser, PageResponse } from '../helpers/browser.ts'
import { withRealSockets } from '../helpers/nock.ts'
import { apps, type Outcome, type SampleApp } from './sample-app.ts'
import { SharedSandbox } from './shared-sandbox.ts'
import { ownForm, signedIn } from './visitor.ts'

const ana = 700100001
const joao = 700200002
const sur = 700500005

/** Each test has its own key. */
const order = { item: 'Pan de campo', price: '1500.50', fee: '150', key: '' }

/** How links to pay are made, and what the ids look like. */
const kinds = {
  preference: /^\/sellers\/700100001\/checkout\/700100001-[\da-f-]{36}$/,
  order: /^\/sellers\/700100001\/checkout\/ORD[\dA-Z]{26}$/,
} as const

const cases = apps.flatMap((name) =>
  (['preference', 'order'] as const).map((kind) => ({ name, kind })),
)

for (const { name, kind } of cases) {
  describe(`a checkout by ${kind} in ${name}`, function checkout() {
    this.timeout(60_000)
    withRealSockets()
    let shared: SharedSandbox
    let app: SampleApp
    let visitor: Browser
    let seen: string[]
    let outcome: Outcome | undefined

    before(async () => {
      shared = await SharedSandbox.start()
      app = await shared.startApp(name, kind === 'order' ? { CHECKOUT_BY: kind } : {})
      visitor = await signedIn(app)
      seen = []
    })
    beforeEach(async () => {
      order.key = randomUUID()
      for (const seller of [ana, joao, sur]) await shared.link(app, seller)
    })
    afterEach(() => {
      expect(shared.sandbox.faults).to.deep.equal([])
    })
    after(async () => {
      outcome = await app?.end()
      await shared?.stop()
      expect(`${outcome?.stdout}${outcome?.stderr}${seen.join('')}`).not.to.match(/APP_USR-|TG-/)
    })

    it('is made in the name of the seller, with the fee, and leads to where the buyer pays', async () => {
      const { status, headers } = await create(ana, order)
      const location = headers.get('location') ?? ''
      const page = await visitor.get(location)
      const payUrl = textIn(page, 'pay-url')
      const pay = await (await fetch(payUrl)).text()

      expect(status).to.equal(303)
      expect(location).to.match(kinds[kind])
      expect(textIn(page, 'checkout-item')).to.equal('Pan de campo')
      expect(textIn(page, 'checkout-price')).to.equal('ARS 1,500.50')
      expect(textIn(page, 'checkout-fee')).to.equal('ARS 150.00')
      expect(textIn(page, 'checkout-rest')).to.equal('ARS 1,350.50')
      expect(page.body).to.contain(`href="${payUrl}"`)
      expect(pay).to.contain('Pan de campo').and.contain('150')
      expect(callsOf('POST')).to.deep.equal([201])
    })

    it('writes money as the country of the seller does', async () => {
      const portuguese = await pageOf(joao, order, 'pt-BR')
      const spanish = await pageOf(ana, order, 'es-AR')

      expect(textIn(portuguese, 'checkout-price')).to.equal('R$ 1.500,50')
      expect(textIn(spanish, 'checkout-price')).to.equal('$ 1.500,50')
    })

    it('knows a currency without decimals', async () => {
      const form = await visitor.get(`/sellers/${sur}/checkout`)
      const refused = await create(sur, order)
      const page = await pageOf(sur, { ...order, price: '1500' })

      expect(form.body).to.contain('(CLP)').and.contain('step="1"')
      expect(refused.status).to.equal(422)
      expect(textIn(page, 'checkout-price')).to.equal('CLP 1,500')
    })

    const mistakes: Record<string, [field: string, change: Partial<typeof order>]> = {
      'no item': ['item', { item: '  ' }],
      'an item that is too long': ['item', { item: 'a'.repeat(121) }],
      'no price': ['price', { price: '' }],
      'a price of 0': ['price', { price: '0', fee: '0' }],
      'a price that is none': ['price', { price: '1e5' }],
      'a price below 0': ['price', { price: '-5' }],
      'too many decimals': ['price', { price: '1500.505' }],
      'a fee as high as the price': ['fee', { fee: '1500.50' }],
      'a fee below 0': ['fee', { fee: '-1' }],
    }
    for (const [what, [field, change]] of Object.entries(mistakes)) {
      it(`asks again for ${what}, and keeps what was typed`, async () => {
        const typed = { ...order, ...change }
        const { status, body } = await create(ana, typed)

        const rules = [...body.matchAll(/data-testid="(\w+)-rule"/g)].map(([, rule]) => rule)
        expect(status).to.equal(422)
        expect(rules).to.include(field)
        expect(body).to.contain(`value="${typed.fee}"`).and.contain(`value="${order.key}"`)
        expect(callsOf('POST')).to.deep.equal([])
      })
    }

    it('tells a seller who withdrew to link again', async () => {
      await shared.sandbox.withdraw(ana)

      const { status, body } = await create(ana, order)
      const page = await visitor.get(`/sellers/${ana}`)

      expect(status).to.equal(409)
      expect(codeOn(body)).to.equal('reauthorization_required')
      expect(textIn(page, 'link-state')).to.equal('Must connect again')
      expect(page.body).to.contain('data-what="mustLink"')
    })

    it('renews a token that is refused although the authorization is valid, and continues', async () => {
      shared.sandbox.fail('checkout', 'unauthorized')

      const { status } = await create(ana, order)

      expect(status).to.equal(303)
      expect(callsOf('POST')).to.deep.equal([401, 201])
      expect(shared.refreshes.at(-1)?.status).to.equal(200)
    })

    it('continues automatically after one failure', async () => {
      shared.sandbox.fail('checkout', 'server_error')

      expect((await create(ana, order)).status).to.equal(303)
      expect(callsOf('POST')).to.deep.equal([500, 201])
    })

    const failures = {
      'a refusal': ['forbidden', 1, 422, 'checkout_refused'],
      'a token that is refused twice': ['unauthorized', 2, 422, 'checkout_refused'],
      'a Mercado Pago that goes on failing': ['server_error', 2, 503, 'upstream_unavailable'],
      'a Mercado Pago that is away': ['unavailable', 2, 503, 'upstream_unavailable'],
      'a line that is cut': ['reset_before', 2, 503, 'upstream_unavailable'],
      'a Mercado Pago that is busy': ['rate_limited', 1, 503, 'upstream_rate_limited'],
      'half an answer': ['malformed', 1, 502, 'token_response_invalid'],
    } as const
    for (const [what, [kind, times, status, code]] of Object.entries(failures)) {
      it(`responds to ${what} with ${status} and ${code}`, async () => {
        shared.sandbox.fail('checkout', kind, { times })

        const response = await create(ana, order)

        expect(response.status).to.equal(status)
        expect(codeOn(response.body)).to.equal(code)
        expect(response.body).to.contain(`href="/sellers/${ana}"`)
      })
    }

    it('is not shown to another seller', async () => {
      const { headers } = await create(ana, order)
      const id = headers.get('location')?.split('/').at(-1) ?? ''

      for (const path of [
        `${joao}/checkout/${id}`,
        `${ana}/checkout/${id}x`,
        `${ana}/checkout/x`,
        `${ana}/checkout/%00`,
      ]) {
        const { status, body } = await visitor.get(`/sellers/${path}`)
        expect(status, path).to.equal(404)
        expect(codeOn(body)).to.equal('no_such_page')
      }
    })

    it('shows what is sold as text', async () => {
      const page = await pageOf(ana, { ...order, item: '<script>alert(1)</script>' })

      expect(page.body).not.to.contain('<script>alert')
    })

    if (kind === 'order') {
      it('is made once of a form that is sent twice, and after a response that was lost', async () => {
        const first = await create(ana, order)
        shared.sandbox.fail('checkout', 'reset_after')
        order.key = randomUUID()
        const second = await create(ana, order)
        const third = await create(ana, order)

        const locations = [first, second, third].map(({ headers }) => headers.get('location'))
        expect(locations[0]).to.match(kinds.order)
        expect(locations[1]).to.match(kinds.order).and.not.equal(locations[0])
        expect(locations[2]).to.equal(locations[1])
      })

      it('says so when Mercado Pago does not tell what became of the first time', async () => {
        shared.sandbox.switches.orderRetry = 'refused'
        shared.sandbox.fail('checkout', 'reset_after')

        const { status, body } = await create(ana, order)
        shared.sandbox.switches.orderRetry = 'repeats'

        expect(status).to.equal(409)
        expect(codeOn(body)).to.equal('checkout_sent_before')
        expect(body).to.contain(`href="/sellers/${ana}"`)
      })

      it('finds the preferences from before, too', async () => {
        const before = await shared.startApp(name, {}, app.folder)
        const own = await signedIn(before)
        const headers = ownForm(before)
        const body = new URLSearchParams(order).toString()
        const path = `/sellers/${ana}/checkout`
        const made = await own.get(path, { method: 'POST', headers, body })
        await before.end()

        const page = await visitor.get(made.headers.get('location') ?? '')

        expect(made.headers.get('location')).to.match(kinds.preference)
        expect(textIn(page, 'checkout-price')).to.equal('ARS 1,500.50')
      })
    }

    it('is not made of a form without its key', async () => {
      const { status, body } = await create(ana, { ...order, key: '' })

      expect(status).to.equal(400)
      expect(codeOn(body)).to.equal('form_unreadable')
    })

    async function create(
      seller: number,
      fields: typeof order,
      language = 'en',
    ): Promise<PageResponse> {
      seenRequests = shared.sandbox.requests.length
      const path = `/sellers/${seller}/checkout`
      const headers = { ...ownForm(app), 'accept-language': language }
      const body = new URLSearchParams(fields).toString()
      const response = await visitor.get(path, { method: 'POST', headers, body })
      seen.push(response.body)
      return response
    }

    async function pageOf(
      seller: number,
      fields: typeof order,
      language = 'en',
    ): Promise<PageResponse> {
      const { headers } = await create(seller, fields)
      const page = await visitor.get(headers.get('location') ?? '', {
        headers: { 'accept-language': language },
      })
      seen.push(page.body)
      return page
    }

    /** The sandbox's response to the last creation. */
    function callsOf(method: string): (number | undefined)[] {
      return shared.sandbox.requests
        .slice(seenRequests)
        .filter((request) => request.method === method && /^\/(checkout|v1)\//.test(request.path))
        .map(({ status }) => status)
    }
    let seenRequests = 0
  })
}

/** Of the element with that name; money may have a space that does not break. */
function textIn({ body }: PageResponse, testId: string): string {
  const text = new RegExp(`data-testid="${testId}"[^>]*>([^<]*)<`).exec(body)?.[1] ?? ''
  return text.replaceAll('\u00A0', ' ')
}

function codeOn(html: string): string | undefined {
  return /data-testid="error-code">(\w+)</.exec(html)?.[1]
}
