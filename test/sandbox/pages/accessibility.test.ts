import { expect } from 'chai'
import type { Page, Response } from 'playwright-core'
import { describeInChromium, withChromium } from '../../examples/chromium.ts'
import { leadsOn } from '../../helpers/crawl.ts'
import { closeServers, httpServer } from '../../helpers/loopback.ts'
import { withRealSockets } from '../../helpers/nock.ts'
import { authorizationUrl } from '../wire.ts'
import { withAxe } from './axe.ts'
import { faultsOnScreens, onPhone, screens } from './screens.ts'
import { type LivelySandbox, livelySandbox, type Stop, stops } from './tour.ts'

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

  for (const locale of ['es', 'pt', 'en']) {
    describe(`in ${locale}`, () => {
      let page: Page

      before(async () => {
        page = await (await withAxe(await browser.newContext({ locale, ...onPhone }))).newPage()
      })
      after(() => page.context().close())

      for (const stop of stops) {
        const { name, status = 200 } = stop
        it(`${name}: axe finds nothing by day and by night, nothing is cut off, and there is a way on`, async () => {
          const response = await visit(page, stop)
          const byNight = locale === 'en'
          const faults = await faultsOnScreens(page, `${name}-${locale}`, { byNight })

          expect({ status: response?.status(), faults }).to.deep.equal({ status, faults: [] })
          expect(await page.evaluate('document.documentElement.lang')).to.equal(locale)
          expect(leadsOn(await page.content())).to.equal(true)
        })
      }
    })
  }

  for (const [device, viewport] of Object.entries(screens)) {
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
