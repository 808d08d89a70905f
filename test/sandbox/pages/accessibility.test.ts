import { expect } from 'chai'
import type { Browser, Page, Response } from 'playwright-core'
import { describeInChromium, launchChromium } from '../../examples/chromium.ts'
import { closeServers, httpServer } from '../../helpers/loopback.ts'
import { withRealSockets } from '../../helpers/nock.ts'
import { findings } from './axe.ts'
import { keepScreenshot } from './screenshot.ts'
import { type LivelySandbox, livelySandbox, type Stop, stops } from './tour.ts'

const screens = {
  phone: { width: 360, height: 740 },
  desktop: { width: 1280, height: 800 },
}

describeInChromium('sandbox: its pages, for everybody', function pages() {
  this.timeout(60_000)
  withRealSockets()
  let browser: Browser
  let lively: LivelySandbox

  before(async () => {
    browser = await launchChromium()
    const receiver = await httpServer((response) => response.writeHead(200).end())
    lively = await livelySandbox(`${receiver.origin}/webhook`)
  })
  after(async () => {
    await browser?.close()
    await lively?.sandbox.close()
    await closeServers()
  })

  async function visit(page: Page, stop: Stop): Promise<Response | null> {
    const { url, prepare, enter, press } = stop
    prepare?.(lively.sandbox)
    if (enter !== undefined) {
      await page.goto(url(lively))
      await send(page, enter)
    }
    const response = await page.goto(url(lively))
    return press === undefined ? response : await send(page, press)
  }

  /** Sends the form of a button. */
  async function send(page: Page, button: string): Promise<Response> {
    const [answer] = await Promise.all([
      page.waitForResponse((each) => each.request().method() === 'POST'),
      page.getByTestId(button).click(),
    ])
    await page.waitForLoadState()
    return answer
  }

  for (const [device, viewport] of Object.entries(screens)) {
    for (const locale of ['es', 'pt', 'en']) {
      describe(`on a ${device}, in ${locale}`, () => {
        let page: Page

        before(async () => {
          page = await (await browser.newContext({ locale, viewport })).newPage()
        })
        after(() => page.context().close())

        for (const stop of stops) {
          const { name, status = 200 } = stop
          it(`${name}: axe finds nothing, and nothing is cut off`, async () => {
            const response = await visit(page, stop)
            const found = await findings(page)
            await keepScreenshot(page, `${name}-${device}-${locale}`)

            expect({ status: response?.status(), found }).to.deep.equal({ status, found: [] })
            expect(await page.locator('html').getAttribute('lang')).to.equal(locale)
            expect(await page.evaluate(overflow)).to.equal(0)
          })
        }
      })
    }

    describe(`on a ${device}, by night`, () => {
      let page: Page

      before(async () => {
        const night = { colorScheme: 'dark', locale: 'en', viewport } as const
        page = await (await browser.newContext(night)).newPage()
      })
      after(() => page.context().close())

      for (const stop of stops) {
        const { name } = stop
        it(`${name}: the contrast is enough`, async () => {
          await visit(page, stop)
          await keepScreenshot(page, `${name}-${device}-dark`)

          expect(await findings(page, ['color-contrast'])).to.deep.equal([])
        })
      }
    })
  }
})

// By how many pixels the page is wider than its window. A text, because tests have no names of a browser.
const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
