import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { leadsOn } from '../helpers/crawl.ts'
import { withRealSockets } from '../helpers/nock.ts'
import { withAxe } from '../sandbox/pages/axe.ts'
import { faultsOnScreens, onPhone } from '../sandbox/pages/screens.ts'
import { describeInChromium, withChromium } from './chromium.ts'
import { textsOf } from './page-texts.ts'
import { createFolder, removeFolder, type SampleApp } from './sample-app.ts'
import { SharedSandbox } from './shared-sandbox.ts'
import { signIn } from './visitor.ts'

const ana = 700100001
/** Withdrew. */
const lupe = 700300003
/** Has no decimals in its money, and granted no refresh token. */
const sur = 700500005
/** Linked long ago, and not renewed since. */
const ended = 700200002
const overdue = 700400004

/** A page, and how a user reaches it. */
interface Stop {
  name: string
  /** Who has not signed in. */
  isStrange?: boolean
  open: (page: Page, app: SampleApp) => Promise<unknown>
}

const stops: readonly Stop[] = [
  { name: 'welcome', isStrange: true, open: (page, { url }) => page.goto(url) },
  {
    name: 'sign-in',
    isStrange: true,
    open: (page, { url }) => page.goto(`${url}/sellers/${ana}`),
  },
  {
    name: 'sign-in-refused',
    isStrange: true,
    async open(page, { url }) {
      await page.goto(`${url}/sellers/${ana}`)
      await page.getByTestId('shop-name').fill('!!!')
      await page.getByTestId('enter-shop').click()
      await page.getByTestId('shop-rule').waitFor()
    },
  },
  {
    name: 'home-empty',
    isStrange: true,
    open: (page, app) => signIn(page, app, 'Taller Lupe'),
  },
  {
    name: 'notice',
    async open(page, { url }) {
      await page.goto(`${url}/mercadopago/connect`)
      await page.locator(`[data-testid=seller][value="${ana}"]`).check()
      await page.getByTestId('allow').click()
      await page.getByTestId('notice').waitFor()
    },
  },
  { name: 'sign-out', open: (page, { url }) => page.goto(`${url}/sign-out`) },
  { name: 'home', open: (page, { url }) => page.goto(url) },
  { name: 'seller', open: (page, { url }) => page.goto(`${url}/sellers/${ana}`) },
  { name: 'seller-overdue', open: (page, { url }) => page.goto(`${url}/sellers/${overdue}`) },
  { name: 'seller-ended', open: (page, { url }) => page.goto(`${url}/sellers/${ended}`) },
  { name: 'seller-short', open: (page, { url }) => page.goto(`${url}/sellers/${sur}`) },
  { name: 'seller-lost', open: (page, { url }) => page.goto(`${url}/sellers/${lupe}`) },
  { name: 'disconnect', open: (page, { url }) => page.goto(`${url}/sellers/${ana}/disconnect`) },
  { name: 'checkout', open: (page, { url }) => page.goto(`${url}/sellers/${sur}/checkout`) },
  {
    name: 'checkout-refused',
    async open(page, { url }) {
      await page.goto(`${url}/sellers/${ana}/checkout`)
      await page.getByTestId('fee').fill('')
      await page.getByTestId('create-checkout').click()
      await page.getByTestId('fee-rule').waitFor()
    },
  },
  {
    name: 'checkout-ready',
    async open(page, { url }) {
      await page.goto(`${url}/sellers/${ana}/checkout`)
      await page.getByTestId('item').fill('1/2')
      await page.getByTestId('price').fill('12500')
      await page.getByTestId('fee').fill('1250')
      await page.getByTestId('create-checkout').click()
      await page.getByTestId('checkout-ready').waitFor()
    },
  },
  {
    name: 'sale',
    async open(page, { url }) {
      await page.goto(`${url}/sellers/${ana}/checkout`)
      await page.getByTestId('item').fill('1/2')
      await page.getByTestId('price').fill('12500')
      await page.getByTestId('create-checkout').click()
      await page.getByTestId('pay').click()
      await page.getByTestId('pay').click()
      await page.getByTestId('sale-price').waitFor()
    },
  },
  {
    name: 'failure',
    isStrange: true,
    open: (page, { url }) => page.goto(`${url}/mercadopago/callback?code=a&state=b`),
  },
  {
    name: 'failure-used',
    isStrange: true,
    async open(page, app) {
      await signIn(page, app, 'Taller Lupe')
      await page.goto(`${app.url}/mercadopago/connect`)
      await page.locator(`[data-testid=seller][value="${ana}"]`).check()
      const [callback] = await Promise.all([
        page.waitForRequest(/\/mercadopago\/callback\?/),
        page.getByTestId('allow').click(),
      ])
      await page.getByTestId('provider-sign-out').waitFor()
      await page.goto(callback.url())
    },
  },
  {
    name: 'failure-linked-elsewhere',
    isStrange: true,
    async open(page, app) {
      await signIn(page, app, 'Taller Lupe')
      await page.goto(`${app.url}/mercadopago/connect`)
      await page.locator(`[data-testid=seller][value="${ana}"]`).check()
      await page.getByTestId('allow').click()
      await page.getByTestId('provider-sign-out').waitFor()
    },
  },
  {
    name: 'failure-strange',
    isStrange: true,
    open: (page, { url }) => page.goto(`${url}/nowhere`),
  },
]

