import { expect } from 'chai'
import { createSandbox, type Sandbox } from 'mercadopago-oauth-sandbox'
import { authorizationUrl, codeChallenge, redirectUri } from './wire.ts'

describe('sandbox: the consent page', () => {
  let sandbox: Sandbox

  beforeEach(async () => {
    sandbox = await createSandbox({ applications: [{ redirectUris: [redirectUri] }] })
  })

  afterEach(() => sandbox.close())

  async function consentPage(url: string, language = 'es'): Promise<string> {
    return (await fetch(url, { headers: { 'accept-language': language } })).text()
  }

  function consentIdOf(page: string): string {
    return /name="consent" value="([\w-]{36})"/.exec(page)?.[1] ?? ''
  }

  function submit(fields: Record<string, string>): Promise<Response> {
    const body = new URLSearchParams(fields)
    return fetch(`${sandbox.url}/authorization`, { method: 'POST', body, redirect: 'manual' })
  }

  it('names the application and what it asks for', async () => {
    sandbox.application.name = 'Mercado <b>Norte</b>'
    sandbox.application.scopes = ['read']

    const page = await consentPage(authorizationUrl(sandbox), 'en')

    expect(page).to.contain('<h1>Mercado &lt;b>Norte&lt;/b> wants to connect to your account</h1>')
    expect(page).to.contain(
      '<ul class="permissions"><li><strong>See your account information</strong> <small>Your details, your sales and the payments you receive.</small></li></ul>',
    )
  })

  it('says so when an application asks for nothing', async () => {
    sandbox.application.scopes = []

    const page = await consentPage(authorizationUrl(sandbox), 'en')

    expect(page).to.contain('<p>See which account you have. It requests no other access.</p>')
    expect(page).to.not.contain('class="permissions"')
  })

  it('says where the seller returns to, and where the authorization can be withdrawn', async () => {
    const redirect_uri = 'http://localhost:3000/callback'
    sandbox.application.redirectUris.push(redirect_uri)

    const page = await consentPage(authorizationUrl(sandbox, { redirect_uri }), 'en')

    expect(page).to.contain('<strong data-testid="way-back">localhost:3000</strong>')
    expect(page).to.contain('<a href="/sellers/700100001/applications?lang=en">')
  })

  it('offers every test seller, and the two decisions', async () => {
    const page = await consentPage(authorizationUrl(sandbox))

    const radios = [...page.matchAll(/value="(\d+)"( checked)? data-testid="seller"/g)]
    expect(radios.map((match) => Number(match[1]))).to.deep.equal(
      sandbox.sellers.map(({ id }) => id),
    )
    expect(radios.map((match) => match[2] === ' checked')).to.deep.equal([
      true,
      ...Array.from({ length: radios.length - 1 }, () => false),
    ])
    expect(page).to.contain('<span class="name">CAFE_DO_JOAO</span><small>Brasil</small>')
    expect(page).to.match(/value="allow" data-testid="allow">Permitir</)
    expect(page).to.match(/data-testid="deny">Cancelar</)
  })

  it('selects, in the first place, a seller who has not consented to this application yet', async () => {
    const checked = async (): Promise<string | undefined> => {
      const page = await consentPage(authorizationUrl(sandbox))
      const [, id, mark] = /value="(\d+)"( checked)? data-testid="seller"/.exec(page) ?? []
      return mark && id
    }
    const other = sandbox.addApplication({ name: 'Otra', redirectUris: [redirectUri] })
    const ids = sandbox.sellers.map(({ id }) => String(id))
    await sandbox.approve(authorizationUrl(sandbox, { client_id: other.clientId }))
    const seen = [await checked()]

    for (const seller of ids) {
      await sandbox.approve(authorizationUrl(sandbox), { seller })
      seen.push(await checked())
    }
    await sandbox.withdraw(ids[1] ?? '')
    seen.push(await checked())

    expect(seen).to.deep.equal([...ids, ids[0], ids[1]])
  })

  it('carries nothing of the request but an id', async () => {
    const page = await consentPage(authorizationUrl(sandbox, { state: 'state-of-this-attempt' }))

    expect(page).to.not.contain('state-of-this-attempt')
    expect(page).to.not.contain(codeChallenge)
    expect(page).to.not.contain(redirectUri)
  })

  it('runs no script, loads nothing from elsewhere, and lets the form redirect', async () => {
    const response = await fetch(authorizationUrl(sandbox))

    expect(response.headers.get('content-security-policy')).to.equal(
      "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'",
    )
    expect(response.headers.get('referrer-policy')).to.equal('no-referrer')
    expect(await response.text()).to.not.match(/<script|https?:\/\//)
  })

  it('serves its stylesheets', async () => {
    const page = await consentPage(authorizationUrl(sandbox))

    const hrefs = [...page.matchAll(/rel="stylesheet" href="([^"]+)"/g)].map((match) => match[1])
    expect(hrefs).to.deep.equal(['/assets/pico.css', '/assets/sandbox.css'])
    for (const href of hrefs) {
      const response = await fetch(`${sandbox.url}${href}`)
      expect(response.status).to.equal(200)
      expect(response.headers.get('content-type')).to.equal('text/css; charset=utf-8')
      expect(await response.text()).to.contain('--pico-')
    }
  })

  it('redirects with a code and the state when the seller allows', async () => {
    const id = consentIdOf(await consentPage(authorizationUrl(sandbox, { state: 'a b+c/ñ&=' })))

    const response = await submit({ consent: id, seller: '700200002', decision: 'allow' })

    expect(response.status).to.equal(302)
    expect(response.headers.get('cache-control')).to.equal('no-store')
    expect(await response.text()).to.equal('')
    expect(response.headers.get('location')).to.match(
      /^https:\/\/feria\.example\/callback\?code=TG-[0-9a-f]{24}-700200002&state=a%20b%2Bc%2F%C3%B1%26%3D$/,
    )
  })

  it('sends no state back when none came', async () => {
    const id = consentIdOf(await consentPage(authorizationUrl(sandbox, { state: undefined })))

    const response = await submit({ consent: id, seller: '700100001', decision: 'allow' })

    expect(response.headers.get('location')).to.match(
      /^https:\/\/feria\.example\/callback\?code=TG-[0-9a-f]{24}-700100001$/,
    )
  })

  it('keeps the query that the redirect URI has', async () => {
    const redirect_uri = 'https://feria.example/callback?shop=5&a=%2F'
    sandbox.application.redirectUris.push(redirect_uri)
    const id = consentIdOf(await consentPage(authorizationUrl(sandbox, { redirect_uri })))

    const response = await submit({ consent: id, seller: '700100001', decision: 'allow' })

    expect(response.headers.get('location')).to.match(
      /^https:\/\/feria\.example\/callback\?shop=5&a=%2F&code=TG-[0-9a-f]{24}-700100001&state=state-1$/,
    )
  })

  it('redirects with access_denied and the state when the seller denies', async () => {
    const id = consentIdOf(await consentPage(authorizationUrl(sandbox)))

    const response = await submit({ consent: id, seller: '700100001', decision: 'deny' })

    expect(response.status).to.equal(302)
    expect(response.headers.get('location')).to.equal(
      `${redirectUri}?error=access_denied&state=state-1`,
    )
  })

  it('tells the application nothing when denial is silent', async () => {
    sandbox.switches.denial = 'silent'
    const id = consentIdOf(await consentPage(authorizationUrl(sandbox)))

    const response = await submit({ consent: id, seller: '700100001', decision: 'deny' })

    expect(response.status).to.equal(200)
    expect(response.headers.get('location')).to.equal(null)
    const page = await response.text()
    expect(page).to.contain('<h1>Cancelaste</h1>')
    expect(page).to.contain(
      'href="https://feria.example/" rel="noreferrer" data-testid="back">Volver a feria.example</a>',
    )
  })

  it('takes a decision once', async () => {
    const id = consentIdOf(await consentPage(authorizationUrl(sandbox)))
    await submit({ consent: id, seller: '700100001', decision: 'allow' })

    const response = await submit({ consent: id, seller: '700100001', decision: 'allow' })

    expect(response.status).to.equal(400)
    expect(response.headers.get('location')).to.equal(null)
    const page = await response.text()
    expect(page).to.contain('<h1>Esta página ya se usó</h1>')
    expect(page).to.contain(
      '<p>Una página de autorización funciona una sola vez. Para conectarte, vuelve a la aplicación y empieza de nuevo.</p>',
    )
    expect(page).to.contain(
      'href="https://feria.example/" rel="noreferrer" data-testid="back">Volver a feria.example</a>',
    )
  })

  it('takes a decision for ten minutes', async () => {
    const first = consentIdOf(await consentPage(authorizationUrl(sandbox)))
    const second = consentIdOf(await consentPage(authorizationUrl(sandbox)))

    sandbox.clock.advance({ minutes: 9, seconds: 59 })
    const early = await submit({ consent: first, seller: '700100001', decision: 'allow' })
    sandbox.clock.advance({ seconds: 1 })
    const late = await submit({ consent: second, seller: '700100001', decision: 'allow' })

    expect([early.status, late.status]).to.deep.equal([302, 400])
    expect(await late.text()).to.contain('<h1>Esta página venció</h1>')
  })

  it('leads from an expired page to the application, however late, in another language', async () => {
    const id = consentIdOf(await consentPage(authorizationUrl(sandbox)))
    sandbox.clock.advance({ days: 151 })

    const response = await fetch(`${sandbox.url}/authorization/consent?id=${id}&lang=en`)

    expect(response.status).to.equal(400)
    const page = await response.text()
    expect(page).to.contain('<h1>This page has expired</h1>')
    expect(page).to.contain(
      '<p>A consent page works for ten minutes. To connect, go back to the application and start again.</p>',
    )
    expect(page).to.contain(
      'href="https://feria.example/" rel="noreferrer" data-testid="back">Back to feria.example</a>',
    )
  })

  for (const [what, change] of [
    ['an unknown consent', { consent: '6e12b426-4e01-4f24-8815-0ededa7d6a8e' }],
    ['an unknown seller', { seller: '1' }],
    ['no decision', { decision: '' }],
    ['another decision', { decision: 'constructor' }],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const consent = consentIdOf(await consentPage(authorizationUrl(sandbox)))

      const response = await submit({ consent, seller: '700100001', decision: 'allow', ...change })

      expect(response.status).to.equal(400)
      expect(response.headers.get('location')).to.equal(null)
    })
  }

  it('ignores parameters of the request posted with the decision', async () => {
    const consent = consentIdOf(await consentPage(authorizationUrl(sandbox)))

    const response = await submit({
      consent,
      seller: '700100001',
      decision: 'deny',
      redirect_uri: 'https://elsewhere.example/',
      state: 'other',
    })

    expect(response.headers.get('location')).to.equal(
      `${redirectUri}?error=access_denied&state=state-1`,
    )
  })

  it('switches the language and stays the same consent', async () => {
    const page = await consentPage(authorizationUrl(sandbox))
    const link = /href="(\/authorization\/consent\?[^"]+lang=pt)"/.exec(page)?.[1] ?? ''

    const portuguese = await consentPage(`${sandbox.url}${link.replaceAll('&amp;', '&')}`)

    expect(portuguese).to.contain('<html lang="pt">')
    expect(portuguese).to.contain('<h1>Feria quer se conectar à sua conta</h1>')
    expect(consentIdOf(portuguese)).to.equal(consentIdOf(page))
  })

  it('obeys ?lang= over the browser', async () => {
    const page = await consentPage(`${authorizationUrl(sandbox)}&lang=en`, 'pt')

    expect(page).to.contain('<html lang="en">')
  })

  it('stays in the language when the form is sent', async () => {
    const page = await consentPage(`${authorizationUrl(sandbox)}&lang=pt`)
    const lang = /name="lang" value="(\w+)"/.exec(page)?.[1] ?? ''

    const response = await submit({ consent: 'unknown', lang })

    expect(await response.text()).to.contain('<h1>Esta página não funciona mais</h1>')
  })

  it('has no page for a consent that is gone', async () => {
    const response = await fetch(`${sandbox.url}/authorization/consent?id=unknown&lang=en`)

    expect(response.status).to.equal(400)
    const page = await response.text()
    expect(page).to.contain('<h1>This page no longer works</h1>')
    expect(page).to.contain(
      'href="https://feria.example/" rel="noreferrer" data-testid="back">Back to feria.example</a>',
    )
  })
})

