import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { withRealSockets } from '../helpers/nock.ts'
import { describeInChromium, withChromium } from './chromium.ts'
import { apps, type SampleApp, startApp } from './sample-app.ts'
import { signIn } from './visitor.ts'

const ana = 700100001

for (const name of apps) {
  describeInChromium(`an attempt that is run again in ${name}`, function runAgain() {
    this.timeout(60_000)
    withRealSockets()
    const browser = withChromium()
    let app: SampleApp
    let page: Page

    before(async () => {
      app = await startApp(name)
      page = await (await browser.newContext({ locale: 'en-US' })).newPage()
    })
    after(async () => {
      await page?.context().close()
      await app?.end()
    })

    it('ends with one press at what the seller sees, and each attempt leads to the other', async () => {
      await signIn(page, app)
      await page.goto(`${app.url}/mercadopago/connect`)
      await page.locator(`[data-testid=seller][value="${ana}"]`).check()
      await page.getByTestId('allow').click()
      await page.getByTestId('notice').waitFor()
      await page.getByTestId('last-attempt').click()
      const old = new URL(page.url()).pathname

      await page.locator('button[value=code_refused]').click()
      await page.getByTestId('error').waitFor()
      const { origin } = new URL(page.url())
      const code = await page.getByTestId('error-code').textContent()
      await page.getByTestId('what-happened').click()
      const again = new URL(page.url()).pathname
      const verdict = await page.locator('#verdict').getByTestId('verdict').textContent()
      await page.getByTestId('before').getByRole('link').click()
      const before = new URL(page.url()).pathname
      await page.getByTestId('runs').getByRole('link').click()

      expect({ origin, code }).to.deep.equal({ origin: app.url, code: 'code_rejected' })
      expect(verdict).to.equal('Fault on purpose')
      expect(before).to.equal(old)
      expect(new URL(page.url()).pathname).to.equal(again)
      expect(again).not.to.equal(old)
    })
  })
}
