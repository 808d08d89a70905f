import { once } from 'node:events'
import { get } from 'node:http'
import { expect } from 'chai'
import { createSandbox, type Sandbox, switchTable } from 'mercadopago-oauth-sandbox'
import { closeServers, httpServer, type Loopback } from '../../helpers/loopback.ts'
import { withRealSockets } from '../../helpers/nock.ts'
import {
  approvedCode,
  authorizationUrl,
  exchange,
  postToken,
  redirectUri,
  tokenOf,
} from '../wire.ts'

const ana = '700100001'

describe('sandbox: the control room', () => {
  withRealSockets()
  let receiver: Loopback
  let sandbox: Sandbox
  let clientId: string

  beforeEach(async () => {
    receiver = await httpServer((response) => response.writeHead(200).end())
    sandbox = await createSandbox({ applications: [{ redirectUris: [redirectUri] }] })
    clientId = sandbox.application.clientId
  })

  afterEach(async () => {
    await sandbox.close()
    await closeServers()
  })

  async function read(path: string): Promise<string> {
    const separator = path.includes('?') ? '&' : '?'
    return (await fetch(`${sandbox.url}${path}${separator}lang=en`)).text()
  }

  function send(
    path: string,
    fields: Record<string, string> | [string, string][] = {},
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const body = new URLSearchParams(fields)
    body.set('lang', 'en')
    return fetch(`${sandbox.url}${path}`, { method: 'POST', body, headers, redirect: 'manual' })
  }

  /** The sentences of the log: the newest attempt first, and each from its beginning. */
  async function sentences(): Promise<string[]> {
    const page = await read('/sandbox')
    return [...page.matchAll(/data-testid="request">.*?<p>(.*?)<\/p>/g)].map(([, sentence]) =>
      (sentence ?? '').replace(/<[^>]*>/g, ''),
    )
  }

  /** What a summary says in its first line. */
  function textOf(summary: string): string {
    return summary
      .replace(/<small>.*/, '')
      .replace(/<[^>]*>/g, '')
      .trim()
  }

  async function problemOf(reply: Promise<Response>): Promise<string | undefined> {
    const response = await reply
    expect(response.status).to.equal(400)
    const page = (await response.text()).replaceAll('&quot;', '"')
    return /data-testid="problem">[^<]*<span lang="en">([^<]*)</.exec(page)?.[1]
  }

  const sections = [
    '/sandbox',
    '/sandbox/clock',
    '/sandbox/faults',
    '/sandbox/applications',
    '/sandbox/sellers',
    '/sandbox/switches',
    '/sandbox/notifications',
  ]

  for (const path of sections) {
    it(`shows ${path}, which runs the sandbox's own script and no other`, async () => {
      const response = await fetch(`${sandbox.url}${path}`)
      const page = await response.text()

      expect(response.status).to.equal(200)
      expect(response.headers.get('content-security-policy')).to.equal(
        "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'; script-src 'self'; connect-src 'self'",
      )
      expect(page.match(/<script[^>]*>/g)).to.deep.equal(['<script src="/assets/live.js" defer>'])
      expect(page).to.match(/aria-current="page"/)
      expect(page).to.not.match(/ style="| on\w+="/)
    })

    it(`shows no secret on ${path}`, async () => {
      sandbox.application.webhookUrl = `${receiver.origin}/hook?key=in-the-query`
      const code = await approvedCode(sandbox)
      const token = await tokenOf(exchange(sandbox, code), 'access_token')
      await sandbox.settled()

      const page = await read(path)

      const { clientSecret, webhookSecret } = sandbox.application
      for (const secret of [clientSecret, webhookSecret, 'in-the-query', code, token, 'state-1']) {
        expect(page).to.not.contain(secret)
      }
    })
  }

  it('leads to every section, in the language of the page', async () => {
    const page = await read('/sandbox')

    const links = [...page.matchAll(/href="(\/sandbox[^"?]*)\?lang=en"/g)].map(([, path]) => path)
    expect(new Set(links)).to.deep.equal(new Set(sections))
  })

  describe('activity', () => {
    it('says that nothing has happened', async () => {
      expect(await read('/sandbox')).to.contain('<p>No activity yet.</p>')
    })

    it('tells each request in words, by attempt, the newest first', async () => {
      const code = await approvedCode(sandbox)
      const token = await tokenOf(exchange(sandbox, code), 'access_token')
      await exchange(sandbox, code)
      const headers = { authorization: `Bearer ${token}` }
      await fetch(sandbox.endpoints.userInfoEndpoint, { headers })
      await fetch(sandbox.endpoints.userInfoEndpoint)
      await fetch(authorizationUrl(sandbox))
      await fetch(authorizationUrl(sandbox, { client_id: '1' }))

      expect(await sentences()).to.deep.equal([
        'An unknown application requested authorization, but the request was invalid: no application has this client_id',
        'Feria requested authorization: the page was shown',
        'A request for a profile was refused: its token is not valid: the token has expired, was withdrawn, or does not exist',
        'Feria exchanged a code for tokens of PANADERIA_ANA',
        'Feria could not exchange a code for tokens: the code or refresh token has expired, was used, or belongs to another request',
        'Feria read the profile of PANADERIA_ANA',
      ])
    })

    it('tells renewals, own tokens and their failures', async () => {
      const code = await approvedCode(sandbox)
      const refresh_token = await tokenOf(exchange(sandbox, code), 'refresh_token')
      await postToken(sandbox, { grant_type: 'refresh_token', refresh_token })
      await postToken(sandbox, { grant_type: 'refresh_token', refresh_token })
      await postToken(sandbox, { grant_type: 'client_credentials' })
      await postToken(sandbox, { grant_type: 'client_credentials', client_secret: 'wrong' })

      expect((await sentences()).slice(0, 4)).to.deep.equal([
        'Feria got no token: the client id or the client secret is wrong',
        'Feria got a token for its own account',
        'Feria renewed the tokens of PANADERIA_ANA',
        'Feria could not renew tokens: the code or refresh token has expired, was used, or belongs to another request',
      ])
    })

    it('tells what a seller decided', async () => {
      for (const decision of ['allow', 'deny', 'allow']) {
        const page = await (await fetch(authorizationUrl(sandbox))).text()
        const consent = /name="consent" value="([\w-]{36})"/.exec(page)?.[1] ?? ''
        await send('/authorization', { consent, seller: ana, decision })
      }
      await send('/authorization', { consent: 'used' })

      const decisions = (await sentences()).filter(
        (sentence) => !sentence.includes('page was shown'),
      )
      expect(decisions).to.deep.equal([
        'A decision came from a page that is no longer valid: the page was already used or has expired',
        'PANADERIA_ANA authorized Feria',
        'The seller did not authorize Feria: the seller cancelled',
        'PANADERIA_ANA authorized Feria',
      ])
    })

    it('folds an attempt, with how it stands and a link to its steps', async () => {
      const code = await approvedCode(sandbox)
      await exchange(sandbox, code)
      await exchange(sandbox, code)
      await postToken(sandbox, { grant_type: 'refresh_token', refresh_token: 'TG-unknown' })

      const page = await read('/sandbox')

      const folds = [...page.matchAll(/<details( open)?><summary>(.*?)<\/summary>/g)]
      expect(folds.map(([, open, summary = '']) => [open, textOf(summary)])).to.deep.equal([
        [' open', 'Renewal Not renewed'],
        [undefined, 'Linking a seller Code sent twice'],
      ])
      expect(page).to.contain('href="/sandbox/attempts/1?lang=en"')
    })

    it('says what the last authorization request got wrong, until a good one comes', async () => {
      await fetch(authorizationUrl(sandbox, { redirect_uri: `${redirectUri}/` }))
      const page = await read('/sandbox')
      await fetch(authorizationUrl(sandbox))

      expect(page).to.contain('<h2>The last authorization request was wrong</h2>')
      expect(page).to.contain('The redirect URI is not identical to a registered one.')
      expect(page).to.contain('differs from the registered one at character 31')
      expect(page).to.contain('<code>…example/callback<mark>/</mark></code>')
      expect(await read('/sandbox')).to.not.contain('data-testid="refusal"')
    })

    it('forgets what happened at the press of a button', async () => {
      await fetch(authorizationUrl(sandbox))
      sandbox.fail('token', 'slow')

      const response = await send('/sandbox/clear')

      expect(response.headers.get('location')).to.equal('/sandbox?done=1&lang=en')
      expect(sandbox.requests).to.deep.equal([])
      expect(sandbox.faults).to.deep.equal([])
    })

    it('tells that an operator was refused', async () => {
      sandbox.switches.consentingAccount = 'operator'
      const consentPage = await (await fetch(authorizationUrl(sandbox))).text()
      const consent = /name="consent" value="([\w-]{36})"/.exec(consentPage)?.[1] ?? ''
      const response = await send('/authorization', { consent, seller: ana, decision: 'allow' })
      const page = await response.text()

      expect(page).to.contain('<h1>This user cannot give access</h1>')
      expect(page).to.contain('<code>invalid_operator_user_id</code>')
      expect((await sentences())[1]).to.equal(
        'Feria did not get the authorization: only the administrator of the account can give access',
      )
    })

    it('tells a fault that struck', async () => {
      sandbox.fail('profile', 'server_error')
      await fetch(sandbox.endpoints.userInfoEndpoint)
      sandbox.fail('token', 'reset_before')
      await postToken(sandbox, {}).catch(() => {})

      const page = await read('/sandbox')

      expect(await sentences()).to.deep.equal([
        'A request for tokens went wrong',
        'Reading a profile went wrong',
      ])
      expect(page).to.contain(
        '<p class="fault">Fault on purpose: The connection ends before the request takes effect</p>',
      )
      expect(page).to.contain('<span class="status bad">no answer</span>')
    })
  })

  describe('clock', () => {
    async function movedBy(fields: Record<string, string>): Promise<number> {
      const before = sandbox.clock.now().getTime() - Date.now()
      const response = await send('/sandbox/clock', fields)
      expect(response.headers.get('location')).to.equal('/sandbox/clock?done=1&lang=en')
      expect(response.status).to.equal(303)
      return Math.round((sandbox.clock.now().getTime() - Date.now() - before) / 60_000)
    }

    for (const [step, minutes] of Object.entries({
      minutes10: 10,
      day: 1440,
      days30: 43_200,
      days151: 217_440,
      days179: 257_760,
    })) {
      it(`moves by ${minutes} minutes at the press of ${step}`, async () => {
        expect(await read('/sandbox/clock')).to.contain(`name="step" value="${step}"`)
        expect(await movedBy({ step })).to.equal(minutes)
      })
    }

    it('moves by what is written, and says how far it is ahead', async () => {
      expect(await movedBy({ amount: '3', unit: 'days' })).to.equal(4320)
      expect(await movedBy({ amount: '2', unit: 'hours' })).to.equal(120)

      expect(await read('/sandbox/clock')).to.contain('3 days, 2 hours ahead of real time')
    })

    it('is set to real time at the press of a button', async () => {
      await movedBy({ step: 'days179' })
      expect(await read('/sandbox/clock')).to.contain('action="/sandbox/clock/reset"')

      const response = await send('/sandbox/clock/reset', {})

      expect(response.status).to.equal(303)
      expect(sandbox.clock.now().getTime() - Date.now()).to.be.within(-1_000, 1_000)
    })

    for (const [what, fields] of Object.entries({
      nothing: {},
      'a negative amount': { amount: '-1', unit: 'days' },
      'no number': { amount: 'many', unit: 'days' },
      'an unknown unit': { amount: '1', unit: 'constructor' },
      'an unknown button': { step: 'toString' },
    })) {
      it(`stays where it is for ${what}`, async () => {
        const problem = await problemOf(send('/sandbox/clock', fields))

        expect(problem).to.match(/clock|unit|step|amount/)
        expect(Math.abs(sandbox.clock.now().getTime() - Date.now())).to.be.lessThan(60_000)
      })
    }
  })

  describe('faults', () => {
    it('queues one by click, shows it, and clears it', async () => {
      await send('/sandbox/faults', { endpoint: 'token', kind: 'rate_limited', times: '2' })
      const page = await read('/sandbox/faults')
      const pending = [...sandbox.faults]
      await send('/sandbox/faults/clear')

      expect(pending).to.deep.equal([{ endpoint: 'token', kind: 'rate_limited', times: 2 }])
      expect(page).to.contain('<strong>Tokens</strong>: Too many requests <small>2 times</small>')
      expect(page).to.contain('Faults<span class="count">1</span>')
      expect(sandbox.faults).to.deep.equal([])
      expect(await read('/sandbox/faults')).to.contain('No fault is pending.')
    })

    it('takes the delay with a late response only, and the grant with tokens', async () => {
      const settings = { times: '1', delay_ms: '5', grant_type: 'refresh_token' }
      await send('/sandbox/faults', { endpoint: 'token', kind: 'slow', ...settings })
      await send('/sandbox/faults', { endpoint: 'token', kind: 'invalid_grant', ...settings })

      expect(sandbox.faults).to.deep.equal([
        { endpoint: 'token', kind: 'slow', times: 1, grantType: 'refresh_token', delayMs: 5 },
        { endpoint: 'token', kind: 'invalid_grant', times: 1, grantType: 'refresh_token' },
      ])
    })

    it('queues nothing that there is not', async () => {
      const fields = { endpoint: 'profile', kind: 'invalid_grant', times: '1' }

      expect(await problemOf(send('/sandbox/faults', fields))).to.match(/^"kind" must be one of/)
      expect(sandbox.faults).to.deep.equal([])
    })
  })

  describe('applications', () => {
    function change(what: string, fields: Record<string, string> | [string, string][]) {
      return send(`/sandbox/applications/${clientId}${what}`, fields)
    }

    it('adds and removes a redirect URI', async () => {
      await change('/redirect-uris', { add: 'http://localhost:3000/callback?shop=5' })
      const page = await read('/sandbox/applications')
      await change('/redirect-uris', { remove: redirectUri })

      expect(page).to.contain(
        '<code data-testid="redirect-uri">http://localhost:3000/callback?shop=5</code>',
      )
      expect(sandbox.application.redirectUris).to.deep.equal([
        'http://localhost:3000/callback?shop=5',
      ])
    })

    it('adds a redirect URI once', async () => {
      await change('/redirect-uris', { add: redirectUri })

      expect(sandbox.application.redirectUris).to.deep.equal([redirectUri])
    })

    it('adds no redirect URI that cannot be one', async () => {
      const problem = await problemOf(change('/redirect-uris', { add: 'javascript:alert(1)' }))

      expect(problem).to.match(/^"redirectUris" must be absolute/)
      expect(sandbox.application.redirectUris).to.deep.equal([redirectUri])
    })

    it('changes name, PKCE and permissions', async () => {
      await change('', [
        ['name', 'Feria Norte'],
        ['pkce', 'optional'],
        ['scope', 'read'],
        ['scope', 'write'],
      ])

      const { name, pkce, scopes } = sandbox.application
      expect({ name, pkce, scopes }).to.deep.equal({
        name: 'Feria Norte',
        pkce: 'optional',
        scopes: ['read', 'write'],
      })
    })

    it('changes nothing when one of the settings cannot be', async () => {
      const problem = await problemOf(change('', { name: 'Other', pkce: 'sometimes' }))

      expect(problem).to.match(/^"pkce" must be one of/)
      const { name, pkce, scopes } = sandbox.application
      expect({ name, pkce, scopes }).to.deep.equal({
        name: 'Feria',
        pkce: 'required',
        scopes: ['offline_access', 'read', 'write'],
      })
    })

    it('sets the webhook URL, shows it without its query, and takes it away', async () => {
      await change('/webhook-url', { webhook_url: 'https://feria.example/hook?key=1' })
      const page = await read('/sandbox/applications')
      const { webhookUrl } = sandbox.application
      await change('/webhook-url', {})

      expect(webhookUrl).to.equal('https://feria.example/hook?key=1')
      expect(page).to.contain('<code data-testid="webhook-url">https://feria.example/hook</code>')
      expect(sandbox.application.webhookUrl).to.equal(undefined)
    })

    it('adds an application, whose secret is known to who chose it', async () => {
      await send('/sandbox/applications', {
        name: 'Mercado Sur',
        redirect_uri: 'https://sur.example/callback',
        client_secret: 'chosen-by-hand',
      })
      const page = await read('/sandbox/applications')
      const id = [...page.matchAll(/id="app-(\d+)">([^<]+)</g)].find(
        ([, , name]) => name === 'Mercado Sur',
      )?.[1]

      const response = await postToken(sandbox, {
        grant_type: 'client_credentials',
        client_id: id,
        client_secret: 'chosen-by-hand',
      })

      expect(response.status).to.equal(200)
      expect(page).to.not.contain('chosen-by-hand')
    })

    it('adds none without a secret, which nobody would know', async () => {
      const problem = await problemOf(send('/sandbox/applications', { name: 'Mercado Sur' }))

      expect(problem).to.match(/^"clientSecret" must be/)
    })

    it('knows no other application', async () => {
      clientId = '1'

      expect(await problemOf(change('/redirect-uris', { add: redirectUri }))).to.match(/clientId/)
    })
  })

  describe('sellers', () => {
    it('shows what each is connected with, and withdraws it', async () => {
      await sandbox.approve(authorizationUrl(sandbox))
      const page = await read('/sandbox/sellers')
      const response = await send('/sandbox/sellers/withdraw', { seller: ana, client_id: clientId })

      expect(page).to.contain(`href="/sellers/${ana}/applications?lang=en"`)
      expect(page.match(/>Withdraw access</g)).to.have.length(1)
      expect(response.status).to.equal(303)
      expect(await read('/sandbox/sellers')).to.not.contain('>Withdraw access<')
    })

    it('withdraws nothing when no application is named', async () => {
      await sandbox.approve(authorizationUrl(sandbox))

      await send('/sandbox/sellers/withdraw', { seller: ana })

      expect(await read('/sandbox/sellers')).to.contain('>Withdraw access<')
    })
  })

  describe('switches', () => {
    it('says what each decides and what its positions do, in the language of the page', async () => {
      sandbox.switches.denial = 'silent'

      const texts: Record<string, string> = {}
      for (const lang of ['en', 'es', 'pt']) {
        const page = await (await fetch(`${sandbox.url}/sandbox/switches?lang=${lang}`)).text()
        const denial = /<fieldset class="switch changed">(.*?)<\/fieldset>/.exec(page)?.[1] ?? ''
        texts[lang] = denial
          .replace(/<input[^>]*value="silent" checked[^>]*>/, '→')
          .replace(/<[^>]*>/g, '')
      }

      expect(texts).to.deep.equal({
        en: 'When the seller cancels denialThe seller returns to the application with error=access_denied. redirect (default)→The seller sees a page. The application receives nothing. silent',
        es: 'Cuando el vendedor cancela denialEl vendedor vuelve a la aplicación con error=access_denied. redirect (por defecto)→El vendedor ve una página. La aplicación no recibe nada. silent',
        pt: 'Quando o vendedor cancela denialO vendedor volta ao aplicativo com error=access_denied. redirect (padrão)→O vendedor vê uma página. O aplicativo não recebe nada. silent',
      })
      expect(await read('/sandbox')).to.contain('Switches<span class="count">1</span>')
    })

    it('offers every position of every switch, each with words', async () => {
      const page = await read('/sandbox/switches')

      const offered = [...page.matchAll(/<fieldset class="switch">(.*?)<\/fieldset>/g)].map(
        ([, row]) => {
          const name = /<code class="name">(\w+)</.exec(row ?? '')?.[1]
          const rest = [...(row ?? '').matchAll(/value="([^"]+)"[^>]*><span>(.*?) <small>/g)]
          return [name, rest.map(([, value, words]) => (words === value ? 'no words' : value))]
        },
      )
      expect(offered).to.deep.equal(
        Object.entries(switchTable).map(([name, { values }]) => [name, [...values]]),
      )
    })

    it('sets those that are sent, and goes back to the defaults', async () => {
      await send('/sandbox/switches', { denial: 'silent', rateLimitBody: 'text' })
      const set = { ...sandbox.switches }
      await send('/sandbox/switches', { denial: 'silent', defaults: '1' })

      expect(set).to.include({ denial: 'silent', rateLimitBody: 'text', tokenType: 'Bearer' })
      expect(sandbox.switches).to.include({ denial: 'redirect', rateLimitBody: 'json' })
    })

    it('takes no position that there is not', async () => {
      const problem = await problemOf(send('/sandbox/switches', { denial: 'loud' }))

      expect(problem).to.equal('"switches.denial" must be one of redirect, silent')
      expect(sandbox.switches.denial).to.equal('redirect')
    })
  })

  describe('notifications', () => {
    it('says where to set a URL while nobody has one', async () => {
      const page = await read('/sandbox/notifications')

      expect(page).to.contain('No application has a webhook URL. Add one in')
      expect(page).to.contain('<p>No notification was sent yet.</p>')
    })

    it('shows what was sent and how it ended, and sends it again', async () => {
      sandbox.application.webhookUrl = `${receiver.origin}/hook`
      await sandbox.approve(authorizationUrl(sandbox))
      await sandbox.settled()
      const [first] = sandbox.notifications
      await sandbox.notify('chargeback')

      const page = await read('/sandbox/notifications')
      const response = await send('/sandbox/notifications/redeliver', { id: String(first?.id) })

      expect(page).to.contain('Feria: PANADERIA_ANA gave access')
      expect(page).to.contain('Feria: chargeback of PANADERIA_ANA')
      expect(page).to.contain('<span class="status good">200</span>')
      expect(response.status).to.equal(303)
      expect(sandbox.notifications.filter(({ id }) => id === first?.id)).to.have.length(2)
    })

    it('sends nothing that it does not know', async () => {
      const problem = await problemOf(send('/sandbox/notifications/redeliver', { id: '1' }))

      expect(problem).to.equal('"id" must be the id of a notification that was sent')
    })
  })

  it('is not served under a host name that another party may own', async () => {
    const statusUnder = async (host: string, path: string): Promise<number | undefined> => {
      const request = get(`${sandbox.url}${path}`, { headers: { host } })
      const [response] = await once(request, 'response')
      response.resume()
      return response.statusCode
    }
    for (const path of [...sections, `/sellers/${ana}/applications`]) {
      expect(await statusUnder('localhost:1', path), path).to.equal(200)
      expect(await statusUnder('evil.example', path), path).to.equal(403)
    }
  })

  describe('forms of other sites', () => {
    const foreign: Record<string, Record<string, string>> = {
      'another site': { 'sec-fetch-site': 'cross-site' },
      'another port of this host': { 'sec-fetch-site': 'same-site' },
      'another origin, in an old browser': { origin: 'https://elsewhere.example' },
    }
    const forms: Record<string, Record<string, string>> = {
      '/sandbox/clock': { step: 'day' },
      '/sandbox/faults': { endpoint: 'token', kind: 'rate_limited', times: '1' },
      '/sandbox/faults/clear': {},
      '/sandbox/clear': {},
      '/sandbox/attempts/1/again': { fault: 'slow' },
      '/sandbox/applications': { name: 'X', client_secret: 'x' },
      '/sandbox/applications/4400123456789012/start-url': { start_url: 'http://localhost:1/' },
      '/sandbox/sellers/withdraw': { seller: ana },
      '/sandbox/switches': { denial: 'silent' },
      '/sandbox/notifications/redeliver': { id: '1' },
    }
    for (const [path, fields] of Object.entries(forms)) {
      for (const [what, headers] of Object.entries(foreign)) {
        it(`are refused at ${path}: from ${what}`, async () => {
          const { status } = await send(path, fields, headers)

          expect(status).to.equal(403)
          expect(sandbox.faults).to.deep.equal([])
          expect(sandbox.switches.denial).to.equal('redirect')
        })
      }
    }

    it('are told from its own, which a browser lets it know', async () => {
      const page = await fetch(`${sandbox.url}/sandbox/clock`)
      const own = await send('/sandbox/clock', { step: 'day' }, { origin: sandbox.url })

      expect(page.headers.get('referrer-policy')).to.equal('same-origin')
      expect(own.status).to.equal(303)
    })
  })
})
