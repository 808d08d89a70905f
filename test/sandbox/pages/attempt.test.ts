import { createHash } from 'node:crypto'
import { expect } from 'chai'
import { createSandbox, type Sandbox } from 'mercadopago-oauth-sandbox'
import type { Page } from 'playwright-core'
import { describeInChromium, withChromium } from '../../examples/chromium.ts'
import { httpServer, type Loopback } from '../../helpers/loopback.ts'
import { withRealSockets } from '../../helpers/nock.ts'
import {
  authorizationUrl,
  codeChallenge,
  codeVerifier,
  consentInBrowser,
  exchange,
  parameter,
  postToken,
  tokenOf,
} from '../wire.ts'

const state = 'a-state-with-enough-characters-to-be-shown'

describeInChromium('sandbox: the page of an attempt', function attemptPage() {
  withRealSockets()
  const browser = withChromium()
  let application: Loopback
  let sandbox: Sandbox
  let redirect_uri: string

  before(async () => {
    application = await httpServer((response) => response.end('<!doctype html><p>The app</p>'))
    redirect_uri = `${application.origin}/callback`
  })
  after(async () => {
    await application?.close()
  })

  beforeEach(async () => {
    sandbox = await createSandbox({ applications: [{ redirectUris: [redirect_uri] }] })
  })
  afterEach(() => sandbox.close())

  async function consent(decision: 'allow' | 'deny' = 'allow'): Promise<string> {
    return await consentInBrowser(sandbox, decision, { state, redirect_uri })
  }

  async function read(id: number, language = 'en'): Promise<string> {
    const page = await fetch(`${sandbox.url}/sandbox/attempts/${id}?lang=${language}`)
    return (await page.text()).replaceAll('&quot;', '"')
  }

  it('shows no secret whole, in no language', async () => {
    const code = parameter(await consent(), 'code')
    const response = exchange(sandbox, code, { redirect_uri })
    const { access_token, refresh_token } = Object(await (await response).json())

    for (const language of ['es', 'pt', 'en']) {
      const page = await read(1, language)
      expect(page).to.contain('dBjftJ…EjXk').and.to.contain(codeChallenge)
      const { clientSecret } = sandbox.application
      const secrets = [clientSecret, code, codeVerifier, state, access_token, refresh_token]
      expect(secrets.filter((secret) => page.includes(secret))).to.deep.equal([])
    }
  })

  it('is found by the hash of its state, or as the newest', async () => {
    await consent()
    const hash = createHash('sha256').update(state).digest('base64url')
    const find = async (path: string): Promise<string | null> => {
      const url = `${sandbox.url}/sandbox/attempts/${path}?lang=pt`
      return (await fetch(url, { redirect: 'manual' })).headers.get('location')
    }

    expect(await find(`state/${hash}`)).to.equal('/sandbox/attempts/1?lang=pt')
    expect(await find('state/another')).to.equal('/sandbox?lang=pt')
    expect(await find('newest')).to.equal('/sandbox/attempts/1?lang=pt')
    expect(await find('99')).to.equal('/sandbox?lang=pt')
  })

  describe('without a script', () => {
    let page: Page

    beforeEach(async () => {
      page = await (await browser.newContext({ locale: 'en', javaScriptEnabled: false })).newPage()
    })
    afterEach(() => page.context().close())

    it('leads from the list to a step’s parameters', async () => {
      const code = parameter(await consent(), 'code')
      await exchange(sandbox, code, { redirect_uri })
      await page.goto(`${sandbox.url}/sandbox`)

      await page.getByTestId('see').click()
      const step = page.locator('[data-kind=exchange]')
      await step.getByText('6 parameters').click()

      expect(await step.getByText('dBjftJ…EjXk').isVisible()).to.equal(true)
    })

    it('shows a wrong verifier beside the kept challenge, and where it stops', async () => {
      const code_verifier = 'another-verifier-'.repeat(3)
      const code = parameter(await consent(), 'code')
      await exchange(sandbox, code, { redirect_uri, code_verifier })
      await page.goto(`${sandbox.url}/sandbox/attempts/1`)

      const computed = createHash('sha256').update(code_verifier).digest('base64url')
      expect(await page.getByTestId('computed').textContent()).to.equal(computed)
      expect(await page.getByTestId('stored').textContent()).to.equal(codeChallenge)
      expect(await page.getByTestId('judgement').textContent()).to.equal(
        '≠ They differ. The sender of the code did not begin the attempt: no tokens.',
      )
      expect(await page.locator('.stopped').getAttribute('data-kind')).to.equal('error')
      expect(await page.getByTestId('stolen-code').textContent()).to.contain(
        'So the stolen code is worthless',
      )
    })

    it('queues a fault for the next attempt, and leads back to the app', async () => {
      await consent()
      await page.goto(`${sandbox.url}/sandbox/attempts/1`)

      await page.locator('button[value=rate_limited]').click()
      const notice = await page.getByTestId('pending').textContent()
      const faults = [...sandbox.faults]
      await page.getByTestId('start').click()

      expect(faults).to.deep.equal([
        { endpoint: 'token', kind: 'rate_limited', times: 1, grantType: 'authorization_code' },
      ])
      expect(notice).to.contain('Pending for the next request: Tokens: Too many requests')
      expect(page.url()).to.equal(`${application.origin}/`)
    })

    it('queues a fault for the next renewal', async () => {
      const code = parameter(await consent(), 'code')
      const tokens = exchange(sandbox, code, { redirect_uri })
      const refresh_token = await tokenOf(tokens, 'refresh_token')
      await postToken(sandbox, { grant_type: 'refresh_token', refresh_token })
      await page.goto(`${sandbox.url}/sandbox`)

      await page.getByTestId('see').first().click()
      await page.locator('button[value=cut_after]').click()

      expect(sandbox.faults).to.deep.equal([
        { endpoint: 'token', kind: 'reset_after', times: 1, grantType: 'refresh_token' },
      ])
    })
  })

  describe('live', () => {
    let page: Page

    beforeEach(async () => {
      page = await (await browser.newContext({ locale: 'en' })).newPage()
    })
    afterEach(() => page.context().close())

    async function visit(path: string): Promise<void> {
      await page.goto(`${sandbox.url}${path}`)
      await page.getByText('Updates live', { exact: true }).waitFor()
    }

    it('draws each step as it comes, and leaves open steps open', async () => {
      const code = parameter(await consent(), 'code')
      await visit('/sandbox/attempts/1')
      await page.getByText('6 parameters').click()
      expect(await page.getByTestId('step').count()).to.equal(6)

      await exchange(sandbox, code, { redirect_uri })
      await page.locator('[data-kind=tokens]').waitFor()

      expect(await page.getByTestId('step').count()).to.equal(9)
      expect(await page.locator('#verdict').getByTestId('verdict').textContent()).to.equal('Linked')
      expect(await page.locator('[data-kind=ask] details').getAttribute('open')).to.equal('')
      expect(await page.locator('[data-kind=callback]').getAttribute('class')).to.equal(
        'browser-app inferred',
      )
    })

    it('changes an attempt in the list, and leaves it as folded as it was', async () => {
      const code = parameter(await consent(), 'code')
      await visit('/sandbox')
      await page.getByTestId('attempt').locator('summary').click()

      await exchange(sandbox, code, { redirect_uri })
      await page.getByText('Linked', { exact: true }).waitFor()

      expect(await page.locator('#attempt-1 details').getAttribute('open')).to.equal(null)
      expect(await page.getByTestId('request').count()).to.equal(3)
    })

    it('takes the waiting fault away once it has struck', async () => {
      await consent()
      sandbox.fail('authorization', 'unavailable')
      await visit('/sandbox/attempts/1')
      await page.getByTestId('pending').waitFor()

      await (await fetch(authorizationUrl(sandbox))).text()

      await page.getByTestId('pending').waitFor({ state: 'detached' })
    })

    it('breaks no policy of the page', async () => {
      const complaints: string[] = []
      page.on('console', (message) => complaints.push(message.text()))
      page.on('pageerror', (error) => complaints.push(error.message))

      const code = parameter(await consent(), 'code')
      await visit('/sandbox/attempts/1')
      await exchange(sandbox, code, { redirect_uri })
      await page.locator('[data-kind=tokens]').waitFor()

      expect(complaints).to.deep.equal([])
    })
  })
})
