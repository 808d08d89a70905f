import { expect } from 'chai'
import type { Browser } from '../helpers/browser.ts'
import { apps, type SampleApp, startApp } from './sample-app.ts'
import { signedIn } from './visitor.ts'

interface Case {
  code: string
  status: number
  what: string
  /** `STATE` stands for that of a live attempt. */
  path: string
  method?: string
}

const callback = '/mercadopago/callback'

const cases: readonly Case[] = [
  { code: 'callback_malformed', status: 400, what: 'an empty callback', path: callback },
  {
    code: 'callback_method',
    status: 405,
    what: 'a posted callback',
    path: `${callback}?code=a&state=STATE`,
    method: 'POST',
  },
  {
    code: 'state_missing',
    status: 403,
    what: 'a callback without state',
    path: `${callback}?code=a`,
  },
  {
    code: 'state_mismatch',
    status: 403,
    what: 'the state of another browser',
    path: `${callback}?code=a&state=b`,
  },
  {
    code: 'issuer_mismatch',
    status: 403,
    what: 'another issuer',
    path: `${callback}?code=a&state=STATE&iss=https://other.example`,
  },
  {
    code: 'access_denied',
    status: 403,
    what: 'a denial',
    path: `${callback}?error=access_denied&state=STATE`,
  },
  {
    code: 'authorization_error',
    status: 502,
    what: 'a failing authorization server',
    path: `${callback}?error=server_error&state=STATE&error_description=Canary`,
  },
  {
    code: 'code_rejected',
    status: 400,
    what: 'a code that is refused',
    path: `${callback}?code=Canary&state=STATE`,
  },
  { code: 'no_such_page', status: 404, what: 'a seller nobody knows', path: '/sellers/Canary' },
  { code: 'no_such_page', status: 404, what: 'an unknown address', path: '/Canary' },
  {
    code: 'no_such_page',
    status: 404,
    what: 'an address that is no UTF-8',
    path: '/sellers/%E0%A4',
  },
]

for (const name of apps) {
  describe(`failure pages of ${name}`, function failurePages() {
    this.timeout(10_000)
    let app: SampleApp

    before(async () => {
      app = await startApp(name)
    })
    after(async () => {
      await app.end()
    })

    for (const { code, status, what, path, method = 'GET' } of cases) {
      it(`answers ${what} with ${status} and ${code}`, async () => {
        const { browser, state } = await begin(app)

        const first = await browser.get(path.replace('STATE', state), { method })
        const page = first.status === 302 ? await browser.get(locationOf(first.headers)) : first

        expect(page.status).to.equal(status)
        expect(codeOn(page.body)).to.equal(code)
        expect(page.body).not.to.match(/Canary|server_error/)
        expect(page.headers.get('content-type')).to.equal('text/html; charset=utf-8')
        expect(page.headers.get('cache-control')).to.equal('no-store')
      })
    }

    it('ends the attempt with the denial', async () => {
      const { browser, state } = await begin(app)

      await browser.get(`${callback}?error=access_denied&state=${state}`)

      expect([...browser.cookies.keys()]).to.deep.equal(['feria', 'feria.sig'])
    })

    it('logs failures on our side alone, each once and by its code alone', async () => {
      const own = await startApp(name)
      for (const error of ['access_denied', 'server_error', 'temporarily_unavailable']) {
        const { browser, state } = await begin(own)
        await browser.get(`${callback}?error=${error}&state=${state}`)
      }

      expect((await own.end()).stderr).to.equal('Feria failed: authorization_error\n'.repeat(2))
    })
  })
}

/** An attempt that waits for its callback. */
async function begin(app: SampleApp): Promise<{ browser: Browser; state: string }> {
  const browser = await signedIn(app)
  const { headers } = await browser.get('/mercadopago/connect')
  return { browser, state: new URL(locationOf(headers)).searchParams.get('state') ?? '' }
}

function locationOf(headers: Headers): string {
  return headers.get('location') ?? ''
}

function codeOn(html: string): string | undefined {
  return /data-testid="error-code">(\w+)</.exec(html)?.[1]
}
