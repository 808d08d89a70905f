import { expect } from 'chai'
import type { BrowserContext, Page } from 'playwright-core'
import { withRealSockets } from '../helpers/nock.ts'
import { describeInChromium, withChromium } from './chromium.ts'
import { apps, type SampleApp } from './sample-app.ts'
import { SharedSandbox } from './shared-sandbox.ts'
import { signIn } from './visitor.ts'

const ana = 700100001
const joao = 700200002

for (const name of apps) {
  describeInChromium(`a consent that is refused in ${name}`, function secondConsent() {
    this.timeout(60_000)
    withRealSockets()
    const browser = withChromium()
    let shared: SharedSandbox
    let app: SampleApp
    let context: BrowserContext
    let page: Page

    beforeEach(async () => {
      shared = await SharedSandbox.start()
      shared.sandbox.switches.secondConsent = 'ends'
      app = await shared.startApp(name, {})
      for (const seller of [ana, joao]) await shared.link(app, seller)
      context = await browser.newContext()
      page = await context.newPage()
    })
    afterEach(async () => {
      await context.close()
      await app.end()
      await shared.stop()
    })

    it('K06: leaves the seller at the other shop, whose link goes on working', async () => {
      await signIn(page, app, 'Taller Lupe')

      await consent('/mercadopago/connect', ana)

      expect(await page.getByTestId('error-code').textContent()).to.equal('seller_already_linked')
      await page.getByTestId('first-page').click()
      expect(await page.getByTestId('linked-sellers').getByRole('link').count()).to.equal(0)
      await expectWorking(ana)
    })

    it('K06: leaves another seller than the expected one linked, and the expected one, too', async () => {
      await signIn(page, app)

      await consent(`/mercadopago/connect?seller=${ana}`, joao)

      expect(await page.getByTestId('error-code').textContent()).to.equal('seller_mismatch')
      await expectWorking(joao)
      await expectWorking(ana)
    })

    async function consent(path: string, seller: number): Promise<void> {
      await page.goto(`${app.url}${path}`)
      await page.locator(`[data-testid=seller][value="${seller}"]`).check()
      await page.getByTestId('allow').click()
      await page.getByTestId('error').waitFor()
    }

    /** Both tokens of a seller of the first shop: the access token in a checkout, then the refresh token. */
    async function expectWorking(seller: number): Promise<void> {
      const owner = await browser.newContext()
      const own = await owner.newPage()
      await signIn(own, app)
      const refreshes = shared.refreshes.length
      await own.goto(`${app.url}/sellers/${seller}/checkout`)
      await own.getByTestId('item').fill('Pan')
      await own.getByTestId('price').fill('100')
      await own.getByTestId('fee').fill('10')
      await own.getByTestId('create-checkout').click()
      await own.getByTestId('checkout-ready').waitFor()
      expect(shared.refreshes).to.have.length(refreshes)
      await own.goto(`${app.url}/sellers/${seller}`)
      await own.getByTestId('renew').click()
      expect(await own.getByTestId('link-state').textContent()).to.equal('Connected')
      expect(shared.refreshes.slice(refreshes).map(({ status }) => status)).to.deep.equal([200])
      await owner.close()
    }
  })
}
