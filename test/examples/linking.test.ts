import { expect } from 'chai'
import type { BrowserContext, Page } from 'playwright-core'
import { describeInChromium, withChromium } from './chromium.ts'
import { apps, type SampleApp, startApp } from './sample-app.ts'
import { disconnectAll } from './shared-sandbox.ts'
import { shop, signIn } from './visitor.ts'

// The sandbox's own test sellers.
const ana = { id: '700100001', name: 'PANADERIA_ANA' }
const joao = { id: '700200002', name: 'CAFE_DO_JOAO' }
const lupe = { id: '700300003', name: 'TALLER_LUPE' }

const aToken = /APP_USR-|TG-/

describeInChromium('linking in a browser', function linking() {
  this.timeout(60_000)
  const browser = withChromium()

  for (const name of apps) {
    describe(name, () => {
      let app: SampleApp
      let context: BrowserContext
      let page: Page

      before(async () => {
        app = await startApp(name)
      })
      after(async () => {
        const { stdout, stderr, code } = await app.end()
        expect({ stderr, code }).to.deep.equal({ stderr: '', code: 0 })
        const [ready, ...lines] = stdout.trimEnd().split('\n')
        expect(ready).to.equal(app.readyLine)
        for (const line of lines) {
          expect(line).to.match(
            /^(Sweep: 0 renewed, 0 failed|Seller \d{9} is (linked|disconnected))$/,
          )
        }
      })
      beforeEach(async () => {
        context = await browser.newContext()
        page = await context.newPage()
        await signIn(page, app)
      })
      afterEach(async () => {
        await context.close()
        await disconnectAll(app)
      })

      it('links the seller who allows it', async () => {
        await connect(page, app.url)
        await allow(page, joao.id)

        expect(await statusOn(page)).to.deep.equal({
          id: joao.id,
          name: joao.name,
          url: `${app.url}/sellers/${joao.id}`,
        })
        await page.getByTestId('all-sellers').click()
        expect(await linkedOn(page)).to.deep.equal([joao.name])
      })

      it('shows the browser no token, neither in a page nor in a cookie', async () => {
        await connect(page, app.url)
        const waiting = JSON.stringify(await context.cookies())
        await allow(page, ana.id)
        await statusOn(page)

        expect(waiting).to.contain('mp-').and.not.match(aToken)
        expect(await page.content())
          .to.contain(ana.id)
          .and.not.match(aToken)
        const left = await context.cookies()
        // The attempt's cookie only says any more that it ended: no verifier would fit into it.
        const ended = left.filter(({ name, value }) => name.startsWith('mp-') && value.length < 95)
        expect(ended).to.have.length(1)
        const others = left.filter((cookie) => !ended.includes(cookie)).map(({ name }) => name)
        // The last one is the sandbox's own: who is signed in there.
        expect(others).to.have.members(['feria', 'feria.sig', 'sandbox_account'])
        expect(JSON.stringify(left)).not.to.match(aToken)
      })

      it('sends state and an S256 challenge, and keeps the verifier', async () => {
        await page.goto(app.url)
        const [request] = await Promise.all([
          page.waitForRequest(/\/authorization\?/),
          page.getByTestId('connect').click(),
        ])

        const query = new URL(request.url()).searchParams
        expect([...query.keys()]).to.have.members([
          ...['response_type', 'client_id', 'redirect_uri', 'platform_id'],
          ...['state', 'code_challenge', 'code_challenge_method'],
        ])
        expect(query.get('state')).to.match(/^[\w-]{43}$/)
        expect(query.get('code_challenge')).to.match(/^[\w-]{43}$/)
        expect(query.get('code_challenge_method')).to.equal('S256')
        expect(query.get('redirect_uri')).to.equal(`${app.url}/mercadopago/callback`)
      })

      it('explains a denial, and lets the seller try again', async () => {
        await connect(page, app.url)
        await page.getByTestId('deny').click()
        expect(await page.getByTestId('notice').textContent()).to.equal(
          'You cancelled at Mercado Pago. Nothing was connected.',
        )

        await page.getByTestId('connect').click()
        await allow(page, lupe.id)
        expect((await statusOn(page)).id).to.equal(lupe.id)
      })

      for (const order of ['in order', 'in reverse order'] as const) {
        it(`links from two tabs that finish ${order}`, async () => {
          const tabs = [
            { page, seller: ana },
            { page: await context.newPage(), seller: joao },
          ]
          for (const tab of tabs) await connect(tab.page, app.url)

          for (const tab of order === 'in order' ? tabs : tabs.toReversed()) {
            await allow(tab.page, tab.seller.id)
            expect((await statusOn(tab.page)).name).to.equal(tab.seller.name)
          }
        })
      }

      it('spends no code twice: the way back leads past the callback, and its address is used up', async () => {
        await connect(page, app.url)
        const [callback] = await Promise.all([
          page.waitForRequest(/\/mercadopago\/callback\?/),
          allow(page, ana.id),
        ])
        await statusOn(page)

        await page.goBack()
        await page.getByTestId('allow').waitFor()
        await page.goForward()
        expect((await statusOn(page)).id).to.equal(ana.id)

        await page.goto(callback.url())
        // The sandbox would have refused the code: code_rejected.
        expect((await statusOn(page)).id).to.equal(ana.id)
        await page.goto(app.url)
        expect(await linkedOn(page)).to.deep.equal([ana.name])
      })

      it('links a seller who opens 127.0.0.1', async () => {
        await page.goto(`http://127.0.0.1:${app.port}/mercadopago/connect`)
        await allow(page, ana.id)

        expect((await statusOn(page)).url).to.equal(`${app.url}/sellers/${ana.id}`)
      })

      it('links nobody for another shop than the one that began', async () => {
        await connect(page, app.url)
        const other = await context.newPage()
        await other.goto(app.url)
        await other.getByTestId('sign-out').click()
        await signIn(other, app, 'Taller Lupe')
        await allow(page, ana.id)

        expect(await errorOn(page)).to.equal('state_mismatch')
        await other.goto(app.url)
        expect(await linkedOn(other)).to.deep.equal([])
      })

      it('links nobody when the cookies are gone', async () => {
        await connect(page, app.url)
        await context.clearCookies()
        await allow(page, ana.id)

        expect(await errorOn(page)).to.equal('state_mismatch')
        await signIn(page, app)
        expect(await linkedOn(page)).to.deep.equal([])
      })

      it('works by keyboard alone', async () => {
        await context.clearCookies()
        await page.goto(app.url)
        await tabTo(page, `[data-testid=choose-shop][value="${shop}"]`)
        await page.keyboard.press('Enter')
        await page.getByTestId('shop').waitFor()
        await tabTo(page, '[data-testid=connect]')
        await page.keyboard.press('Enter')
        await page.getByTestId('allow').waitFor()
        await tabTo(page, '[data-testid=seller]')
        const offered = await chosenOn(page)
        await page.keyboard.press('ArrowDown')
        const chosen = await chosenOn(page)
        await tabTo(page, '[data-testid=allow]')
        await page.keyboard.press('Enter')

        expect((await statusOn(page)).id)
          .to.equal(chosen)
          .and.not.equal(offered)
      })

      it('works without JavaScript', async () => {
        const quiet = await browser.newContext({ javaScriptEnabled: false })
        const still = await quiet.newPage()
        await signIn(still, app)
        await connect(still, app.url)
        await allow(still, ana.id)

        expect((await statusOn(still)).id).to.equal(ana.id)
        await quiet.close()
      })

      it('fits a phone, and asks nobody else for anything', async () => {
        const origins = new Set<string>()
        await page.setViewportSize({ width: 390, height: 844 })
        page.on('request', (request) => {
          const { protocol, origin } = new URL(request.url())
          if (protocol !== 'data:') origins.add(origin)
        })

        await page.goto(app.url)
        expect(await widthOf(page)).to.equal(390)
        await page.getByTestId('connect').click()
        await page.getByTestId('deny').click()
        await page.getByTestId('notice').waitFor()
        expect(await widthOf(page)).to.equal(390)
        await page.goto(`${app.url}/mercadopago/callback?code=a&state=b`)
        await errorOn(page)
        expect(await widthOf(page)).to.equal(390)
        await page.getByTestId('try-again').click()
        await allow(page, ana.id)
        await statusOn(page)
        expect(await widthOf(page)).to.equal(390)

        const sandbox = /\(sandbox (\S+)\)/.exec(app.readyLine)?.[1]
        expect([...origins]).to.have.members([app.url, sandbox])
      })
    })
  }
})

