import { expect } from 'chai'
import { createSandbox, type Sandbox } from 'mercadopago-oauth-sandbox'
import type { BrowserContextOptions } from 'playwright-core'
import { describeInChromium, withChromium } from '../../examples/chromium.ts'
import { withRealSockets } from '../../helpers/nock.ts'
import { authorizationUrl, consentInBrowser, redirectUri } from '../wire.ts'

/** An evening in Buenos Aires; there it is still the 9th. */
const startAt = new Date('2026-03-10T01:30:00Z')
const timezoneId = 'America/Argentina/Buenos_Aires'

describeInChromium('sandbox: the times of the control room', function times() {
  this.timeout(60_000)
  withRealSockets()
  const browser = withChromium()
  let sandbox: Sandbox

  beforeEach(async () => {
    sandbox = await createSandbox({ startAt, applications: [{ redirectUris: [redirectUri] }] })
    await consentInBrowser(sandbox, 'allow', {})
  })
  afterEach(() => sandbox.close())

  const paths = ['/sandbox', '/sandbox/attempts/1', '/sandbox/clock']

  async function timesOn(path: string, options: BrowserContextOptions): Promise<Set<string>> {
    const context = await browser.newContext({ locale: 'es-AR', timezoneId, ...options })
    const page = await context.newPage()
    await page.goto(`${sandbox.url}${path}`)
    const texts = await page.locator('time').allTextContents()
    await context.close()
    // Without the seconds: the clock runs.
    return new Set(texts.map((text) => text.replace(/:\d\d(?=\D*$)/, '')))
  }

  for (const path of paths) {
    it(`are UTC on ${path} without JavaScript, and say so once`, async () => {
      const shown = await timesOn(path, { javaScriptEnabled: false })
      expect([...shown]).to.deep.equal(['10 mar 2026, 1:30 UTC'])
    })

    it(`are the reader's on ${path} with JavaScript`, async () => {
      expect([...(await timesOn(path, {}))]).to.deep.equal(['9 mar 2026, 22:30'])
    })
  }

  it("stay the reader's when the page brings itself up to date", async () => {
    const context = await browser.newContext({ locale: 'en', timezoneId })
    const page = await context.newPage()
    await page.goto(`${sandbox.url}/sandbox`)
    await page.getByText('Updates live', { exact: true }).waitFor()
    await (await fetch(authorizationUrl(sandbox, { client_id: '1' }))).text()
    await page.getByText('An unknown application requested authorization').waitFor()
    const texts = await page.locator('time').allTextContents()
    await context.close()

    expect(texts.filter((text) => !text.startsWith('Mar 9, 2026, 22:3'))).to.deep.equal([])
  })
})
