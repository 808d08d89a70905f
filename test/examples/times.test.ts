import { expect } from 'chai'
import type { BrowserContextOptions } from 'playwright-core'
import { withRealSockets } from '../helpers/nock.ts'
import { describeInChromium, withChromium } from './chromium.ts'
import type { SampleApp } from './sample-app.ts'
import { SharedSandbox } from './shared-sandbox.ts'
import { signIn } from './visitor.ts'

const ana = 700100001
const timezoneId = 'America/Argentina/Buenos_Aires'

describeInChromium('the times of Feria', function times() {
  this.timeout(60_000)
  withRealSockets()
  const browser = withChromium()
  let shared: SharedSandbox
  let app: SampleApp
  let at: Date

  before(async () => {
    shared = await SharedSandbox.start()
    app = await shared.startApp('koa', {})
    await shared.link(app, ana)
    at = new Date(String((await momentOf({ javaScriptEnabled: false })).datetime))
  })
  after(async () => {
    await app?.end()
    await shared?.stop()
  })

  /** When the account was linked, as the page of the seller shows it. */
  async function momentOf(options: BrowserContextOptions) {
    const context = await browser.newContext({ locale: 'pt-BR', timezoneId, ...options })
    const page = await context.newPage()
    await signIn(page, app)
    await page.goto(`${app.url}/sellers/${ana}`)
    const time = page.locator('[data-what=linked] time')
    const shown = { text: await time.textContent(), datetime: await time.getAttribute('datetime') }
    await context.close()
    return shown
  }

  function inZone(timeZone: string): string {
    const format = { dateStyle: 'long', timeStyle: 'short', timeZone } as const
    return new Intl.DateTimeFormat('pt-BR', format).format(at)
  }

  it('are UTC without JavaScript, and say so once', async () => {
    const { text } = await momentOf({ javaScriptEnabled: false })
    expect(text).to.equal(`${inZone('UTC')} UTC`)
  })

  it("are the reader's with JavaScript", async () => {
    const { text } = await momentOf({})
    expect(text).to.equal(inZone(timezoneId))
  })
})