describe('sandbox: the account that is remembered', () => {
  let sandbox: Sandbox

  beforeEach(async () => {
    sandbox = await createSandbox({ applications: [{ redirectUris: [redirectUri] }] })
  })

  afterEach(() => sandbox.close())

  const joao = { cookie: 'sandbox_account=700200002' }

  async function page(url: string, headers: Record<string, string> = joao): Promise<string> {
    return (await fetch(url, { headers: { 'accept-language': 'en', ...headers } })).text()
  }

  const accountsOn = (html: string): (string | undefined)[] =>
    [...html.matchAll(/name="seller" value="(\d+)"/g)].map(([, id]) => id)

  for (const decision of ['allow', 'deny']) {
    it(`is the one that decided: ${decision}`, async () => {
      const id = /name="consent" value="([\w-]{36})"/.exec(await page(authorizationUrl(sandbox)))
      const body = new URLSearchParams({ consent: id?.[1] ?? '', seller: '700200002', decision })

      const { headers } = await fetch(`${sandbox.url}/authorization`, {
        method: 'POST',
        body,
        redirect: 'manual',
      })

      expect(headers.get('set-cookie')).to.equal(
        'sandbox_account=700200002; path=/; samesite=lax; httponly',
      )
    })
  }

  for (const [mode, isOffered] of [
    ['changeable', true],
    ['fixed', false],
  ] as const) {
    it(`is at the consent page when ${mode}`, async () => {
      sandbox.switches.rememberedAccount = mode

      const html = await page(authorizationUrl(sandbox))

      expect(accountsOn(html)).to.deep.equal(['700200002'])
      expect(html).to.contain('You are signed in as').and.contain('CAFE_DO_JOAO')
      expect(html.includes('Use another account')).to.equal(isOffered)
    })
  }

  it('gives way to another one, by a link that only changeable has', async () => {
    sandbox.switches.rememberedAccount = 'changeable'
    const html = await page(authorizationUrl(sandbox))
    const link = /href="(\/authorization\/consent\?[^"]+account=other[^"]+)"/.exec(html)?.[1] ?? ''
    const url = `${sandbox.url}${link.replaceAll('&amp;', '&')}`

    const other = await page(url)
    const portuguese = await page(`${url}&lang=pt`.replace('lang=en&', ''))
    sandbox.switches.rememberedAccount = 'fixed'
    const fixed = await page(url)

    expect(accountsOn(other)).to.have.length(5)
    expect(other).to.match(/account=other&(amp;)?lang=pt"/)
    expect(accountsOn(portuguese)).to.have.length(5)
    expect(accountsOn(fixed)).to.deep.equal(['700200002'])
  })

  it('cannot be left by a parameter of the authorization request', async () => {
    sandbox.switches.rememberedAccount = 'changeable'
    const url = `${authorizationUrl(sandbox)}&account=other&prompt=login&show_login=true`

    expect(accountsOn(await page(url))).to.deep.equal(['700200002'])
  })

  it('is nobody who is unknown', async () => {
    sandbox.switches.rememberedAccount = 'fixed'

    const html = await page(authorizationUrl(sandbox), { cookie: 'sandbox_account=1' })

    expect(accountsOn(html)).to.have.length(5)
  })

  it('is forgotten at /logout', async () => {
    const response = await fetch(`${sandbox.url}/logout?lang=en`, { headers: joao })

    expect(await response.text()).to.contain('<h1>You signed out of Mercado Pago</h1>')
    expect(response.headers.get('set-cookie')).to.equal(
      'sandbox_account=; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT; samesite=lax; httponly',
    )
  })
})

describe('sandbox: GET /', () => {
  it('says where an application finds the server, and where the control room is', async () => {
    const sandbox = await createSandbox()

    const response = await fetch(`${sandbox.url}/?lang=en`)
    const page = await response.text()
    await sandbox.close()

    expect(response.status).to.equal(200)
    expect([...page.matchAll(/<code>([^<]+)</g)].map(([, url]) => url)).to.deep.equal([
      sandbox.endpoints.authorizationEndpoint,
      sandbox.endpoints.tokenEndpoint,
      sandbox.endpoints.userInfoEndpoint,
    ])
    expect(page).to.contain('href="/sandbox?lang=en">Open the control room</a>')
  })
})

describe('sandbox: an address without a page', () => {
  let sandbox: Sandbox

  before(async () => {
    sandbox = await createSandbox()
  })
  after(() => sandbox.close())

  async function bodyOf(path: string, accept: string): Promise<{ status: number; body: string }> {
    const headers = { accept, 'accept-language': 'en' }
    const response = await fetch(`${sandbox.url}${path}`, { headers })
    return { status: response.status, body: await response.text() }
  }

  for (const path of ['/nowhere', '/checkout/unknown', '/sellers/1/applications']) {
    it(`shows a browser a page that leads on: ${path}`, async () => {
      const { status, body } = await bodyOf(path, 'text/html,application/xhtml+xml,*/*;q=0.8')

      expect(status).to.equal(404)
      expect(body).to.contain('<h1>Page not found</h1>')
      expect(body).to.contain('<a class="go" href="/?lang=en">Go to the start page</a>')
    })

    it(`gives any other client the bare status: ${path}`, async () => {
      expect(await bodyOf(path, '*/*')).to.deep.equal({ status: 404, body: 'Not Found' })
    })
  }
})
