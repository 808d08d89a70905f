import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { withRealSockets } from '../helpers/nock.ts'
import { describeInChromium, withChromium } from './chromium.ts'
import { apps, type SampleApp } from './sample-app.ts'
import { SharedSandbox } from './shared-sandbox.ts'
import { signIn } from './visitor.ts'

const ana = 700100001

const kinds = {
  preference: { env: {}, list: 'preferences' },
  order: { env: { CHECKOUT_BY: 'order' }, list: 'orders' },
} as const

for (const name of apps) {
  for (const [kind, { env, list }] of Object.entries(kinds)) {
    describeInChromium(`paying by ${kind} in ${name}`, function paying() {
      this.timeout(60_000)
      withRealSockets()
      const browser = withChromium()
      let shared: SharedSandbox
      let app: SampleApp
      let page: Page

      before(async () => {
        shared = await SharedSandbox.start()
        app = await shared.startApp(name, env)
        await shared.link(app, ana)
        page = await (await browser.newContext({ locale: 'en-US' })).newPage()
      })
      after(async () => {
        await app?.end()
        await shared?.stop()
      })

      it('splits what a buyer pays between the seller and the marketplace', async () => {
        await signIn(page, app)
        await page.goto(`${app.url}/sellers/${ana}/checkout`)
        await page.getByTestId('item').fill('Pan de campo')
        await page.getByTestId('price').fill('1500.50')
        await page.getByTestId('fee').fill('150')
        await page.getByTestId('create-checkout').click()
        await page.getByTestId('pay').click()
        const total = await page.getByTestId('total').textContent()
        const fee = await page.getByTestId('fee').textContent()
        await page.getByTestId('pay').click()
        await page.getByTestId('sale').waitFor()
        const thanks = await page.getByRole('heading', { level: 1 }).textContent()
        const price = await page.getByTestId('sale-price').textContent()
        await page.reload()
        await page.getByTestId('sale-account').click()
        await page.getByTestId('timeline').waitFor()
        const timeline = await page.getByTestId('timeline').locator('li span').allTextContents()

        expect(thanks).to.equal('Thank you')
        expect(plain(price)).to.equal('ARS 1,500.50')
        expect(timeline.map(plain).slice(0, 2)).to.deep.equal([
          'A buyer returned with an approved payment: Pan de campo, ARS 1,500.50',
          'Payment link created: Pan de campo, ARS 1,500.50',
        ])
        expect(plain(total)).to.equal('ARS 1,500.50')
        expect(plain(fee)).to.equal(
          'For developers: the fee of the marketplace is ARS 150.00, and PANADERIA_ANA receives ARS 1,350.50.',
        )
        const { preferences, orders } = shared.sandbox.state()
        expect(preferences.length + orders.length).to.equal(1)
        const [paid] = shared.sandbox.state()[list]
        expect(paid).to.include({ sellerId: ana, total: 1500.5, marketplaceFee: 150 })
        expect(paid?.paidAt).to.be.an.instanceOf(Date)
      })
    })
  }
}

/** Money may have a space that does not break. */
function plain(text: string | null): string {
  return (text ?? '').replaceAll('\u00A0', ' ')
}
