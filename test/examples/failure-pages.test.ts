import { createHash, randomUUID } from 'node:crypto'
import { expect } from 'chai'
import type { Browser, PageResponse } from '../helpers/browser.ts'
import { withRealSockets } from '../helpers/nock.ts'
import { textsOf } from './page-texts.ts'
import { apps, type SampleApp, startApp } from './sample-app.ts'
import { SharedSandbox } from './shared-sandbox.ts'
import { ownForm, signedIn } from './visitor.ts'

const ana = 700100001
const joao = 700200002
/** Take turns: a seller is renewed three times a minute at most, and each withdrawal takes one. */
const withdrawing = [700300003, 700400004, 700500005]
const callback = '/mercadopago/callback'

/** A visitor whose request fails. */
interface Visit {
  shared: SharedSandbox
  app: SampleApp
  /** Signed in. */
  browser: Browser
  language: string
}

interface Case {
  code: string
  status: number
  what: string
  act: (visit: Visit) => Promise<PageResponse>
}

/** A callback that nobody but the browser made up; `STATE` stands for that of a live attempt. */
function madeUp(query: string, method = 'GET'): Case['act'] {
  return async ({ browser }) => {
    const authorizationUrl = await begin(browser)
    const state = authorizationUrl.searchParams.get('state') ?? ''
    return await browser.get(callback + query.replace('STATE', state), { method })
  }
}

/** A token endpoint that fails, after a seller has consented. */
function failingExchange(
  kind: 'invalid_client' | 'reset_after' | 'malformed' | 'unavailable' | 'rate_limited',
): Case['act'] {
  return async (visit) => {
    const back = await consented(visit, ana)
    visit.shared.sandbox.fail('token', kind)
    return await visit.browser.get(back)
  }
}

function page(path: string): Case['act'] {
  return ({ browser }) => browser.get(path)
}

