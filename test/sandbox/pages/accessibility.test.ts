import { expect } from 'chai'
import type { Page, Response } from 'playwright-core'
import { describeInChromium, withChromium } from '../../examples/chromium.ts'
import { leadsOn } from '../../helpers/crawl.ts'
import { closeServers, httpServer } from '../../helpers/loopback.ts'
import { withRealSockets } from '../../helpers/nock.ts'
import { authorizationUrl } from '../wire.ts'
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
  const browser = withChromium()
  let lively: LivelySandbox

  before(async () => {
    const receiver = await httpServer((response) => response.writeHead(200).end())
    lively = await livelySandbox(`${receiver.origin}/webhook`)
  })
  after(async () => {
    await lively?.sandbox.close()
    await closeServers()
  })

  async function visit(page: Page, stop: Stop): Promise<Response | null> {
    const { url, prepare, prepareForm, isUnfolded = false, enter, press } = stop
    prepare?.(lively.sandbox)
    if (enter !== undefined) {
      await page.goto(url(lively))
      await send(page, enter)
    }
    const response = await page.goto(url(lively))
    if (isUnfolded) await unfold(page)
    if (press === undefined) return response
    prepareForm?.(lively.sandbox)
    return await send(page, press)
  }

  /** Sends the form of a button. */
  async function send(page: Page, button: string): Promise<Response> {
    const [response] = await Promise.all([
      page.waitForResponse((each) => each.request().method() === 'POST'),
      page.getByTestId(button).click(),
    ])
    await page.waitForLoadState()
    return response
  }

  async function unfold(page: Page): Promise<void> {
    await page.locator('main details').evaluateAll((all) => {
      for (const details of all) Object(details).open = true
    })
  }

  for (const [device, viewport] of Object.entries(screens)) {
    for (const locale of ['es', 'pt', 'en']) {
      describe(`on a ${device}, in ${locale}`, () => {
        let page: Page

        before(async () => {
          // Without motion a colour changes at once.
          const options = { locale, viewport, reducedMotion: 'reduce' } as const
          page = await (await browser.newContext(options)).newPage()
        })
        after(() => page.context().close())

        async function nightFindings(name: string): Promise<string[]> {
          await page.emulateMedia({ colorScheme: 'dark' })
          const found = await findings(page, ['color-contrast'])
          await keepScreenshot(page, `${name}-${device}-dark`)
          return found
        }

        for (const stop of stops) {
          const { name, status = 200 } = stop
          it(`${name}: axe finds nothing by day and by night, nothing is cut off, and there is a way on`, async () => {
            await page.emulateMedia({ colorScheme: 'light' })
            const response = await visit(page, stop)
            const byDay = await findings(page)
            await keepScreenshot(page, `${name}-${device}-${locale}`)
            // The colours are those of every language.
            const byNight = locale === 'en' ? await nightFindings(name) : []

            expect({ status: response?.status(), byDay, byNight }).to.deep.equal({
              status,
              byDay: [],
              byNight: [],
            })
            expect(await page.locator('html').getAttribute('lang')).to.equal(locale)
            expect(await page.evaluate(overflow)).to.equal(0)
            expect(leadsOn(await page.content())).to.equal(true)
          })
        }
      })
    }

    it(`on a ${device}: the consent page shows the selected account and the decision at once`, async () => {
      const page = await (await browser.newContext({ locale: 'pt', viewport })).newPage()
      lively.sandbox.switches.rememberedAccount = 'ignored'
      await page.goto(authorizationUrl(lively.sandbox))
      const account = await page.locator('label.seller:has(:checked)').boundingBox()
      const decision = await page.locator('.decision').boundingBox()
      await page.context().close()

      expect(bottomOf(account)).to.be.at.most(decision?.y ?? 0)
      expect(bottomOf(decision)).to.be.at.most(viewport.height)
    })
  }
})

function bottomOf(box: { y: number; height: number } | null): number {
  return (box?.y ?? Number.NaN) + (box?.height ?? 0)
}

// By how many pixels the page is wider than its window. A text, because tests have no names of a browser.
const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
