import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { withRealSockets } from '../helpers/nock.ts'
import { describeInChromium, withChromium } from './chromium.ts'
import { apps, type SampleApp } from './sample-app.ts'
import { SharedSandbox } from './shared-sandbox.ts'
import { signIn } from './visitor.ts'

const joao = 700200002

describeInChromium('a shop owner at the marketplace', function marketplace() {
  this.timeout(60_000)
  withRealSockets()
  const browser = withChromium()

  for (const name of apps) {
    describe(name, () => {
      let shared: SharedSandbox
      let app: SampleApp
      let page: Page

      beforeEach(async () => {
        shared = await SharedSandbox.start()
        app = await shared.startApp(name, {})
        page = await (await browser.newContext()).newPage()
        await signIn(page, app, 'Café do João')
      })
      afterEach(async () => {
        await page.context().close()
        await app.end()
        await shared.stop()
      })

      it('links an account, sells, renews, disconnects, and leaves', async () => {
        await page.getByTestId('connect').click()
        await page.locator(`[data-testid=seller][value="${joao}"]`).check()
        await page.getByTestId('allow').click()
        await page.getByTestId('checkout').click()
        await page.getByTestId('item').fill('Café coado')
        await page.getByTestId('price').fill('12.50')
        await page.getByTestId('fee').fill('1.25')
        await page.getByTestId('create-checkout').click()
        expect(await textOn('checkout-price')).to.equal('R$12.50')
        expect(await textOn('checkout-rest')).to.equal('R$11.25')

        const payUrl = await textOn('pay-url')
        await page.getByTestId('pay').click()
        await page.waitForURL(payUrl)
        expect(await page.textContent('main')).to.contain('Café coado')

        await page.goto(`${app.url}/sellers/${joao}`)
        await page.getByTestId('renew').click()
        await page.locator('[data-what=renewed][data-by=hand]').waitFor()
        await page.getByTestId('disconnect').click()
        expect(page.url()).to.equal(`${app.url}/sellers/${joao}/disconnect`)
        await page.getByTestId('confirm-disconnect').click()
        await page.getByTestId('linked-sellers').waitFor()
        expect(await page.getByTestId('linked-sellers').getByRole('link').count()).to.equal(0)

        await page.getByTestId('sign-out').click()
        await page.getByTestId('sign-in').waitFor()
        expect(page.url()).to.equal(`${app.url}/`)
        expect(await page.getByTestId('shop').count()).to.equal(0)
      })

      it('reads that Feria is not set up correctly when its secret is wrong', async () => {
        shared.sandbox.application.clientSecret = 'another-secret'
        await page.getByTestId('connect').click()
        await page.getByTestId('allow').click()

        expect(await textOn('error-code')).to.equal('client_rejected')
        expect(await textOn('error')).to.contain('compare the Client ID and the Client Secret')
      })

      it('does not come to the consent when the redirect URI is not registered', async () => {
        shared.sandbox.application.redirectUris.length = 0
        await page.getByTestId('connect').click()
        await page.waitForURL(`${shared.url}/**`)

        expect(await page.getByTestId('allow').count()).to.equal(0)
        expect(await page.textContent('main')).to.contain('redirect_uri')
      })

      it('is sent back to the right account when another one comes to link again', async () => {
        await page.goto(`${app.url}/mercadopago/connect?seller=${joao}`)
        await page.locator('[data-testid=seller][value="700100001"]').check()
        await page.getByTestId('allow').click()

        expect(await textOn('error-code')).to.equal('seller_mismatch')
        await page.getByTestId('first-page').click()
        expect(await page.getByTestId('linked-sellers').getByRole('link').count()).to.equal(0)
      })

      async function textOn(testId: string): Promise<string> {
        const text = (await page.getByTestId(testId).textContent()) ?? ''
        return text.replaceAll('\u00A0', ' ')
      }
    })
  }
})
