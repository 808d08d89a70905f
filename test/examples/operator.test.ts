import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { Browser } from '../helpers/browser.ts'
import { withRealSockets } from '../helpers/nock.ts'
import { withAxe } from '../sandbox/pages/axe.ts'
import { faultsOnScreens, onPhone } from '../sandbox/pages/screens.ts'
import { describeInChromium, withChromium } from './chromium.ts'
import { addSellers } from './many-sellers.ts'
import { textsOf } from './page-texts.ts'
import { createFolder, removeFolder, type SampleApp, startApp } from './sample-app.ts'
import { SharedSandbox } from './shared-sandbox.ts'
import { ownForm } from './visitor.ts'

const ana = 700100001
const password = 'correct horse battery staple'
const locales = { en: 'en-US', es: 'es-AR', pt: 'pt-BR' }

describeInChromium('the page of the operator, of 2,000 sellers', function manySellers() {
  // Forty pages, one after the other.
  this.timeout(180_000)
  withRealSockets()
  const browser = withChromium()
  let shared: SharedSandbox
  let folder: string
  let app: SampleApp
  let context: BrowserContext
  let page: Page
  const english: string[] = []

  before(async () => {
    folder = createFolder()
    await addSellers(folder, [
      { sellers: 1, daysAgo: 10, isDamaged: true },
      { sellers: 1_434, daysAgo: 5, dueInDays: 145.5 },
      { sellers: 500, daysAgo: 100, dueInDays: 50.5 },
      { sellers: 15, daysAgo: 165, dueInDays: -15 },
      { sellers: 10, daysAgo: 190, dueInDays: -40 },
      { sellers: 40, daysAgo: 30, lostReason: 'revoked' },
    ])
    shared = await SharedSandbox.start()
    // Nobody is renewed meanwhile.
    shared.sandbox.fail('token', 'unavailable', { grantType: 'refresh_token', times: 100_000 })
    app = await shared.startApp('koa', { LOOK_EVERY_MS: '60000' }, folder)
  })
  after(async () => {
    await app?.end()
    await shared?.stop()
    removeFolder(folder)
  })
  beforeEach(async () => {
    context = await browser.newContext({ locale: 'en-US', javaScriptEnabled: false })
    page = await context.newPage()
    page.setDefaultTimeout(10_000)
  })
  afterEach(async () => {
    await context.close()
  })

  it('counts them by state', async () => {
    await page.goto(`${app.url}/operator`)

    const counts = ['linked', 'overdue', 'ended', 'relink', 'unreadable'].map((state) =>
      textOn(`count-${state}`),
    )
    expect(await Promise.all(counts)).to.deep.equal(['1,934', '15', '10', '40', '1'])
    expect(await textOn('total')).to.equal('2,000 in total')
    expect(await textOn('relink')).to.contain('Sellers who must connect again: 40.')
  })

  it('shows what is due when, as a chart and as a table', async () => {
    await page.goto(`${app.url}/operator`)

    const shown = await attributes(page.getByTestId('due-bar'), 'data-sellers')
    const rows = await page.getByTestId('due-table').locator('td').allTextContents()
    const expected = Array.from({ length: 19 }, () => '0')
    expected[0] = '25'
    expected[1 + 5] = '500'
    expected[1 + 14] = '1434'
    expect(shown).to.deep.equal(expected)
    expect(rows).to.deep.equal(expected.map((count) => (count === '1434' ? '1,434' : count)))
    expect(await page.getByRole('img').getAttribute('aria-label')).to.equal(
      'Due now: 25. Due in the next 180 days: 1,934.',
    )
  })

  it('lists all of them page by page, each once', async () => {
    const visitor = new Browser(app.url)
    const seen: string[] = []
    let pages = 0
    let body = ''
    for (let path: string | undefined = '/operator'; path !== undefined; pages += 1) {
      ;({ body } = await visitor.get(path))
      seen.push(...sellersOn(body))
      path = linkOn(body, 'next')
    }
    const again = await visitor.get(linkOn(body, 'first') ?? '')

    const ids = Array.from({ length: 2_000 }, (_, index) => String(900_000_001 + index))
    expect(seen).to.deep.equal(ids)
    expect(pages).to.equal(40)
    expect(sellersOn(again.body)).to.deep.equal(ids.slice(0, 50))
  })

  it('lists those who must connect again, with the reason', async () => {
    await page.goto(`${app.url}/operator`)
    await page.getByTestId('show-relink').click()

    const ids = Array.from({ length: 40 }, (_, index) => String(900_001_961 + index))
    expect(await listed()).to.deep.equal(ids)
    expect(await page.getByTestId('seller-row').locator('code').allTextContents()).to.deep.equal(
      ids.map(() => 'revoked'),
    )
    expect(await page.getByTestId('next').count()).to.equal(0)
  })

  it('names the seller whose renewals fail longest', async () => {
    await page.goto(`${app.url}/operator`)
    while ((await textOn('failure')) === 'No renewal is failing.') await page.reload()

    expect(await textOn('failure')).to.match(
      /^The renewals of seller 9000019\d\d have failed since .+ UTC\. Last code: upstream_unavailable\.$/,
    )
  })

  it('holds no token', async () => {
    const { status, body } = await new Browser(app.url).get('/operator')

    expect(status).to.equal(200)
    expect(body).not.to.match(/APP_USR-|TG-|v1\./)
  })

  for (const [language, locale] of Object.entries(locales)) {
    it(`fits, in ${language}, and axe finds nothing by day and by night`, async () => {
      const own = await withAxe(await browser.newContext({ locale, ...onPhone }))
      const screen = await own.newPage()
      await screen.goto(`${app.url}/operator`)
      const faults = await faultsOnScreens(screen, `feria-operator-${language}`, { byNight: true })
      const texts = textsOf(await screen.content()).filter((text) => !text.startsWith('shop '))
      if (language === 'en') english.push(...texts)
      const same = texts.filter((text) => english.includes(text))

      expect(faults).to.deep.equal([])
      expect(await screen.evaluate('document.documentElement.lang')).to.equal(language)
      expect(same).to.deep.equal(language === 'en' ? texts : [])
      await own.close()
    })
  }

  async function textOn(testId: string): Promise<string | null> {
    return await page.getByTestId(testId).textContent()
  }

  async function listed(): Promise<(string | null)[]> {
    return await attributes(page.getByTestId('seller-row'), 'data-seller')
  }
})

