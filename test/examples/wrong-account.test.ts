import { expect } from 'chai'
import type { BrowserContext, Page } from 'playwright-core'
import { withRealSockets } from '../helpers/nock.ts'
import { describeInChromium, withChromium } from './chromium.ts'
import { apps, type SampleApp } from './sample-app.ts'
import { SharedSandbox } from './shared-sandbox.ts'
import { signIn } from './visitor.ts'

const joao = 700200002
const otherShop = 'Taller Lupe'

for (const name of apps) {
  describeInChromium(`a seller with the wrong account in ${name}`, function wrongAccount() {
    this.timeout(60_000)
    withRealSockets()
    const browser = withChromium()
    let shared: SharedSandbox
    let app: SampleApp
    let context: BrowserContext
    let page: Page

    beforeEach(async () => {
      shared = await SharedSandbox.start()
      app = await shared.startApp(name, {})
      context = await browser.newContext({ locale: 'en-US' })
      page = await context.newPage()
      await signIn(page, app)
      await page.getByTestId('connect').click()
      await page.getByTestId('allow').click()
      await page.getByTestId('seller-status').waitFor()
    })
    afterEach(async () => {
      await context.close()
      await app.end()
      await shared.stop()
    })

    it('gets another one preselected at the next shop, where nothing is remembered', async () => {
      await openOtherShop()
      await page.getByTestId('connect').click()
      await page.getByTestId('allow').click()

      expect(await linkedSeller()).to.equal(String(joao))
    })

    it('is told to sign out at Mercado Pago, does, and tries again', async () => {
      shared.sandbox.switches.rememberedAccount = 'fixed'
      await openOtherShop()
      await page.getByTestId('connect').click()
      const who = await page.getByTestId('signed-in').textContent()
      expect(await page.getByTestId('other-account').count()).to.equal(0)
      await page.getByTestId('allow').click()
      expect(await errorOn()).to.equal('seller_already_linked')

      await signOutThere()
      await page.getByTestId('try-again').click()
      expect(await page.getByTestId('signed-in').count()).to.equal(0)
      await page.getByTestId('allow').click()

      expect(who).to.contain('PANADERIA_ANA')
      expect(await linkedSeller()).to.equal(String(joao))
    })

    it('takes another account on the consent page, where there is a way', async () => {
      shared.sandbox.switches.rememberedAccount = 'changeable'
      await openOtherShop()
      await page.getByTestId('connect').click()
      await page.getByTestId('other-account').click()
      await page.getByTestId('allow').click()

      expect(await linkedSeller()).to.equal(String(joao))
    })

    it('links again with the expected account, after signing out', async () => {
      await shared.link(app, joao)
      shared.sandbox.switches.rememberedAccount = 'fixed'
      await page.goto(`${app.url}/mercadopago/connect?seller=${joao}`)
      await page.getByTestId('allow').click()
      expect(await errorOn()).to.equal('seller_mismatch')

      await signOutThere()
      await page.goto(`${app.url}/mercadopago/connect?seller=${joao}`)
      await page.locator(`[data-testid=seller][value="${joao}"]`).check()
      await page.getByTestId('allow').click()

      expect(await linkedSeller()).to.equal(String(joao))
    })

    async function openOtherShop(): Promise<void> {
      await page.goto(app.url)
      await page.getByTestId('sign-out').click()
      await signIn(page, app, otherShop)
    }

    /** In a new tab: the failure page stays. */
    async function signOutThere(): Promise<void> {
      const [tab] = await Promise.all([
        context.waitForEvent('page'),
        page.getByTestId('provider-sign-out').click(),
      ])
      await tab.getByTestId('signed-out').waitFor()
      await tab.close()
    }

    async function errorOn(): Promise<string | null> {
      await page.getByTestId('error').waitFor()
      return await page.getByTestId('error-code').textContent()
    }

    async function linkedSeller(): Promise<string | null> {
      await page.getByTestId('seller-status').waitFor()
      return await page.getByTestId('seller-id').textContent()
    }
  })
}
