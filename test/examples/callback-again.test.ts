import { expect } from 'chai'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { withRealSockets } from '../helpers/nock.ts'
import { describeInChromium, launchChromium } from './chromium.ts'
import { apps, type SampleApp } from './sample-app.ts'
import { SharedSandbox } from './shared-sandbox.ts'
import { signedIn, signIn } from './visitor.ts'

const ana = 700100001

/** As browsers ask for them, and what the page says where a response is used up. */
const languages = {
  en: {
    locale: 'en-US',
    title: 'This response was already used',
    way: 'See your connected accounts',
  },
  es: { locale: 'es-AR', title: 'Esta respuesta ya se usó', way: 'Ver tus cuentas conectadas' },
  pt: { locale: 'pt-BR', title: 'Esta resposta já foi usada', way: 'Ver suas contas conectadas' },
}

/** No page may say so: it does not know. */
const notLinked = /not connected|no se conectó|não foi conectada/

for (const name of apps) {
  describeInChromium(`the callback that is opened again in ${name}`, function again() {
    this.timeout(60_000)
    withRealSockets()
    let browser: Browser
    let shared: SharedSandbox
    let app: SampleApp
    let context: BrowserContext
    let page: Page

    before(async () => {
      browser = await launchChromium()
      shared = await SharedSandbox.start()
      app = await shared.startApp(name, {})
    })
    after(async () => {
      await browser?.close()
      await app?.end()
      await shared?.stop()
    })
    afterEach(async () => {
      await context?.close()
    })

    for (const [language, { locale, title, way }] of Object.entries(languages)) {
      it(`K10: says that the response was used, and where to look (${language})`, async () => {
        const callback = await linked(locale)
        const exchanges = codeGrants()

        await page.goto(callback)
        const pages = [await seen()]
        await page.reload()
        pages.push(await seen())
        await page.goBack()
        const before = page.url()
        await page.goForward()
        pages.push(await seen())
        const tab = await context.newPage()
        await tab.goto(callback)
        const inTab = await tab.getByTestId('error-code').textContent()
        await page.getByTestId('accounts').click()

        const used = { code: 'state_consumed', title, way, ways: 1, tryAgain: 0 }
        expect(pages).to.deep.equal([used, used, used])
        expect(before).to.equal(`${app.url}/sellers/${ana}`)
        expect(inTab).to.equal('state_consumed')
        expect(page.url()).to.equal(`${app.url}/`)
        expect(await page.getByTestId('linked-sellers').getByRole('link').count()).to.equal(1)
        expect(codeGrants()).to.equal(exchanges)
      })
    }

    it('K10: says of a response of another browser neither that it was used nor what became of it', async () => {
      const callback = await linked('en-US')
      await context.clearCookies()
      await signIn(page, app)

      await page.goto(callback)

      expect(await page.getByTestId('error-code').textContent()).to.equal('state_mismatch')
      expect(await page.getByRole('heading').textContent()).to.equal(
        'We cannot match this response to your browser',
      )
      expect(await page.getByTestId('accounts').getAttribute('href')).to.equal('/')
      expect(await page.getByTestId('try-again').count()).to.equal(1)
      expect(await page.textContent('main')).not.to.match(notLinked)
    })

    it('K10: is not spent by a prefetch', async () => {
      const visitor = await signedIn(app)
      const back = await consent(await visitor.get('/mercadopago/connect'))
      const headers = { 'sec-purpose': 'prefetch;prerender' }

      const early = await visitor.get(back, { headers })
      const { status, headers: answer } = await visitor.get(back)

      expect([early.status, early.headers.get('retry-after'), early.body]).to.deep.equal([
        503,
        '0',
        '',
      ])
      expect([status, answer.get('location')]).to.deep.equal([302, `/sellers/${ana}`])
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

    async function seen(): Promise<object> {
      expect(await page.textContent('main')).not.to.match(notLinked)
      return {
        code: await page.getByTestId('error-code').textContent(),
        title: await page.getByRole('heading').textContent(),
        way: await page.getByTestId('accounts').textContent(),
        ways: await page.locator('.ways a').count(),
        tryAgain: await page.getByTestId('try-again').count(),
      }
    }
  })
}
