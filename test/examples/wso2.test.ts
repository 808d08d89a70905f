import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { createWso2Sandbox, type Wso2Sandbox } from 'mercadopago-oauth-sandbox'
import type { Page } from 'playwright-core'
import { Browser, type PageResponse } from '../helpers/browser.ts'
import { withRealSockets } from '../helpers/nock.ts'
import { describeWithCertificate } from '../helpers/self-signed.ts'
import { describeInChromium, withChromium } from './chromium.ts'
import { createFolder, removeFolder, runApp, type SampleApp, startApp } from './sample-app.ts'

const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/
const lupe = 'PRIMARY/lupe'

describe('the WSO2 example', function example() {
  this.timeout(60_000)
  withRealSockets()
  let server: Wso2Sandbox
  let app: SampleApp
  let browser: Browser

  /** The app as it runs against a real server: all it knows is in the environment. */
  async function start(options: Parameters<typeof createWso2Sandbox>[0] = {}, env = {}) {
    server = await createWso2Sandbox(options)
    const { clientId, clientSecret } = server.application
    app = await startApp('wso2', {
      WSO2_BASE_URL: server.baseUrl,
      WSO2_CLIENT_ID: clientId,
      WSO2_CLIENT_SECRET: clientSecret,
      ...env,
    })
    server.application.redirectUris.push(`${app.url}/wso2/callback`)
    browser = new Browser(app.url, { 'accept-language': 'en' })
  }

  afterEach(async () => {
    await app.end()
    await server.close()
  })

  async function authorizationUrl(): Promise<string> {
    return (await browser.get('/wso2/sign-in')).headers.get('location') ?? ''
  }

  async function signIn(user?: string): Promise<PageResponse> {
    return await browser.get(await server.approve(await authorizationUrl(), { user }))
  }

  it('signs in the user in the profile, and out again', async () => {
    await start()
    const before = await browser.get('/')
    const back = await signIn()
    const home = await browser.get('/')
    const { status, headers } = await browser.get('/sign-out', { method: 'POST' })

    expect(before.body).to.contain('data-testid="sign-in"').and.contain(server.url)
    expect([back.status, back.headers.get('location')]).to.deep.equal([302, '/'])
    expect(home.body).to.contain('<span data-testid="name">Ana Benítez</span>')
    expect(home.body).to.contain('<dd data-testid="email">ana@shop.example</dd>')
    expect(home.body).to.contain('<dd data-testid="subject">3d9e8f10-0a41-4b7e-9c36-5f1d2c7a6b01')
    expect([status, headers.get('location')]).to.deep.equal([303, '/'])
    expect((await browser.get('/')).body).to.contain('data-testid="sign-in"')
    const { stdout, stderr, code } = await app.end()
    const ready = `Feria is ready: ${app.url} (${server.baseUrl})\n`
    expect({ stdout, stderr, code }).to.deep.equal({ stdout: ready, stderr: '', code: 0 })
  })

  it('signs in a user of a tenant, by whatever name there is', async () => {
    await start({ tenant: 'shop.example' }, { WSO2_TENANT: 'shop.example' })
    await signIn(lupe)

    expect((await browser.get('/')).body).to.contain('<span data-testid="name">lupe</span>')
    expect(server.requests.map(({ path }) => path)).to.contain('/t/shop.example/oauth2/token')
  })

  it('shows what a server says as text', async () => {
    const claims = { name: '<script>alert(1)</script>' }
    await start({ users: [{ sub: 'mallory', claims }] })
    await signIn()
    const { body, headers } = await browser.get('/')

    expect(body).to.contain('&lt;script>alert(1)').and.not.contain('<script>')
    // Without 'unsafe-inline', no script of a page runs.
    expect(headers.get('content-security-policy')).to.equal(
      "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    )
  })

  it('has a page for a denial', async () => {
    await start()
    const back = await browser.get(await server.deny(await authorizationUrl()))
    const page = await browser.get(back.headers.get('location') ?? '')

    expect([back.status, back.headers.get('location')]).to.deep.equal([302, '/denied'])
    expect(page.status).to.equal(403)
    expect(page.body).to.contain('You did not allow access').and.contain('access_denied')
    expect((await browser.get('/')).body).to.contain('data-testid="sign-in"')
  })

  it('has a page for what the server refuses', async () => {
    await start()
    const refused = new URL(await authorizationUrl())
    refused.searchParams.delete('code_challenge')
    const { status, body } = await browser.get(await server.approve(refused))

    expect(status).to.equal(502)
    expect(body).to.contain('authorization_error').and.not.contain('PKCE')
  })

  it('says what to check when the secret is wrong, and shows it nowhere', async () => {
    await start({}, { WSO2_CLIENT_SECRET: 'canary-secret' })
    const { status, body } = await signIn()
    const { stdout, stderr } = await app.end()

    const sentence = 'The token endpoint refused the credentials: is this the Client Secret of'
    expect(status).to.equal(500)
    expect(body).to.contain(sentence).and.contain('client_rejected')
    expect(stderr).to.contain(`client_rejected: ${sentence}`)
    expect(stdout + stderr + body).not.to.contain('canary')
    expect(server.requests.filter(({ path }) => path === '/oauth2/token')).to.have.length(1)
  })

  it('refuses a response that it did not ask for', async () => {
    await start()
    const { status, body } = await browser.get('/wso2/callback?code=a&state=b')

    expect(status).to.equal(403)
    expect(body).to.contain('state_mismatch')
    expect(server.requests).to.deep.equal([])
  })

  it('keeps the tokens away from the browser', async () => {
    await start({ users: [{ sub: 'ana', claims: {} }] })
    await signIn()
    const { body } = await browser.get('/')

    // The cookie of the attempt only says that it ended.
    expect(browser.live()).to.deep.equal(['connect.sid'])
    expect(body).to.contain('ana').and.not.match(uuid)
  })

  describeWithCertificate('and a private certificate authority', 'localhost', (certificate) => {
    let folder: string
    let caFile: string

    before(() => {
      folder = createFolder()
      caFile = join(folder, 'ca.pem')
      writeFileSync(caFile, certificate.cert)
    })
    after(() => removeFolder(folder))

    const tls = { host: 'localhost', tls: certificate }

    it('signs in when it is named', async () => {
      await start(tls, { WSO2_CA_FILE: caFile })
      await signIn()

      expect((await browser.get('/')).body).to.contain('Ana Benítez')
    })

    it('says that the certificate is not trusted when it is not', async () => {
      await start(tls)
      const { status, body } = await signIn()
      const { stderr } = await app.end()

      expect(status).to.equal(503)
      expect(body).to.contain('upstream_unavailable')
      expect(stderr).to.match(/^upstream_unavailable: .* \(DEPTH_ZERO_SELF_SIGNED_CERT\)$/m)
    })
  })
})

describe('the settings of the WSO2 example', () => {
  const whole = {
    WSO2_BASE_URL: 'https://localhost:9443',
    WSO2_CLIENT_ID: 'key',
    WSO2_CLIENT_SECRET: 'canary',
  }
  const allThree =
    'set WSO2_BASE_URL, WSO2_CLIENT_ID and WSO2_CLIENT_SECRET, or none of them to use the sandbox.'

  for (const [what, env, sentence] of [
    ['no address', { WSO2_BASE_URL: '' }, `WSO2_BASE_URL is missing: ${allThree}`],
    ['no client key', { WSO2_CLIENT_ID: '' }, `WSO2_CLIENT_ID is missing: ${allThree}`],
    ['no secret', { WSO2_CLIENT_SECRET: '' }, `WSO2_CLIENT_SECRET is missing: ${allThree}`],
    [
      'an address without TLS',
      { WSO2_BASE_URL: 'http://login.example' },
      'WSO2_BASE_URL: "baseUrl" must use https (http only on localhost, 127.0.0.1 or [::1])',
    ],
    [
      'a file that is not there',
      { WSO2_CA_FILE: '/nowhere/ca.pem' },
      "WSO2_CA_FILE: ENOENT: no such file or directory, open '/nowhere/ca.pem'",
    ],
  ] as const) {
    it(`end it with one sentence for ${what}`, async () => {
      expect(await runApp('wso2', { ...whole, ...env })).to.deep.equal({
        stdout: '',
        stderr: `${sentence}\n`,
        code: 1,
      })
    })
  }
})

describeInChromium('the WSO2 example in a browser', function inBrowser() {
  this.timeout(60_000)
  const chromium = withChromium()
  let app: SampleApp
  let page: Page

  beforeEach(async () => {
    app = await startApp('wso2')
    page = await chromium.newPage()
    await page.goto(app.url)
  })
  afterEach(async () => {
    await page.close()
    const { stderr, code } = await app.end()
    expect({ stderr, code }).to.deep.equal({ stderr: '', code: 0 })
  })

  it('signs in against its own sandbox, and out', async () => {
    await page.getByTestId('sign-in').click()
    await page.locator(`[data-testid=user][value="${lupe}"]`).check()
    await page.getByTestId('allow').click()

    expect(await page.getByTestId('name').textContent()).to.equal('lupe')
    expect(page.url()).to.equal(`${app.url}/`)
    await page.getByTestId('sign-out').click()
    await page.getByTestId('sign-in').waitFor()
  })

  it('explains a denial, and lets the user try again', async () => {
    await page.getByTestId('sign-in').click()
    await page.getByTestId('deny').click()

    expect(await page.getByTestId('error-code').textContent()).to.equal('access_denied')
    await page.getByTestId('try-again').click()
    await page.getByTestId('allow').click()
    expect(await page.getByTestId('name').textContent()).to.equal('Ana Benítez')
  })
})