/** As browsers ask for them. */
const locales = { en: 'en-US', es: 'es-AR', pt: 'pt-BR' }

describeInChromium('the pages of Feria, for everybody', function pages() {
  this.timeout(60_000)
  withRealSockets()
  const browser = withChromium()
  let shared: SharedSandbox
  let app: SampleApp
  let folder: string
  const english = new Map<string, string[]>()

  before(async () => {
    shared = await SharedSandbox.start()
    folder = createFolder()
    const faults = { grantType: 'refresh_token', times: 100_000 }
    shared.sandbox.fail('token', 'unavailable', faults)
    await startAfter(0)
    await shared.link(app, ended)
    await startAfter(20)
    await shared.link(app, overdue)
    await startAfter(161)
    for (const seller of [ana, lupe]) await shared.link(app, seller)
    shared.sandbox.application.scopes = ['read', 'write']
    await shared.link(app, sur)
    shared.sandbox.application.scopes = ['read', 'write', 'offline_access']
    shared.sandbox.clearFaults()
    shared.sandbox.application.webhookUrl = `${app.url}/mercadopago/notifications`
    await shared.sandbox.withdraw(lupe)
    await shared.sandbox.settled()
    shared.sandbox.fail('token', 'unavailable', faults)
  })
  after(async () => {
    await app?.end()
    await shared?.stop()
    removeFolder(folder)
  })

  /** An app takes over the sandbox's clock at its start. The pages of both apps are the same. */
  async function startAfter(days: number): Promise<void> {
    await app?.end()
    shared.sandbox.clock.advance({ days })
    app = await shared.startApp('koa', {}, folder)
  }

  for (const [language, locale] of Object.entries(locales)) {
    describe(`in ${language}`, () => {
      let signedIn: Page
      let strange: Page

      before(async () => {
        const options = { locale, ...onPhone }
        signedIn = await (await withAxe(await browser.newContext(options))).newPage()
        strange = await (await withAxe(await browser.newContext(options))).newPage()
        await signIn(signedIn, app)
      })
      after(async () => {
        await signedIn?.context().close()
        await strange?.context().close()
      })

      for (const { name, isStrange = false, open } of stops) {
        it(`${name}: fits, is translated, leads on, and axe finds nothing by day and by night`, async () => {
          const page = isStrange ? strange : signedIn
          if (isStrange) await page.context().clearCookies()
          await open(page, app)
          const byNight = language === 'es'
          const faults = await faultsOnScreens(page, `feria-${name}-${language}`, { byNight })
          const html = await page.content()
          const texts = textsOf(html)
          if (language === 'en') english.set(name, texts)

          expect(faults).to.deep.equal([])
          expect(await page.evaluate('document.documentElement.lang')).to.equal(language)
          expect(leadsOn(html)).to.equal(true)
          const same = texts.filter((text) => english.get(name)?.includes(text))
          expect(same).to.deep.equal(language === 'en' ? texts : [])
        })
      }
    })
  }

  it('are the same in a language that was chosen, which stays', async () => {
    const context = await browser.newContext({ locale: 'ja-JP' })
    const page = await context.newPage()
    const lang = () => page.locator('html').getAttribute('lang')
    await signIn(page, app)
    await page.goto(`${app.url}/sellers/${ana}`)
    const asked = await lang()

    await page.getByTestId('language-pt').click()
    const path = new URL(page.url()).pathname
    const chosen = await lang()
    await page.goto(app.url)
    const kept = await lang()
    await context.close()

    expect([asked, path, chosen, kept]).to.deep.equal(['en', `/sellers/${ana}`, 'pt', 'pt'])
  })

  it('lead to the control room of the sandbox', async () => {
    const page = await (await browser.newContext()).newPage()
    await page.goto(app.url)

    const href = await page.getByTestId('control-room').getAttribute('href')
    const lastAttempt = await page.getByTestId('last-attempt').getAttribute('href')
    await page.context().close()

    expect(href).to.equal(`${shared.url}/sandbox?lang=en`)
    expect(lastAttempt).to.equal(`${shared.url}/sandbox/attempts/newest?lang=en`)
  })
})
