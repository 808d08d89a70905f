import { expect } from 'chai'
import { createSandbox, type Sandbox } from 'mercadopago-oauth-sandbox'
import type { Page } from 'playwright-core'
import { describeInChromium, withChromium } from '../../examples/chromium.ts'
import { httpServer, type Loopback } from '../../helpers/loopback.ts'
import { withRealSockets } from '../../helpers/nock.ts'
import { authorizationUrl, postToken } from '../wire.ts'

describeInChromium('sandbox: by keyboard alone, without a script', function keyboard() {
  this.timeout(60_000)
  withRealSockets()
  const browser = withChromium()
  let application: Loopback
  let sandbox: Sandbox
  let page: Page

  before(async () => {
    application = await httpServer((response) => response.end('<!doctype html><p>Back</p>'))
  })
  after(async () => {
    await application?.close()
  })

  beforeEach(async () => {
    sandbox = await createSandbox({
      applications: [{ redirectUris: [`${application.origin}/callback`] }],
    })
    page = await (await browser.newContext({ locale: 'en', javaScriptEnabled: false })).newPage()
  })
  afterEach(async () => {
    await page.context().close()
    await sandbox.close()
  })

  /** Tabs until the element has the focus; fails when it never gets there. */
  async function tabTo(selector: string): Promise<void> {
    for (let presses = 0; presses < 100; presses++) {
      await page.keyboard.press('Tab')
      if ((await page.locator(`${selector}:focus`).count()) === 1) return
    }
    throw new Error(`Tab does not lead to ${selector}`)
  }

  it('gives permission with another account', async () => {
    const redirect_uri = `${application.origin}/callback`
    await page.goto(authorizationUrl(sandbox, { redirect_uri }))

    await tabTo('[data-testid=seller]')
    await page.keyboard.press('ArrowDown')
    await tabTo('[data-testid=allow]')
    await Promise.all([page.waitForURL(/callback\?code=/), page.keyboard.press('Enter')])

    expect(new URL(page.url()).searchParams.get('code')).to.match(/-700200002$/)
  })

  it('says no', async () => {
    const redirect_uri = `${application.origin}/callback`
    await page.goto(authorizationUrl(sandbox, { redirect_uri }))

    await tabTo('[data-testid=deny]')
    await Promise.all([page.waitForURL(/callback\?error=/), page.keyboard.press('Enter')])

    expect(new URL(page.url()).searchParams.get('error')).to.equal('access_denied')
  })

  it('makes the next renewal fail, and sees it in the log', async () => {
    await page.goto(`${sandbox.url}/sandbox/faults`)

    await tabTo('select[name=grant_type]')
    await page.keyboard.press('r')
    await tabTo('button[value=invalid_grant]')
    await Promise.all([page.waitForURL(/done=1/), page.keyboard.press('Enter')])
    const pending = await page.getByTestId('pending').textContent()
    const response = await postToken(sandbox, {
      grant_type: 'refresh_token',
      refresh_token: 'TG-1',
    })
    await tabTo('nav a[href^="/sandbox?"]')
    await Promise.all([page.waitForURL(/\/sandbox\?/), page.keyboard.press('Enter')])

    expect(pending).to.equal('Tokens: The code or refresh token is refused once, refresh_token')
    expect(response.status).to.equal(400)
    expect(await page.getByTestId('request').textContent()).to.contain(
      'Fault on purpose: The code or refresh token is refused',
    )
  })

  it('withdraws, after having been told what it does', async () => {
    const redirect_uri = `${application.origin}/callback`
    await sandbox.approve(authorizationUrl(sandbox, { redirect_uri }))
    await page.goto(`${sandbox.url}/sellers/700100001/applications`)

    expect(await page.getByTestId('withdraw').isVisible()).to.equal(false)
    await tabTo('[data-testid=withdraw-open]')
    await page.keyboard.press('Enter')
    await tabTo('[data-testid=withdraw]')
    await Promise.all([page.waitForURL(/withdrawn=/), page.keyboard.press('Enter')])

    expect(await page.getByTestId('withdrawn').isVisible()).to.equal(true)
  })

  it('skips the sections', async () => {
    await page.goto(`${sandbox.url}/sandbox/clock`)

    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await tabTo('button[value=minutes10]')

    expect(page.url()).to.match(/#content$/)
  })

  it('shows where the focus is', async () => {
    await page.goto(`${sandbox.url}/sandbox/clock`)

    for (const selector of ['nav a[aria-current]', 'button[value=day]', 'input[name=amount]']) {
      await tabTo(selector)
      const style = await page.locator(selector).evaluate((element) => {
        const { outlineStyle, boxShadow } = Object(globalThis).getComputedStyle(element)
        return `${outlineStyle} ${boxShadow}`
      })
      expect(style, selector).to.match(/^(solid|auto) |^none (?!none)/)
    }
  })
})
