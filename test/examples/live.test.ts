import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { withRealSockets } from '../helpers/nock.ts'
import { resetConnection } from '../helpers/reset-connection.ts'
import { describeInChromium, withChromium } from './chromium.ts'
import { eventsOf } from './event-stream.ts'
import { createFolder, removeFolder, type SampleApp } from './sample-app.ts'
import { press, SharedSandbox } from './shared-sandbox.ts'
import { signedIn, signIn } from './visitor.ts'

const ana = 700100001
const joao = 700200002
const lupe = 700300003
/** A test that renews has its own seller: a seller is renewed at most three times a minute. */
const sur = 700500005

// Soon, so that a test waits shortly for what the app looks for; what happens here is told at once.
const env = { LOOK_EVERY_MS: '100' }

describeInChromium('the open page of a seller', function livePage() {
  this.timeout(60_000)
  withRealSockets()
  const browser = withChromium()
  let shared: SharedSandbox
  let folder: string
  let koa: SampleApp
  let express: SampleApp
  let page: Page

  before(async () => {
    shared = await SharedSandbox.start()
    folder = createFolder()
    koa = await shared.startApp('koa', env, folder)
    express = await shared.startApp('express-passport', env, folder)
    shared.sandbox.application.webhookUrl = `${koa.url}/mercadopago/notifications`
  })
  after(async () => {
    await Promise.all([koa?.end(), express?.end()])
    await shared?.stop()
    if (folder) removeFolder(folder)
  })
  beforeEach(async () => {
    await shared.link(koa, ana)
    page = await (await browser.newContext()).newPage()
    page.on('framenavigated', () => {
      loads += 1
    })
  })
  afterEach(async () => {
    await page.context().close()
  })
  let loads = 0

  for (const name of ['koa', 'express-passport'] as const) {
    it(`shows what happens here without being loaded again (${name})`, async () => {
      const app = name === 'koa' ? koa : express
      await watch(app, ana)
      const before = await page.getByTestId('expires-at').getAttribute('datetime')

      await press(app, ana, 'renew')
      await moment('renewed', 'hand').waitFor()

      expect(await page.locator('[data-part=news]').textContent()).to.equal(
        'Access renewed at your request',
      )
      expect(await page.getByTestId('renewed-at').count()).to.equal(1)
      expect(await page.getByTestId('expires-at').getAttribute('datetime')).not.to.equal(before)
      expect(loads).to.equal(1)
    })
  }

  for (const name of ['koa', 'express-passport'] as const) {
    it(`is no failure of the app when a browser resets its connection (${name})`, async () => {
      const app = await shared.startApp(name, env, folder)
      const visitor = await signedIn(app)
      const headers = { cookie: visitor.cookieHeader }

      await resetConnection(`${app.url}/sellers/${ana}/events`, headers)
      const after = await visitor.get('/')

      expect(after.status).to.equal(200)
      expect(await app.end()).to.include({ stderr: '', code: 0 })
    })
  }

  it('shows that a button is working, and cannot be pressed twice', async () => {
    await watch(koa, ana)
    // The page stays, as if the response took long.
    await page.evaluate(
      "document.querySelector('form[data-busy]').addEventListener('submit', (e) => e.preventDefault())",
    )

    const button = page.getByTestId('renew')
    await button.click()

    expect(await button.textContent()).to.equal('Waiting for Mercado Pago…')
    await page.locator('[data-testid=renew]:disabled').waitFor()
  })

  it('shows what another process did, and says so', async () => {
    await watch(koa, ana)

    await press(express, ana, 'renew')
    await moment('renewed', 'elsewhere').waitFor()

    expect(await page.locator('[data-part=news]').textContent()).to.equal(
      'Access renewed by another process',
    )
    expect(loads).to.equal(1)
  })

  it('tells a seller who withdraws at Mercado Pago meanwhile to link again', async () => {
    await watch(koa, ana)

    await shared.sandbox.withdraw(ana)
    await page.getByTestId('trouble').waitFor()

    expect(await page.getByTestId('link-state').textContent()).to.equal('Must connect again')
    expect(await page.getByTestId('renew').count()).to.equal(0)
    expect(await page.getByTestId('life').count()).to.equal(0)
    expect(loads).to.equal(1)
  })

  it('tells that a renewal failed, with its code', async () => {
    await shared.link(koa, lupe)
    await watch(koa, lupe)

    shared.sandbox.fail('token', 'unavailable')
    const { status } = await press(koa, lupe, 'renew')
    await moment('renewalFailed').waitFor()

    expect(status).to.equal(503)
    expect(await moment('renewalFailed').locator('small').textContent()).to.equal(
      'We cannot reach Mercado Pago',
    )
  })

  it('keeps the keyboard where it was', async () => {
    await shared.link(koa, sur)
    await watch(koa, sur)
    await page.getByTestId('disconnect').focus()

    await press(koa, sur, 'renew')
    await moment('renewed', 'hand').waitFor()
    const kept = await page.evaluate<string>('document.activeElement.dataset.testid')
    await shared.sandbox.withdraw(sur)
    await page.getByTestId('trouble').waitFor()
    const again = await page.evaluate<string>('document.activeElement.dataset.testid')

    expect([kept, again]).to.deep.equal(['disconnect', 'disconnect'])
  })

  it('says when the seller was disconnected elsewhere', async () => {
    await watch(koa, ana)

    await press(express, ana, 'disconnect')
    await page.getByTestId('error-code').waitFor()

    expect(await page.getByTestId('error-code').textContent()).to.equal('no_such_page')
  })

  it('sends only events of the seller on the page', async () => {
    await shared.link(koa, joao)
    const events = await eventsOf(koa.url, await signedIn(koa), joao)
    expect(await events.next())
      .to.contain('CAFE_DO_JOAO')
      .and.contain('event: page')

    await press(koa, ana, 'renew')
    await press(koa, joao, 'renew')

    expect(await events.next())
      .to.contain('data-what="renewed"')
      .and.not.contain('PANADERIA')
    await events.leave()
  })

  it('is a stream that proxies and browsers leave alone, in the language of the page', async () => {
    const visitor = await signedIn(koa)
    await visitor.get('/language/pt')
    const events = await eventsOf(koa.url, visitor, ana)

    expect(events.headers.get('content-type')).to.equal('text/event-stream; charset=utf-8')
    expect(events.headers.get('cache-control')).to.equal('no-store')
    expect(await events.next()).to.contain('Conectada')
    await events.leave()
  })

  it('is watched by a hundred browsers at most; the page itself is there for more', async () => {
    const app = await shared.startApp('koa', {}, folder)
    const visitor = await signedIn(app)
    const hundred = Array.from({ length: 100 }, () => eventsOf(app.url, visitor, ana))

    const statuses = (await Promise.all(hundred)).map(({ status }) => status)
    const oneMore = await eventsOf(app.url, visitor, ana)
    const { status } = await visitor.get(`/sellers/${ana}`)
    await app.end()

    expect(statuses).to.deep.equal(new Array(100).fill(200))
    expect(oneMore.status).to.equal(503)
    expect(status).to.equal(200)
  })

  it('is no reason for the app to go on: it ends with pages open', async () => {
    const app = await shared.startApp('express-passport', env, folder)
    await watch(app, ana)

    const { code, stderr } = await app.end()

    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' })
  })

  /** Opens the page, and waits until it listens. */
  async function watch(app: SampleApp, seller: number): Promise<void> {
    await signIn(page, app)
    const listening = page.waitForResponse(/\/events$/)
    await page.goto(`${app.url}/sellers/${seller}`)
    await listening
    loads = 1
  }

  function moment(what: string, by?: string) {
    const selector = `[data-what=${what}]${by === undefined ? '' : `[data-by=${by}]`}`
    return page.getByTestId('timeline').locator(selector).first()
  }
})