/** The sellers that a page lists. */
function sellersOn(html: string): string[] {
  return [...html.matchAll(/ data-seller="(\d+)"/g)].map(([, sellerId = '']) => sellerId)
}

/** Where a link of a page leads. */
function linkOn(html: string, testId: string): string | undefined {
  const [, href] = new RegExp(`<a href="([^"]*)" data-testid="${testId}"`).exec(html) ?? []
  return href?.replaceAll('&amp;', '&')
}

/** In one message to the browser, however many elements there are. */
function attributes(elements: Locator, name: string): Promise<(string | null)[]> {
  return elements.evaluateAll(
    (all, attribute) => all.map((element) => Object(element).getAttribute(attribute)),
    name,
  )
}

describeInChromium('the operator', function operator() {
  this.timeout(60_000)
  withRealSockets()
  const browser = withChromium()

  it('signs in with the password, sweeps, and sees what came of it', async () => {
    const shared = await SharedSandbox.start()
    const env = { OPERATOR_PASSWORD: password, LOOK_EVERY_MS: '60000' }
    const app = await shared.startApp('express-passport', env)
    await shared.link(app, ana)
    const context = await browser.newContext({ locale: 'en-US', javaScriptEnabled: false })
    const page = await context.newPage()
    const sweep = () => page.getByTestId('sweep').textContent()

    await page.goto(`${app.url}/operator`)
    const asked = page.url()
    await page.getByTestId('operator-password').fill('wrong')
    await page.getByTestId('operator-enter').click()
    const refused = await page.getByTestId('password-rule').textContent()
    await page.getByTestId('operator-password').fill(password)
    await page.getByTestId('operator-enter').click()
    const opened = page.url()
    await page.getByTestId('sweep-now').click()
    const idle = await sweep()
    shared.sandbox.clock.advance({ days: 155 })
    // The app follows the sandbox's clock, but not at once.
    while (!/Renewed: 1\./.test((await sweep()) ?? '')) await page.getByTestId('sweep-now').click()
    const renewed = await sweep()
    await context.close()
    await app.end()
    await shared.stop()

    expect(asked).to.equal(`${app.url}/operator/sign-in`)
    expect(refused).to.equal('That is not the operator password.')
    expect(opened).to.equal(`${app.url}/operator`)
    expect(idle).to.match(/ UTC\. Renewed: 0\. Failed: 0\.$/)
    expect(renewed).to.match(/ UTC\. Renewed: 1\. Failed: 0\.$/)
  })
})

describe('the gate of the operator', function gate() {
  this.timeout(60_000)
  withRealSockets()

  const real = {
    MERCADOPAGO_CLIENT_ID: '1234567890',
    MERCADOPAGO_CLIENT_SECRET: 'canary-secret-of-32-characters-xx',
    MERCADOPAGO_REDIRECT_URI: 'https://feria.example/mercadopago/callback',
    ENCRYPTION_KEYS: randomBytes(32).toString('base64'),
  }

  it('leads nowhere with the real Mercado Pago and no password', async () => {
    const app = await startApp('koa', real)
    const visitor = new Browser(app.url)
    const pages = [await visitor.get('/operator'), await visitor.get('/operator/sign-in')]
    await app.end()

    expect(pages.map(({ status }) => status)).to.deep.equal([404, 404])
  })

  it('stays shut to a cookie from before the password was changed', async () => {
    const folder = createFolder()
    const first = await startApp('koa', { OPERATOR_PASSWORD: password }, folder)
    const visitor = new Browser(first.url)
    const body = new URLSearchParams({ password }).toString()
    await visitor.get('/operator/sign-in', { method: 'POST', headers: ownForm(first), body })
    const before = await visitor.get('/operator')
    await first.end()
    const second = await startApp('koa', { OPERATOR_PASSWORD: `${password}!` }, folder)
    const after = await visitor.copy(second.url).get('/operator')
    await second.end()
    removeFolder(folder)

    expect(before.status).to.equal(200)
    expect([after.status, after.headers.get('location')]).to.deep.equal([303, '/operator/sign-in'])
  })

  it('sweeps neither for a form of another site nor for a stranger', async () => {
    const app = await startApp('koa', { OPERATOR_PASSWORD: password })
    const visitor = new Browser(app.url)
    const foreign = await visitor.get('/operator/sweep', { method: 'POST' })
    const headers = ownForm(app)
    const strange = await visitor.get('/operator/sweep', { method: 'POST', headers })
    await app.end()

    expect(foreign.status).to.equal(403)
    expect(strange.headers.get('location')).to.equal('/operator/sign-in')
  })
})