/** The next test finds nobody linked. */
interface SellerStatus {
  id: string | null
  name: string | null
  url: string
}

async function connect(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page.getByTestId('connect').click()
  await page.getByTestId('allow').waitFor()
}

async function chosenOn(page: Page): Promise<string> {
  return await page.locator('[data-testid=seller]:checked').inputValue()
}

async function allow(page: Page, sellerId: string): Promise<void> {
  await page.locator(`[data-testid=seller][value="${sellerId}"]`).check()
  await page.getByTestId('allow').click()
}

async function statusOn(page: Page): Promise<SellerStatus> {
  await page.getByTestId('seller-status').waitFor()
  return {
    id: await page.getByTestId('seller-id').textContent(),
    name: await page.getByTestId('seller-name').textContent(),
    url: page.url(),
  }
}

async function errorOn(page: Page): Promise<string | null> {
  await page.getByTestId('error').waitFor()
  return await page.getByTestId('error-code').textContent()
}

async function linkedOn(page: Page): Promise<string[]> {
  await page.getByTestId('linked-sellers').waitFor()
  return await page.getByTestId('linked-sellers').getByRole('link').allTextContents()
}

async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 20; presses++) {
    await page.keyboard.press('Tab')
    if ((await page.locator(`${selector}:focus`).count()) === 1) return
  }
  throw new Error(`Tab does not reach ${selector}`)
}

/** More than the window's own width means scrolling sideways. */
function widthOf(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth')
}
