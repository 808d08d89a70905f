import { expect } from 'chai'
import { Browser } from '../helpers/browser.ts'
import { crawl } from '../helpers/crawl.ts'
import { withRealSockets } from '../helpers/nock.ts'
import { apps, type SampleApp } from './sample-app.ts'
import { SharedSandbox } from './shared-sandbox.ts'
import { signedIn } from './visitor.ts'

const ana = 700100001
const withdrawn = 700300003

for (const name of apps) {
  describe(`where the pages of Feria lead, in ${name}`, function pages() {
    this.timeout(60_000)
    withRealSockets()
    let shared: SharedSandbox
    let app: SampleApp

    before(async () => {
      shared = await SharedSandbox.start()
      app = await shared.startApp(name, {})
      shared.sandbox.application.webhookUrl = `${app.url}/mercadopago/notifications`
      for (const seller of [ana, withdrawn]) await shared.link(app, seller)
      await shared.sandbox.withdraw(withdrawn)
      await shared.sandbox.settled()
    })
    after(async () => {
      await app?.end()
      await shared?.stop()
    })

    async function crawlAs(browser: Browser) {
      const starts = [
        '/',
        '/nowhere',
        '/operator',
        `/sellers/${withdrawn}`,
        '/sellers/1',
        '/sales/none/approved',
        '/mercadopago/callback',
        '/mercadopago/callback?code=a&state=b',
        '/mercadopago/callback?error=server_error&state=b',
      ]
      return await crawl(app.url, starts, async (path) => {
        const { status, headers, body } = await browser.get(path)
        const isPage = headers.get('content-type')?.startsWith('text/html') && status !== 302
        return { status, html: isPage && status !== 303 ? body : '' }
      })
    }

    it('every page of a shop owner has a way on, errors too, and no link is broken', async () => {
      const { pages, deadEnds, broken } = await crawlAs(await signedIn(app))

      expect({ deadEnds, broken }).to.deep.equal({ deadEnds: [], broken: [] })
      expect(pages).to.include.members([
        '/',
        '/nowhere',
        '/operator',
        '/sign-out',
        `/sellers/${ana}`,
        `/sellers/${ana}/checkout`,
        `/sellers/${ana}/disconnect`,
        `/sellers/${withdrawn}`,
      ])
    })

    it('every page of a stranger has a way on, errors too, and no link is broken', async () => {
      const { pages, deadEnds, broken } = await crawlAs(
        new Browser(app.url, { 'accept-language': 'en' }),
      )

      expect({ deadEnds, broken }).to.deep.equal({ deadEnds: [], broken: [] })
      expect(pages).to.include.members(['/', '/nowhere', '/mercadopago/callback'])
    })
  })
}
