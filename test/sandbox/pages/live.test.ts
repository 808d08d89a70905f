import { expect } from 'chai'
import { createSandbox, type Sandbox } from 'mercadopago-oauth-sandbox'
import type { Page } from 'playwright-core'
import { describeInChromium, withChromium } from '../../examples/chromium.ts'
import { withRealSockets } from '../../helpers/nock.ts'
import { authorizationUrl, redirectUri } from '../wire.ts'

describeInChromium('sandbox: the control room, live', function live() {
  this.timeout(60_000)
  withRealSockets()
  const browser = withChromium()
  let sandbox: Sandbox
  let page: Page

  beforeEach(async () => {
    sandbox = await createSandbox({ applications: [{ redirectUris: [redirectUri] }] })
    page = await (await browser.newContext({ locale: 'en' })).newPage()
  })
  afterEach(async () => {
    await page.context().close()
    await sandbox.close()
  })

  /** Opens the page and waits until it receives events. */
  async function visit(path: string): Promise<void> {
    await page.goto(`${sandbox.url}${path}`)
    await page.getByText('Updates live', { exact: true }).waitFor()
  }

  async function ask(fields: Record<string, string> = {}): Promise<void> {
    await (await fetch(authorizationUrl(sandbox, fields))).text()
  }

  it('shows a request as it comes, without touching those that are there', async () => {
    await ask()
    await visit('/sandbox')
    const [first] = await page.getByTestId('request').all()
    await first?.evaluate((item) => {
      Object(item).dataset.seen = ''
    })

    await ask({ client_id: '1' })
    await page.getByText('An unknown application requested authorization').waitFor()

    expect(await page.getByTestId('request').count()).to.equal(2)
    expect(await page.locator('[data-testid=request]:last-child[data-seen]').count()).to.equal(1)
  })

  it('takes the empty state away with the first request', async () => {
    await visit('/sandbox')
    expect(await page.getByText('No activity yet.').count()).to.equal(1)

    await ask()
    await page.getByTestId('request').waitFor()

    expect(await page.getByText('No activity yet.').count()).to.equal(0)
  })

  it('shows what the last request got wrong until a good one comes', async () => {
    await visit('/sandbox')

    await ask({ redirect_uri: `${redirectUri}/` })
    await page.locator('#refusal mark').first().waitFor()
    await ask()
    await page.locator('#refusal mark').first().waitFor({ state: 'detached' })

    expect(await page.getByTestId('request').count()).to.equal(2)
  })

  it('counts the faults that wait, on every page', async () => {
    await visit('/sandbox/clock')

    sandbox.fail('token', 'rate_limited')

    await page.locator('nav .count', { hasText: '1' }).waitFor()
  })

  it('shows a moved clock', async () => {
    await visit('/sandbox/clock')

    sandbox.clock.advance({ days: 3 })

    await page.getByText('3 days ahead of real time').waitFor()
  })

  it('leaves the focus where it is', async () => {
    await visit('/sandbox')
    const link = page.getByRole('link', { name: 'Switches' })
    await link.focus()

    await ask()
    await page.getByTestId('request').waitFor()

    expect(await page.locator('a:focus').textContent()).to.equal('Switches')
  })

  it('says when it hears nothing any more', async () => {
    await visit('/sandbox')

    await sandbox.close()

    await page.getByText('No live updates').waitFor()
  })

  it('breaks no policy of the page', async () => {
    const complaints: string[] = []
    page.on('console', (message) => complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))

    await visit('/sandbox')
    await ask()
    await page.getByTestId('request').waitFor()

    expect(complaints).to.deep.equal([])
  })
})
