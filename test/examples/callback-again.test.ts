import { expect } from 'chai'
import type { BrowserContext, Page } from 'playwright-core'
import { withRealSockets } from '../helpers/nock.ts'
import { describeInChromium, withChromium } from './chromium.ts'
import { apps, type SampleApp } from './sample-app.ts'
import { SharedSandbox } from './shared-sandbox.ts'
import { signedIn, signIn } from './visitor.ts'

const ana = 700100001

/** As browsers ask for them, and what the page of the seller says. */
const languages = {
  en: {
    locale: 'en-US',
    linked: 'Connected as PANADERIA_ANA.',
    again:
      'PANADERIA_ANA is already connected. We did not use the second response, and nothing has changed.',
  },
  es: {
    locale: 'es-AR',
    linked: 'Conectaste la cuenta PANADERIA_ANA.',
    again: 'PANADERIA_ANA ya está conectada. No usamos la segunda respuesta y nada cambió.',
  },
  pt: {
    locale: 'pt-BR',
    linked: 'Você conectou a conta PANADERIA_ANA.',
    again: 'PANADERIA_ANA já está conectada. Não usamos a segunda resposta e nada mudou.',
  },
}

/** No page may say so: it does not know. */
const notLinked = /not connected|no se conectó|não foi conectada/

for (const name of apps) {
  describeInChromium(`the callback that is opened again in ${name}`, function again() {
    this.timeout(60_000)
    withRealSockets()
    const browser = withChromium()
    let shared: SharedSandbox
    let app: SampleApp
    let context: BrowserContext
    let page: Page

    before(async () => {
      shared = await SharedSandbox.start()
      app = await shared.startApp(name, {})
    })
    after(async () => {
      await app?.end()
      await shared?.stop()
    })
    afterEach(async () => {
      await context?.close()
    })

    for (const [language, { locale, linked: first, again }] of Object.entries(languages)) {
      it(`K10: leads back to the account that was linked, and says so (${language})`, async () => {
        const callback = await linked(locale)
        const notices = [await notice()]
        const exchanges = codeGrants()

        await page.reload()
        const reloaded = await page.getByTestId('notice').count()
        await page.goto(callback)
        notices.push(await notice())
        const tab = await context.newPage()
        await tab.goto(callback)
        const inTab = tab.url()

        expect(notices).to.deep.equal([first, again])
        expect(reloaded).to.equal(0)
        expect([page.url(), inTab]).to.deep.equal([
          `${app.url}/sellers/${ana}`,
          `${app.url}/sellers/${ana}`,
        ])
        expect(codeGrants()).to.equal(exchanges)
      })
    }

    it('leads to the account when the seller opens the consent page again and allows', async () => {
      context = await browser.newContext({ locale: 'en-US' })
      page = await context.newPage()
      await signIn(page, app)
      await page.goto(`${app.url}/mercadopago/connect`)
      const consent = page.url()
      await page.getByTestId('allow').click()
      await page.getByTestId('seller-status').waitFor()
      const { href: account } = new URL(page.url())
      await page.goto(consent)
      await page.getByTestId('allow').click()
      await page.getByTestId('seller-status').waitFor()

      expect(page.url()).to.equal(account)
      expect(await notice()).to.match(/ is already connected\. We did not use the second response/)
    })

    it('K10: says of a response of another shop neither that it was used nor what became of it', async () => {
      const callback = await linked('en-US')
      await context.clearCookies()
      await signIn(page, app, 'Taller Lupe')

      await page.goto(callback)

      expect(await page.getByTestId('error-code').textContent()).to.equal('state_mismatch')
      expect(await page.getByRole('heading').textContent()).to.equal(
        'We cannot match this response to your browser',
      )
      expect(await page.getByTestId('accounts').getAttribute('href')).to.equal('/')
      expect(await page.getByTestId('try-again').count()).to.equal(1)
      expect(await page.textContent('main')).not.to.match(notLinked)
      await page.getByTestId('sign-out').click()
      await page.getByTestId('confirm-sign-out').click()
      await page.getByTestId('sign-in').waitFor()
    })

    it('K10: is not spent by a prefetch', async () => {
      const visitor = await signedIn(app)
      const back = await consent(await visitor.get('/mercadopago/connect'))
      const headers = { 'sec-purpose': 'prefetch;prerender' }

      const early = await visitor.get(back, { headers })
      const { status, headers: response } = await visitor.get(back)

      expect([early.status, early.headers.get('retry-after'), early.body]).to.deep.equal([
        503,
        '0',
        '',
      ])
      expect([status, response.get('location')]).to.deep.equal([302, `/sellers/${ana}`])
    })

    function codeGrants(): number {
      const { requests } = shared.sandbox
      return requests.filter(({ grantType }) => grantType === 'authorization_code').length
    }

    /** A browser in which a seller was just linked. Gives the address of the callback. */
    async function linked(locale: string): Promise<string> {
      context = await browser.newContext({ locale })
      page = await context.newPage()
      await signIn(page, app)
      await page.goto(`${app.url}/mercadopago/connect`)
      await page.locator(`[data-testid=seller][value="${ana}"]`).check()
      const [callback] = await Promise.all([
        page.waitForRequest(/\/mercadopago\/callback\?/),
        page.getByTestId('allow').click(),
      ])
      await page.getByTestId('seller-status').waitFor()
      return callback.url()
    }

    async function consent({ headers }: { headers: Headers }): Promise<string> {
      const authorizationUrl = (headers.get('location') ?? '').replace(
        shared.url,
        shared.sandbox.url,
      )
      return await shared.sandbox.approve(authorizationUrl, { seller: ana })
    }

    async function notice(): Promise<string | null> {
      return await page.getByTestId('notice').textContent()
    }
  })
}
