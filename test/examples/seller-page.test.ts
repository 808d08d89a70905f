import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClient as openFile } from '@libsql/client'
import { expect } from 'chai'
import { defaultClientId } from 'mercadopago-oauth-sandbox'
import { SqliteTokenStore } from 'mercadopago-oauth-sqlite'
import type { BrowserContext, Page } from 'playwright-core'
import { withRealSockets } from '../helpers/nock.ts'
import { describeInChromium, withChromium } from './chromium.ts'
import { apps, createFolder, removeFolder, type SampleApp } from './sample-app.ts'
import { SharedSandbox } from './shared-sandbox.ts'
import { owner, signIn } from './visitor.ts'

const ana = 700100001
const dayMs = 24 * 60 * 60 * 1000

/** An access token, a code or a refresh token. A public key has no client id in it. */
const aToken = /APP_USR-\d{16}-|TG-[0-9a-f]/

describeInChromium('the page of a seller', function sellerPage() {
  this.timeout(60_000)
  withRealSockets()
  const browser = withChromium()

  for (const name of apps) {
    describe(name, () => {
      let shared: SharedSandbox
      let folder: string
      let app: SampleApp
      let context: BrowserContext
      let page: Page
      const seen: string[] = []

      beforeEach(async () => {
        seen.length = 0
        shared = await SharedSandbox.start()
        folder = createFolder()
        app = await shared.startApp(name, {}, folder)
        context = await browser.newContext({ javaScriptEnabled: false })
        page = await context.newPage()
        page.on('response', (response) => {
          // The response of the consent page holds the code, as it must.
          if (response.url().startsWith(app.url)) seen.push(JSON.stringify(response.headers()))
        })
        await shared.link(app, ana)
        await signIn(page, app)
        await page.goto(`${app.url}/sellers/${ana}`)
      })
      afterEach(async () => {
        seen.push(await page.content(), JSON.stringify(await context.cookies()))
        await context.close()
        const files = filesIn(folder)
        const { stdout, stderr, code } = await app.end()
        await shared.stop()
        files.push(...filesIn(folder))
        removeFolder(folder)
        expect(code).to.equal(0)
        expect(`${stdout}${stderr}`).not.to.match(aToken)
        expect(seen.join('\n')).not.to.match(aToken)
        expect(files.join('\n')).to.contain(String(ana)).and.not.match(aToken)
      })

      it('shows how long the access is valid, when it is renewed, and that it was not yet', async () => {
        const [expiresAt, dueAt] = await Promise.all([dateOn('expires-at'), dateOn('due-at')])

        expect(await textOn('link-state')).to.equal('Connected')
        expect(await textOn('seller-name')).to.equal('PANADERIA_ANA')
        expect(daysFromNow(expiresAt)).to.equal(180)
        // Some hours after the 150 days: each seller is due at a different time.
        expect(daysFromNow(dueAt)).to.equal(151)
        expect(await page.getByTestId('renewed-at').count()).to.equal(0)
        expect(await textOn('country')).to.equal('Argentina')
      })

      it('renews at the press of a button, by one request', async () => {
        const before = await dateOn('expires-at')
        const pressed = new Date()

        await page.getByTestId('renew').click()

        expect(page.url()).to.equal(`${app.url}/sellers/${ana}`)
        expect(await dateOn('renewed-at')).to.be.at.least(pressed)
        expect(await textOn('notice')).to.equal(
          `Access renewed until ${await textOn('expires-at')}.`,
        )
        expect(await dateOn('expires-at')).to.be.above(before)
        expect(shared.refreshes.map(({ status }) => status)).to.deep.equal([200])
      })

      it('disconnects: the seller is gone from the home and from the store', async () => {
        await page.getByTestId('disconnect').click()
        await page.getByTestId('confirm-disconnect').click()

        expect(page.url()).to.equal(`${app.url}/`)
        expect(await page.getByTestId('linked-sellers').getByRole('link').count()).to.equal(0)
        expect(await textOn('notice')).to.equal(
          'Disconnected. Feria can no longer charge for that account.',
        )
        expect(await storedIn(folder)).to.deep.equal([])
        await page.goto(`${app.url}/sellers/${ana}`)
        expect(await textOn('error-code')).to.equal('no_such_page')
      })

      it('calls an account of the sandbox a test account, although its tokens say live_mode', async () => {
        expect(await textOn('environment')).to.equal('Test account of this sandbox')
      })

      it('tells a seller who withdrew to link again, which mends it', async () => {
        await shared.sandbox.withdraw(ana)
        await page.getByTestId('renew').click()

        expect(page.url()).to.equal(`${app.url}/sellers/${ana}`)
        expect(await textOn('link-state')).to.equal('Must connect again')
        expect(await textOn('trouble')).to.match(/^You revoked the access at Mercado Pago/)
        expect(await page.getByTestId('renew').count()).to.equal(0)
        await page.getByTestId('all-sellers').click()
        expect(await textOn('linked-sellers')).to.contain('Must connect again')

        await page.goto(`${app.url}/sellers/${ana}`)
        await page.getByTestId('connect').click()
        await page.locator(`[data-testid=seller][value="${ana}"]`).check()
        await page.getByTestId('allow').click()
        expect(page.url()).to.equal(`${app.url}/sellers/${ana}`)
        expect(await textOn('link-state')).to.equal('Connected')
        await page.getByTestId('renew').click()
        expect(await page.getByTestId('renewed-at').count()).to.equal(1)
      })

      it('works while Mercado Pago is away: the renewal fails aloud, nothing is lost', async () => {
        await shared.stop()
        await page.getByTestId('renew').click()
        expect(await textOn('error-code')).to.equal('upstream_unavailable')

        await page.getByTestId('try-again').click()
        expect(page.url()).to.equal(`${app.url}/sellers/${ana}`)
        expect(await textOn('link-state')).to.equal('Connected')
        expect(await textOn('seller-name')).to.equal('PANADERIA_ANA')
      })

      async function textOn(testId: string): Promise<string | null> {
        return await page.getByTestId(testId).textContent()
      }

      async function dateOn(testId: string): Promise<Date> {
        return new Date((await page.getByTestId(testId).getAttribute('datetime')) ?? '')
      }
    })
  }
})

function daysFromNow(date: Date): number {
  return Math.round((date.getTime() - Date.now()) / dayMs)
}

/** All that is in the folder, whatever the bytes mean. */
function filesIn(folder: string): string[] {
  return readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'))
}

async function storedIn(folder: string): Promise<string[]> {
  const client = openFile({ url: `file:${join(folder, 'sellers.sqlite')}` })
  const records = await new SqliteTokenStore({ client }).byOwner(defaultClientId, owner)
  client.close()
  return records.map(({ sellerId }) => sellerId)
}
