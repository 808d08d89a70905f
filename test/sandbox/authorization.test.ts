import { expect } from 'chai'
import { createSandbox, type Sandbox } from 'mercadopago-oauth-sandbox'
import { authorizationUrl, codeChallenge, redirectUri } from './wire.ts'

const notReady = 'La aplicación no está preparada para conectarse a Mercado Pago'

describe('sandbox: GET /authorization', () => {
  let sandbox: Sandbox

  beforeEach(async () => {
    sandbox = await createSandbox({ applications: [{ redirectUris: [redirectUri] }] })
  })

  afterEach(() => sandbox.close())

  /** The answer to a URL that must be refused: an error page, and no redirect. */
  async function refused(url: string): Promise<string> {
    const response = await fetch(url, { redirect: 'manual' })
    expect(response.status).to.equal(400)
    expect(response.headers.get('location')).to.equal(null)
    expect(response.headers.get('content-type')).to.equal('text/html; charset=utf-8')
    const page = await response.text()
    expect(page).to.contain(`<h1>${notReady}</h1>`)
    return /data-testid="explanation">([^<]*)</.exec(page)?.[1] ?? ''
  }

  async function statusOf(fields: Record<string, string | undefined>): Promise<number> {
    const response = await fetch(authorizationUrl(sandbox, fields), { redirect: 'manual' })
    return response.status
  }

  it('shows the consent page for a good request', async () => {
    const response = await fetch(authorizationUrl(sandbox), { redirect: 'manual' })

    expect(response.status).to.equal(200)
    expect(response.headers.get('content-type')).to.equal('text/html; charset=utf-8')
    expect(response.headers.get('cache-control')).to.equal('no-store')
    expect(await response.text()).to.contain('<h1>Feria quiere conectarse a tu cuenta</h1>')
  })

  it('refuses an unknown client_id', async () => {
    const explanation = await refused(authorizationUrl(sandbox, { client_id: '1' }))

    expect(explanation).to.equal('No application has this client_id.')
  })

  it('refuses a missing client_id', async () => {
    const explanation = await refused(authorizationUrl(sandbox, { client_id: undefined }))

    expect(explanation).to.equal('No application has this client_id.')
  })

  for (const received of [
    `${redirectUri}/`,
    `${redirectUri}?a=1`,
    redirectUri.toUpperCase(),
    'https://feria.example/Callback',
    'https://feria.example/other/../callback',
    'https://feria.example:443/callback',
  ]) {
    it(`refuses the redirect_uri ${received}`, async () => {
      const explanation = await refused(authorizationUrl(sandbox, { redirect_uri: received }))

      expect(explanation).to.equal(
        `redirect_uri is not identical to a registered one.\nRegistered: ${redirectUri}\nReceived: ${received}`,
      )
    })
  }

  it('refuses a missing redirect_uri', async () => {
    const explanation = await refused(authorizationUrl(sandbox, { redirect_uri: undefined }))

    expect(explanation).to.equal(
      `redirect_uri is not identical to a registered one.\nRegistered: ${redirectUri}\nReceived: none`,
    )
  })

  it('escapes the redirect_uri it shows', async () => {
    const redirect_uri = '"><script>alert(1)</script>'

    const page = await (await fetch(authorizationUrl(sandbox, { redirect_uri }))).text()

    expect(page).to.not.contain('<script')
    expect(page).to.contain('Received: &quot;>&lt;script>alert(1)&lt;/script><')
  })

  it('accepts any of several redirect URIs, also one registered later', async () => {
    sandbox.application.redirectUris.push('http://localhost:3000/callback')

    expect(await statusOf({ redirect_uri: 'http://localhost:3000/callback' })).to.equal(200)
    expect(await statusOf({ redirect_uri: redirectUri })).to.equal(200)
  })

  for (const response_type of [undefined, '', 'token', 'code token', 'Code']) {
    it(`refuses the response_type ${JSON.stringify(response_type)}`, async () => {
      const explanation = await refused(authorizationUrl(sandbox, { response_type }))

      expect(explanation).to.equal('response_type must be &quot;code&quot;.')
    })
  }

  for (const name of ['client_id', 'redirect_uri', 'state', 'code_challenge', 'anything']) {
    it(`refuses ${name} given twice`, async () => {
      const explanation = await refused(`${authorizationUrl(sandbox)}&${name}=x&${name}=x`)

      expect(explanation).to.equal('A parameter is there more than once.')
    })
  }

  it('refuses an application whose flow is switched off', async () => {
    sandbox.application.flows = ['client_credentials']

    const explanation = await refused(authorizationUrl(sandbox))

    expect(explanation).to.equal(
      'The flow authorization_code is switched off for this application.',
    )
  })

  it('refuses a request without a challenge when PKCE is required', async () => {
    const explanation = await refused(
      authorizationUrl(sandbox, { code_challenge: undefined, code_challenge_method: undefined }),
    )

    expect(explanation).to.equal(
      'PKCE is switched on for this application and code_challenge is missing.',
    )
  })

  it('refuses a request with a challenge when PKCE is off', async () => {
    sandbox.application.pkce = 'off'

    const explanation = await refused(authorizationUrl(sandbox))

    expect(explanation).to.equal(
      'PKCE is switched off for this application and a code_challenge was sent.',
    )
  })

  it('accepts a request with or without a challenge when PKCE is optional', async () => {
    sandbox.application.pkce = 'optional'

    expect(await statusOf({})).to.equal(200)
    expect(
      await statusOf({ code_challenge: undefined, code_challenge_method: undefined }),
    ).to.equal(200)
  })

  it('refuses a challenge method without a challenge', async () => {
    sandbox.application.pkce = 'optional'

    const explanation = await refused(authorizationUrl(sandbox, { code_challenge: undefined }))

    expect(explanation).to.equal('code_challenge_method is there without a code_challenge.')
  })

  for (const [method, challenge] of [
    ['S256', codeChallenge],
    ['plain', 'a'.repeat(43)],
    ['plain', `${'a'.repeat(124)}-._~`],
    ['Plain', 'a'.repeat(43)],
    [undefined, 'a'.repeat(128)],
  ] as const) {
    it(`accepts a challenge of ${challenge.length} characters by ${method ?? 'no method'}`, async () => {
      const fields = { code_challenge: challenge, code_challenge_method: method }

      expect(await statusOf(fields)).to.equal(200)
    })
  }

  for (const [method, challenge] of [
    ['S256', 'a'.repeat(42)],
    ['S256', 'a'.repeat(44)],
    ['S256', `${'a'.repeat(42)}~`],
    ['S256', `${'a'.repeat(42)}=`],
    ['s256', codeChallenge],
    ['S512', codeChallenge],
    ['PLAIN', 'a'.repeat(43)],
    ['', codeChallenge],
    ['plain', 'a'.repeat(42)],
    ['plain', 'a'.repeat(129)],
    ['plain', `${'a'.repeat(42)}+`],
    [undefined, 'a'.repeat(42)],
    ['S256', ''],
    ['S256', `${'a'.repeat(43)}\n`],
  ] as const) {
    it(`refuses the challenge ${JSON.stringify(challenge)} by ${JSON.stringify(method)}`, async () => {
      const fields = { code_challenge: challenge, code_challenge_method: method }

      const explanation = await refused(authorizationUrl(sandbox, fields))

      expect(explanation).to.match(/^The challenge is malformed: /)
    })
  }

  it('does not show state, challenge or secret on the error page', async () => {
    const url = authorizationUrl(sandbox, { redirect_uri: 'x', state: 'state-of-this-attempt' })

    const page = await (await fetch(url)).text()

    expect(page).to.not.contain('state-of-this-attempt')
    expect(page).to.not.contain(codeChallenge)
    expect(page).to.not.contain(sandbox.application.clientSecret)
  })

  for (const [language, title] of [
    ['es-AR', notReady],
    ['pt-BR,pt;q=0.9', 'O aplicativo não está pronto para se conectar a Mercado Pago'],
    ['en-GB', 'The application is not ready to connect to Mercado Pago'],
    ['de', notReady],
  ] as const) {
    it(`speaks to a browser that accepts ${language}`, async () => {
      const headers = { 'accept-language': language }

      const response = await fetch(authorizationUrl(sandbox, { client_id: '1' }), { headers })

      expect(await response.text()).to.contain(`<h1>${title}</h1>`)
    })
  }
})
