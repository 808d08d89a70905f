import { expect } from 'chai'
import { parseSetCookie } from 'cookie'
import { type AppOptions, adapters, type RunningApp } from '../helpers/adapters.ts'
import { isEnded } from '../helpers/cookie-jar.ts'
import { goodResponse, json, TokenServer } from '../helpers/token-server.ts'

const secret = 'the-secret-of-the-application-01'

for (const adapter of adapters) {
  describe(`redirects and cookies through ${adapter.name}`, () => {
    let server: TokenServer
    let options: AppOptions
    const started: RunningApp[] = []

    async function start(changes: Partial<AppOptions> = {}): Promise<RunningApp> {
      const running = await adapter.start({ ...options, ...changes })
      started.push(running)
      return running
    }

    beforeEach(async () => {
      server = await TokenServer.start()
      options = {
        clientId: '1234567890123456',
        clientSecret: secret,
        redirectUri: 'https://app.example/callback',
        provider: server.provider,
        clock: () => new Date('2026-03-01T12:00:00Z'),
      }
    })

    afterEach(async () => {
      await Promise.all(started.splice(0).map((one) => one.stop()))
      await server.stop()
    })

    async function returnedTo(asked: string, changes: Partial<AppOptions> = {}): Promise<string> {
      const browser = (await start(changes)).browser()
      const { state } = await browser.connect(`?returnTo=${encodeURIComponent(asked)}`)
      const { body } = await browser.callback({ code: 'TG-1', state })
      return JSON.parse(body).returnTo
    }

    for (const hostile of [
      'https://evil.example/',
      '//evil.example/',
      '/\\evil.example/',
      '\\\\evil.example/',
      'javascript:alert(1)',
      'data:text/html,x',
      'https://app.example@evil.example/',
      'https://app.example.evil.example/',
      'https://app.example:8443/',
      'http://app.example/',
      'https://app.example//evil.example/',
      '/\t/evil.example/',
      `/${'a'.repeat(600)}`,
    ]) {
      it(`C01: falls back to the default for ${JSON.stringify(hostile.slice(0, 40))}`, async () => {
        expect(await returnedTo(hostile, { defaultReturnTo: '/done' })).to.equal('/done')
      })
    }

    for (const [asked, expected] of [
      ['/shops/7?tab=payments#mp', '/shops/7?tab=payments#mp'],
      ['https://app.example/shops', '/shops'],
      ['https://user:pass@app.example/shops', '/shops'],
      ['shops', '/shops'],
    ] as const) {
      it(`C01: keeps ${asked} as ${expected}`, async () => {
        expect(await returnedTo(asked)).to.equal(expected)
      })
    }

    it('C02: ignores a returnTo that comes with the callback', async () => {
      const browser = (await start()).browser()
      const { state } = await browser.connect('?returnTo=/mine')
      const { body } = await browser.callback({ code: 'TG-1', state, returnTo: '/other' })
      expect(JSON.parse(body).returnTo).to.equal('/mine')
    })

    it('C03: sends the configured redirect URI byte for byte, whatever the headers say', async () => {
      const redirectUri = 'https://app.example:443/callback?fixed=%7e'
      const app = await start({ redirectUri })
      const browser = app.browser()
      const forged = {
        'x-forwarded-host': 'evil.example',
        'x-forwarded-proto': 'http',
        forwarded: 'host=evil.example;proto=http',
      }
      const { headers } = await browser.get('/connect', { headers: forged })
      const url = new URL(headers.get('location') ?? '')
      expect(url.searchParams.get('redirect_uri')).to.equal(redirectUri)

      const state = url.searchParams.get('state') ?? ''
      await browser.get(`/callback?code=TG-1&state=${state}`, { headers: forged })
      expect(server.forms[0]?.get('redirect_uri')).to.equal(redirectUri)
    })

    for (const [name, redirectUri, code] of [
      ['relative', '/callback', 'ERR_INVALID_ARG_VALUE'],
      ['without https', 'http://app.example/callback', 'ERR_INVALID_ARG_VALUE'],
      ['on a look-alike of loopback', 'http://localhost.evil.example/cb', 'ERR_INVALID_ARG_VALUE'],
      ['with a fragment', 'https://app.example/callback#x', 'ERR_INVALID_ARG_VALUE'],
      ['with an empty fragment', 'https://app.example/callback#', 'ERR_INVALID_ARG_VALUE'],
      ['with user info', 'https://me:pw@app.example/callback', 'ERR_INVALID_ARG_VALUE'],
      ['of another scheme', 'javascript:alert(1)', 'ERR_INVALID_ARG_VALUE'],
      ['empty', '', 'ERR_INVALID_ARG_VALUE'],
      ['missing', undefined, 'ERR_INVALID_ARG_TYPE'],
    ] as const) {
      it(`C04: refuses at construction a redirect URI ${name}`, async () => {
        const error = await Promise.resolve()
          .then(() => start({ redirectUri: redirectUri as string }))
          .catch((one: unknown) => one)
        expect(error).to.be.instanceOf(TypeError).with.property('code', code)
        const named = adapter.name === 'passport' ? '"callbackURL"' : '"redirectUri"'
        expect((error as Error).message).to.include(named)
      })
    }

    it('C06: sets a host-only, secure, http-only, lax cookie for an https redirect URI', async () => {
      const { setCookies } = await (await start()).browser().get('/connect')
      expect(setCookies).to.have.length(1)
      const { name, value = '', ...attributes } = parseSetCookie(setCookies[0] ?? '')
      expect(name).to.match(/^__Host-mp-[\w-]{8}-[\w-]{22}$/)
      expect(value).to.match(/^[\w-]+$/)
      expect(attributes).to.deep.equal({
        httpOnly: true,
        secure: true,
        sameSite: 'lax',
        path: '/',
        maxAge: 600,
      })
    })

    it('C06: leaves out the prefix and Secure only on loopback without TLS', async () => {
      const app = await start({ redirectUri: 'http://localhost:3000/callback' })
      const { setCookies } = await app.browser().get('/connect')
      const { name, value: _, ...attributes } = parseSetCookie(setCookies[0] ?? '')
      expect(name).to.match(/^mp-[\w-]{8}-[\w-]{22}$/)
      expect(attributes).to.deep.equal({ httpOnly: true, sameSite: 'lax', path: '/', maxAge: 600 })
    })

    it('C08: treats a changed cookie as no cookie, at every position', async () => {
      const browser = (await start()).browser()
      const { state } = await browser.connect()
      const [[name, value]] = [...browser.cookies] as [[string, string]]
      const codes = new Set<string | undefined>()
      for (let at = 0; at < value.length; at += 7) {
        const changed = value[at] === 'A' ? 'B' : 'A'
        browser.cookies.set(name, value.slice(0, at) + changed + value.slice(at + 1))
        codes.add((await browser.callback({ code: 'TG-1', state })).code)
      }
      expect([...codes]).to.deep.equal(['state_mismatch'])
      expect(server.forms).to.have.length(0)
    })

    it('C08: decrypts attempts of every listed secret, and none of a retired one', async () => {
      const [old, current] = ['o'.repeat(32), 'c'.repeat(32)]
      const before = await start({ cookieSecrets: [old] })
      const both = await start({ cookieSecrets: [current, old] })
      const after = await start({ cookieSecrets: [current] })
      const browser = before.browser()
      const { state } = await browser.connect()
      const retired = await browser.copy(after.origin).callback({ code: 'TG-1', state })
      expect(retired.code).to.equal('state_mismatch')
      const listed = await browser.copy(both.origin).callback({ code: 'TG-1', state })
      expect(listed.status).to.equal(200)
    })

    it('C09: keeps at most eight attempts, and drops the oldest', async () => {
      let now = Date.parse('2026-03-01T12:00:00Z')
      const browser = (await start({ clock: () => new Date(now) })).browser()
      const states: string[] = []
      for (let count = 0; count < 9; count++) {
        now += 1000
        states.push((await browser.connect()).state)
      }
      expect(browser.cookies).to.have.length(8)
      const oldest = await browser.callback({ code: 'TG-1', state: states[0] ?? '' })
      expect(oldest.code).to.equal('state_mismatch')
      const second = await browser.callback({ code: 'TG-1', state: states[1] ?? '' })
      expect(second.status).to.equal(200)
    })

    it('C09: stays below 3 KiB of cookies, however large the app data', async () => {
      const browser = (await start()).browser()
      for (let count = 0; count < 12; count++) {
        await browser.connect(`?context=${'c'.repeat(900)}`)
        const bytes = [...browser.cookies].flat().join('').length
        expect(bytes).to.be.at.most(3072)
      }
      expect(browser.cookies.size).to.be.greaterThan(0)
    })

    it('C10: keeps verifier, user, return path and app data unreadable in the cookie', async () => {
      const browser = (await start()).browser('user-canary')
      const { state } = await browser.connect('?context=context-canary&returnTo=/path-canary')
      const cookies = [...browser.cookies].flat()
      const readings = cookies.flatMap((text) => [
        text,
        Buffer.from(text, 'base64url').toString('latin1'),
        Buffer.from(text, 'hex').toString('latin1'),
      ])
      await browser.callback({ code: 'TG-1', state })
      const verifier = server.forms[0]?.get('code_verifier') ?? ''
      expect(verifier).to.match(/^[\w-]{43}$/)
      for (const hidden of [verifier, state, 'user-canary', 'context-canary', 'path-canary']) {
        expect(readings.filter((reading) => reading.includes(hidden))).to.deep.equal([])
      }
    })

    for (const [name, params, status] of [
      ['success', { code: 'TG-1' }, 200],
      ['a denial', { error: 'access_denied' }, 403],
      ['a refused code', { code: 'TG-used' }, 400],
    ] as const) {
      it(`C11: after ${name} nothing is kept, nobody is told, and the other tab lives`, async () => {
        const browser = (await start()).browser()
        const { state } = await browser.connect()
        const [[name]] = [...browser.cookies] as [[string, string]]
        const other = await browser.connect()
        if (status === 400) server.reply = json({ error: 'invalid_grant' }, 400)

        const response = await browser.callback({ ...params, state } as Record<string, string>)

        expect(response.status).to.equal(status)
        expect(response.headers.get('cache-control')).to.equal('no-store')
        expect(response.headers.get('referrer-policy')).to.equal('no-referrer')
        const shown = response.body + JSON.stringify([...response.headers])
        expect(shown).not.to.include(state)
        expect(shown).not.to.include('TG-')
        const [line = '', ...more] = response.setCookies
        expect(more).to.deep.equal([])
        const { value = '', ...attributes } = parseSetCookie(line)
        expect(isEnded(value)).to.equal(true)
        expect(attributes).to.deep.equal({
          name,
          httpOnly: true,
          secure: true,
          sameSite: 'lax',
          path: '/',
          maxAge: 600,
        })
        server.reply = json(goodResponse)
        const next = await browser.callback({ code: 'TG-2', state: other.state })
        expect(next.status).to.equal(200)
      })
    }

    it('C12: behind a TLS proxy that the app does not trust, the cookie is Secure and the link works', async () => {
      const browser = (await start()).browser()
      const { state } = await browser.connect()
      expect([...browser.cookies.keys()][0]).to.match(/^__Host-/)
      expect((await browser.callback({ code: 'TG-1', state })).status).to.equal(200)
    })

    it('C14: sends each parameter of the authorization request once, and no secret', async () => {
      const { authorizationUrl } = await (await start()).browser().connect()
      const { searchParams } = authorizationUrl
      expect([...searchParams.keys()].sort()).to.deep.equal([
        'client_id',
        'code_challenge',
        'code_challenge_method',
        'platform_id',
        'redirect_uri',
        'response_type',
        'state',
      ])
      expect(searchParams.get('response_type')).to.equal('code')
      expect(searchParams.get('client_id')).to.equal('1234567890123456')
      expect(searchParams.get('redirect_uri')).to.equal('https://app.example/callback')
      expect(searchParams.get('code_challenge_method')).to.equal('S256')
      expect(searchParams.get('code_challenge')).to.match(/^[\w-]{43}$/)
      expect(searchParams.get('platform_id')).to.equal('mp')
      expect(searchParams.get('state')).to.match(/^[\w-]{43}$/)
      expect(authorizationUrl.origin + authorizationUrl.pathname).to.equal(
        'https://auth.mercadopago.com/authorization',
      )
      expect(authorizationUrl.href).not.to.include(secret)
    })
  })
}
