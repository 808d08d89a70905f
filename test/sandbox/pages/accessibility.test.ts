import { expect } from 'chai'
import type { Sandbox } from 'mercadopago-oauth-sandbox'
import type { Browser, Page } from 'playwright-core'
import { describeInChromium, launchChromium } from '../../examples/chromium.ts'
import { closeServers, httpServer } from '../../helpers/loopback.ts'
import { withRealSockets } from '../../helpers/nock.ts'
import { findings } from './axe.ts'
import { keepScreenshot } from './screenshot.ts'
import { livelySandbox, stops } from './tour.ts'

const screens = {
  phone: { width: 360, height: 740 },
  desktop: { width: 1280, height: 800 },
}

describeInChromium('sandbox: its pages, for everybody', function pages() {
  this.timeout(60_000)
  withRealSockets()
  let browser: Browser
  let sandbox: Sandbox

  before(async () => {
    browser = await launchChromium()
    const receiver = await httpServer((response) => response.writeHead(200).end())
    sandbox = await livelySandbox(`${receiver.origin}/webhook`)
  })
  after(async () => {
    await browser?.close()
    await sandbox?.close()
    await closeServers()
  })

  for (const [device, viewport] of Object.entries(screens)) {
    for (const locale of ['es', 'pt', 'en']) {
      describe(`on a ${device}, in ${locale}`, () => {
        let page: Page

        before(async () => {
          // Without motion a colour changes at once.
          page = await (
            await browser.newContext({ locale, viewport, reducedMotion: 'reduce' })
          ).newPage()
        })
        after(() => page.context().close())

        for (const { name, url, status = 200 } of stops) {
          it(`${name}: axe finds nothing, by day and by night, and nothing is cut off`, async () => {
            await page.emulateMedia({ colorScheme: 'light' })
            const response = await page.goto(url(sandbox))
            const byDay = await findings(page)
            await keepScreenshot(page, `${name}-${device}-${locale}`)
            await page.emulateMedia({ colorScheme: 'dark' })
            const byNight = await findings(page, ['color-contrast'])
            await keepScreenshot(page, `${name}-${device}-${locale}-dark`)

            expect({ status: response?.status(), byDay, byNight }).to.deep.equal({
              status,
              byDay: [],
              byNight: [],
            })
            expect(await page.locator('html').getAttribute('lang')).to.equal(locale)
            expect(await page.evaluate(overflow)).to.equal(0)
          })
        }
      })
    }
  }
})

// By how many pixels the page is wider than its window. A text, because tests have no names of a browser.
const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