const cases: readonly Case[] = [
  { code: 'callback_malformed', status: 400, what: 'an empty callback', act: madeUp('') },
  {
    code: 'callback_method',
    status: 405,
    what: 'a posted callback',
    act: madeUp('?code=a&state=STATE', 'POST'),
  },
  { code: 'state_missing', status: 403, what: 'a callback without state', act: madeUp('?code=a') },
  {
    code: 'state_mismatch',
    status: 403,
    what: 'the state of another browser',
    async act({ app, language }) {
      const browser = await signedIn(app, 'Quiosco Sur', language)
      return await browser.get(`${callback}?code=a&state=b`)
    },
  },
  {
    code: 'state_consumed',
    status: 403,
    what: 'an answer that comes twice',
    // A user who has just linked an account is sent to it instead.
    async act(visit) {
      const { shared, app, language } = visit
      const browser = await signedIn(app, 'Quiosco Sur', language)
      const back = await consented({ ...visit, browser }, ana)
      const before = browser.copy()
      shared.sandbox.fail('token', 'unavailable')
      await browser.get(back)
      return await before.get(back)
    },
  },
  {
    code: 'issuer_mismatch',
    status: 403,
    what: 'another issuer',
    act: madeUp('?code=a&state=STATE&iss=https://other.example'),
  },
  {
    code: 'authorization_error',
    status: 502,
    what: 'a failing authorization server',
    act: madeUp('?error=server_error&state=STATE&error_description=Canary'),
  },
  {
    code: 'code_rejected',
    status: 400,
    what: 'a code that is refused',
    act: madeUp('?code=Canary&state=STATE'),
  },
  {
    code: 'client_rejected',
    status: 500,
    what: 'a Client Secret that is refused',
    act: failingExchange('invalid_client'),
  },
  {
    code: 'exchange_outcome_unknown',
    status: 502,
    what: 'an answer that is lost on the way',
    act: failingExchange('reset_after'),
  },
  {
    code: 'token_response_invalid',
    status: 502,
    what: 'half an answer',
    act: failingExchange('malformed'),
  },
  {
    code: 'upstream_rate_limited',
    status: 503,
    what: 'a Mercado Pago that is busy',
    act: failingExchange('rate_limited'),
  },
  {
    code: 'upstream_unavailable',
    status: 503,
    what: 'a Mercado Pago that is away',
    act: failingExchange('unavailable'),
  },
  {
    code: 'seller_mismatch',
    status: 409,
    what: 'another account than the one that was to link again',
    async act(visit) {
      return await visit.browser.get(await consented(visit, joao, `?seller=${ana}`))
    },
  },
  {
    code: 'seller_already_linked',
    status: 409,
    what: 'an account of another shop',
    async act(visit) {
      await visit.shared.link(visit.app, joao, 'Taller Lupe')
      return await visit.browser.get(await consented(visit, joao))
    },
  },
  {
    code: 'reauthorization_required',
    status: 409,
    what: 'a checkout of a seller who withdrew',
    async act(visit) {
      const seller = withdrawing.shift() ?? ana
      withdrawing.push(seller)
      await visit.browser.get(await consented(visit, seller))
      await visit.shared.sandbox.withdraw(seller)
      return await order(visit, seller)
    },
  },
  {
    code: 'checkout_refused',
    status: 422,
    what: 'a checkout that is refused',
    async act(visit) {
      await visit.browser.get(await consented(visit, ana))
      visit.shared.sandbox.fail('checkout', 'forbidden')
      return await order(visit, ana)
    },
  },
  {
    code: 'checkout_sent_before',
    status: 409,
    what: 'a checkout that Mercado Pago had before',
    async act(visit) {
      const { switches } = visit.shared.sandbox
      await visit.browser.get(await consented(visit, ana))
      const key = randomUUID()
      await order(visit, ana, key)
      switches.orderRetry = 'refused'
      const response = await order(visit, ana, key)
      switches.orderRetry = 'repeats'
      return response
    },
  },
  {
    code: 'foreign_form',
    status: 403,
    what: 'a form of another site',
    act: ({ browser }) => browser.get('/sign-out', { method: 'POST' }),
  },
  {
    code: 'form_unreadable',
    status: 400,
    what: 'a form that is none',
    act: ({ app, browser }) =>
      browser.get('/sign-in', {
        method: 'POST',
        headers: { ...ownForm(app), 'content-type': 'text/plain' },
        body: 'Canary',
      }),
  },
  {
    code: 'no_such_page',
    status: 404,
    what: 'a seller nobody knows',
    act: page('/sellers/Canary'),
  },
  { code: 'no_such_page', status: 404, what: 'an unknown address', act: page('/Canary') },
  {
    code: 'no_such_page',
    status: 404,
    what: 'an address that is no UTF-8',
    act: page('/sellers/%E0%A4'),
  },
]

