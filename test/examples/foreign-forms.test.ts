import { expect } from 'chai'
import { httpServer, type Loopback } from '../helpers/loopback.ts'
import { withRealSockets } from '../helpers/nock.ts'
import { describeInChromium, withChromium } from './chromium.ts'
import { apps, type SampleApp } from './sample-app.ts'
import { press, SharedSandbox } from './shared-sandbox.ts'
import { ownForm, signedIn, signIn } from './visitor.ts'

const ana = 700100001

for (const name of apps) {
  describe(`forms of other sites, sent to ${name}`, function foreignForms() {
    this.timeout(60_000)
    withRealSockets()
    let shared: SharedSandbox
    let app: SampleApp

    before(async () => {
      shared = await SharedSandbox.start()
      app = await shared.startApp(name, {})
      await shared.link(app, ana)
    })
    after(async () => {
      await app?.end()
      await shared?.stop()
    })

    const foreign: Record<string, () => Record<string, string>> = {
      'another site': () => ({ origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }),
      'another port of this host': () => ({
        origin: 'http://localhost:1',
        'sec-fetch-site': 'same-site',
      }),
      'another name for this machine': () => ({
        origin: `http://evil.example:${app.port}`,
        'sec-fetch-site': 'same-origin',
      }),
      'a page without an origin': () => ({ origin: 'null', 'sec-fetch-site': 'cross-site' }),
      'a browser that tells only the origin, another one': () => ({
        origin: 'http://evil.example',
      }),
      'a program that tells nothing': () => ({}),
    }
    for (const [what, headers] of Object.entries(foreign)) {
      for (const action of ['renew', 'disconnect'] as const) {
        it(`refuses to ${action} for ${what}`, async () => {
          const { status, body } = await press(app, ana, action, headers())

          expect(status).to.equal(403)
          expect(body).to.contain('>foreign_form<')
          expect(shared.refreshes).to.deep.equal([])
          expect((await (await signedIn(app)).get(`/sellers/${ana}`)).status).to.equal(200)
        })
      }
    }

    it('accepts its own form from a browser that sends only the origin', async () => {
      const { status } = await press(app, ana, 'renew', { origin: `http://127.0.0.1:${app.port}` })

      expect(status).to.equal(303)
    })

    for (const path of [
      '/sellers/999',
      '/sellers/~canary',
      '/sellers/%00',
      '/sellers/700100001%20',
    ]) {
      it(`has no seller at ${path}`, async () => {
        const browser = await signedIn(app)
        const response = await browser.get(`${path}/renew`, {
          method: 'POST',
          headers: ownForm(app),
        })

        expect(response.status).to.equal(404)
        expect(response.body).to.contain('>no_such_page<')
      })
    }
  })

  describeInChromium(`a form of another site in a browser, sent to ${name}`, function inBrowser() {
    this.timeout(60_000)
    withRealSockets()
    let shared: SharedSandbox
    let app: SampleApp
    const browser = withChromium()
    let site: Loopback

    before(async () => {
      shared = await SharedSandbox.start()
      app = await shared.startApp(name, {})
      await shared.link(app, ana)
      const form = `<form method="post" action="${app.url}/sellers/${ana}/disconnect"><button>Win</button></form>`
      site = await httpServer((response) => {
        response.setHeader('content-type', 'text/html').end(form)
      })
    })
    after(async () => {
      await site?.close()
      await app?.end()
      await shared?.stop()
    })

    for (const host of ['127.0.0.1', 'localhost']) {
      it(`is refused on ${host}, another port`, async () => {
        const page = await browser.newPage()
        await signIn(page, app)
        await page.goto(site.origin.replace('127.0.0.1', host))
        await page.getByText('Win').click()

        expect(await page.getByTestId('error-code').textContent()).to.equal('foreign_form')
        await page.getByTestId('try-again').click()
        expect(await page.getByTestId('link-state').textContent()).to.equal('Connected')
        await page.close()
      })
    }
  })
}