for (const name of apps) {
  describe(`failure pages of ${name}`, function failurePages() {
    this.timeout(60_000)
    withRealSockets()
    let shared: SharedSandbox
    let app: SampleApp

    before(async () => {
      shared = await SharedSandbox.start()
      app = await shared.startApp(name, { CHECKOUT_BY: 'order' })
    })
    after(async () => {
      await app?.end()
      await shared?.stop()
    })

    for (const { code, status, what, act } of cases) {
      it(`responds to ${what} with ${status} and ${code}`, async () => {
        const response = await failed('en', act)

        expect(response.status).to.equal(status)
        expect(codeOn(response.body)).to.equal(code)
        expect(response.body).not.to.match(/Canary|server_error|APP_USR|TG-/)
        expect(response.headers.get('content-type')).to.equal('text/html; charset=utf-8')
        expect(response.headers.get('cache-control')).to.equal('no-store')
      })
    }

    // The pages are the same in both apps.
    if (name === 'koa') {
      for (const { code, what, act } of cases) {
        it(`speaks Spanish and Portuguese about ${what} (${code})`, async () => {
          const english = textsOf((await failed('en', act)).body)
          for (const language of ['es', 'pt']) {
            const { body } = await failed(language, act)
            expect(body).to.contain(`<html lang="${language}">`)
            expect(codeOn(body)).to.equal(code)
            expect(textsOf(body).filter((text) => english.includes(text))).to.deep.equal([])
          }
        })
      }
    }

    it('lead to the attempt in the sandbox, by the hash of its state', async () => {
      const browser = await signedIn(app, undefined, 'en')
      const back = await consented({ shared, app, browser, language: 'en' }, ana)
      shared.sandbox.fail('token', 'invalid_grant')
      const { body } = await browser.get(back)

      const state = new URL(back).searchParams.get('state') ?? ''
      const hash = createHash('sha256').update(state).digest('base64url')
      const [, href] = /href="([^"]*)" data-testid="what-happened"/.exec(body) ?? []
      expect(href).to.equal(`${shared.url}/sandbox/attempts/state/${hash}?lang=en`)
      const [attempt] = shared.sandbox.attempts()
      expect([attempt?.stateHash, attempt?.verdict]).to.deep.equal([hash, 'struck'])
    })

    it('lead nowhere where Mercado Pago has no part', async () => {
      expect((await failed('en', page('/nowhere'))).body).to.not.contain('what-happened')
    })

    it('says on the home page, once, that the seller cancelled', async () => {
      const browser = await signedIn(app)
      const state = (await begin(browser)).searchParams.get('state')

      let response = await browser.get(`${callback}?error=access_denied&state=${state}`)
      if (response.headers.get('location') === '/denied') response = await browser.get('/denied')
      const home = await browser.get('/')
      const again = await browser.get('/')

      expect([response.status, response.headers.get('location')]).to.deep.equal([303, '/'])
      expect(noticeOn(home.body)).to.equal('You cancelled at Mercado Pago. Nothing was connected.')
      expect(noticeOn(again.body)).to.equal(undefined)
    })

    it('ends the attempt with the denial', async () => {
      const browser = await signedIn(app)
      const state = (await begin(browser)).searchParams.get('state')

      await browser.get(`${callback}?error=access_denied&state=${state}`)

      const attempts = browser.live().filter((cookie) => cookie.startsWith('mp-'))
      expect(attempts).to.deep.equal([])
    })

    it('logs failures on our side alone, each once and by its code alone', async () => {
      const own = await startApp(name)
      for (const error of ['access_denied', 'server_error', 'temporarily_unavailable']) {
        const browser = await signedIn(own)
        const state = (await begin(browser)).searchParams.get('state')
        await browser.get(`${callback}?error=${error}&state=${state}`)
      }

      expect((await own.end()).stderr).to.equal('Feria failed: authorization_error\n'.repeat(2))
    })

    /** Passport leads on to another page for a denial. */
    async function failed(language: string, act: Case['act']): Promise<PageResponse> {
      const browser = await signedIn(app, undefined, language)
      const response = await act({ shared, app, browser, language })
      const { status, headers } = response
      return status === 302 ? await browser.get(headers.get('location') ?? '') : response
    }
  })
}

/** An attempt that waits for its callback: where the seller is sent. */
async function begin(browser: Browser, query = ''): Promise<URL> {
  const { headers } = await browser.get(`/mercadopago/connect${query}`)
  return new URL(headers.get('location') ?? '')
}

/** The callback that a seller's consent leads to. */
async function consented({ shared, browser }: Visit, seller: number, query = ''): Promise<string> {
  const { href } = await begin(browser, query)
  return await shared.sandbox.approve(href.replace(shared.url, shared.sandbox.url), { seller })
}

function order({ app, browser }: Visit, seller: number, key = randomUUID()): Promise<PageResponse> {
  return browser.get(`/sellers/${seller}/checkout`, {
    method: 'POST',
    headers: ownForm(app),
    body: new URLSearchParams({ item: 'Pan', price: '100', fee: '10', key }).toString(),
  })
}

function noticeOn(html: string): string | undefined {
  return /data-testid="notice">([^<]*)</.exec(html)?.[1]
}

function codeOn(html: string): string | undefined {
  return /data-testid="error-code">(\w+)</.exec(html)?.[1]
}
