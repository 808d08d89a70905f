import { connect } from 'node:net'
import { expect } from 'chai'
import { adapters, type RunningApp } from '../helpers/adapters.ts'
import type { Browser, PageResponse } from '../helpers/browser.ts'
import { TokenServer } from '../helpers/token-server.ts'

for (const adapter of adapters) {
  describe(`callback input through ${adapter.name}`, () => {
    let server: TokenServer
    let app: RunningApp
    let browser: Browser
    let state: string

    beforeEach(async () => {
      server = await TokenServer.start()
      app = await adapter.start({
        clientId: '1234567890123456',
        clientSecret: 'the-secret-of-the-application-01',
        redirectUri: 'http://127.0.0.1:1/callback',
        provider: server.provider,
      })
      browser = app.browser()
      state = (await browser.connect()).state
    })

    afterEach(async () => {
      await app.stop()
      await server.stop()
    })

    /** Refused without a request, and the attempt still works afterwards. */
    async function expectMalformed(response: PageResponse): Promise<void> {
      expect(response.code).to.equal('callback_malformed')
      expect(response.status).to.equal(400)
      expect(server.requests).to.deep.equal([])
      expect((await browser.callback({ code: 'TG-1', state })).status).to.equal(200)
    }

    const twice: Record<string, (state: string) => string> = {
      'code twice, different': (s) => `code=TG-1&code=TG-2&state=${s}`,
      'code twice, the same': (s) => `code=TG-1&code=TG-1&state=${s}`,
      'state twice, the same': (s) => `code=TG-1&state=${s}&state=${s}`,
      'state twice, one wrong': (s) => `code=TG-1&state=${s}&state=x`,
      'error twice': (s) => `error=access_denied&error=x&state=${s}`,
      'iss twice': (s) =>
        `code=TG-1&state=${s}&iss=https://auth.mercadopago.com&iss=https://evil.example`,
      'state as a list': (s) => `code=TG-1&state[]=${s}`,
      'state as a list beside it': (s) => `code=TG-1&state=${s}&state[]=${s}`,
      'state with a key': (s) => `code=TG-1&state=${s}&state[a]=${s}`,
      'state with an encoded bracket': (s) => `code=TG-1&state=${s}&state%5B0%5D=${s}`,
      'code as a list': (s) => `code[]=TG-1&state=${s}`,
    }
    for (const [name, query] of Object.entries(twice)) {
      it(`B01: refuses ${name}`, async () => {
        await expectMalformed(await browser.callback(query(state)))
      })
    }

    for (const error of ['access_denied', '']) {
      it(`B02: refuses a code together with error=${error}`, async () => {
        await expectMalformed(await browser.callback({ code: 'TG-1', error, state }))
      })
    }

    const empty: Record<string, (state: string) => string> = {
      'neither code nor error': (s) => `state=${s}`,
      'an empty code': (s) => `code=&state=${s}`,
      'an empty error': (s) => `error=&state=${s}`,
      'no parameter at all': () => '',
    }
    for (const [name, query] of Object.entries(empty)) {
      it(`B03: refuses ${name}, and starts no attempt`, async () => {
        const response = await browser.callback(query(state))
        expect(response.headers.get('location')).to.equal(null)
        expect(response.setCookies).to.deep.equal([])
        await expectMalformed(response)
      })
    }

    it('B04: ignores parameters named like members of Object.prototype', async () => {
      const names = ['__proto__', 'constructor', 'prototype', '__proto__[state]', 'constructor[]']
      const extras = names.map((name) => `${encodeURIComponent(name)}=polluted`).join('&')
      const response = await browser.callback(`${extras}&${extras}&code=TG-1&state=${state}`)
      expect(response.status).to.equal(200)
      expect(({} as Record<string, unknown>).state).to.equal(undefined)
    })

    it('B05: reads the query only, never a body', async () => {
      const response = await browser.get(`/callback?state=${state}`, {
        method: 'POST',
        body: new URLSearchParams({ code: 'TG-1', state }),
      })
      expect(response.code).to.equal('callback_method')
      expect(response.status).to.equal(405)
      expect(response.headers.get('allow')).to.equal('GET')
      expect(server.requests).to.deep.equal([])
      expect((await browser.callback({ code: 'TG-1', state })).status).to.equal(200)
    })

    for (const method of ['HEAD', 'PUT', 'DELETE']) {
      it(`B05: responds to ${method} with 405 and spends nothing`, async () => {
        const response = await browser.get(`/callback?code=TG-1&state=${state}`, { method })
        expect(response.status).to.equal(405)
        expect(server.requests).to.deep.equal([])
      })
    }

    const large: Record<string, string> = {
      '9 KiB': `&x=${'a'.repeat(9 * 1024)}`,
      '5000 parameters': '&a=1'.repeat(2500),
      'a code of 513 characters': 'a'.repeat(509),
    }
    for (const [name, extra] of Object.entries(large)) {
      it(`B06: refuses a query of ${name}`, async () => {
        await expectMalformed(await browser.callback(`state=${state}&code=TG-1${extra}`))
      })
    }

    it('B06: the server itself refuses 64 KiB', async () => {
      const response = await browser.callback(`code=TG-1&state=${state}&x=${'a'.repeat(65_536)}`)
      expect(response.status).to.equal(431)
      expect(server.requests).to.deep.equal([])
    })

    it('B06: accepts a code of 512 characters', async () => {
      const code = 'a'.repeat(512)
      expect((await browser.callback({ code, state })).status).to.equal(200)
      expect(server.forms[0]?.get('code')).to.equal(code)
    })

    for (const [name, raw] of [
      ['CR LF', '%0D%0ASet-Cookie:%20a=b'],
      ['NUL', '%00'],
      ['a tab', '%09'],
    ] as const) {
      for (const target of ['code', 'state', 'error', 'error_description', 'iss']) {
        it(`B07: refuses ${name} in ${target}`, async () => {
          const params = new URLSearchParams({
            state,
            ...(target === 'error' ? {} : { code: 'TG-1' }),
          })
          const query = params.toString().replace(new RegExp(`(^|&)${target}=[^&]*`), '')
          const response = await browser.callback(`${query}&${target}=x${raw}`)
          expect(response.headers.get('set-cookie')).to.equal(null)
          await expectMalformed(response)
        })
      }
    }

    it('B07: a raw line break in the request line never reaches the app', async () => {
      const { port, hostname } = new URL(app.origin)
      const socket = connect(Number(port), hostname)
      socket.end(`GET /callback?code=a\rb&state=${state} HTTP/1.1\r\nHost: app\r\n\r\n`)
      const chunks: Buffer[] = []
      for await (const chunk of socket) chunks.push(chunk as Buffer)
      expect(Buffer.concat(chunks).toString()).to.match(/^HTTP\/1\.1 400 /)
      expect(server.requests).to.deep.equal([])
    })

    for (const [name, raw] of [
      ['invalid UTF-8', '%FF%FE'],
      ['a cut percent sequence', '%E0%A4%A'],
      ['a lone surrogate', '%ED%A0%80'],
      ['a character of four bytes', '%F0%9F%98%80'],
      ['a right-to-left mark', '%E2%80%8F'],
    ] as const) {
      it(`B08: refuses ${name} in code and in state`, async () => {
        const inCode = await browser.callback(`code=TG-1${raw}&state=${state}`)
        expect([inCode.code, inCode.status]).to.deep.equal(['callback_malformed', 400])
        await expectMalformed(await browser.callback(`code=TG-1&state=${state}${raw}`))
      })
    }

    it('B09: reports a denial, and uses the attempt up', async () => {
      const response = await browser.callback({ error: 'access_denied', state })
      expect([response.code, response.status]).to.deep.equal(['access_denied', 403])
      expect(browser.live()).to.deep.equal([])
      expect(server.requests).to.deep.equal([])
    })

    for (const [name, query, code] of [
      ['without a state', 'error=access_denied', 'state_missing'],
      ['with a wrong state', `error=access_denied&state=${'A'.repeat(43)}`, 'state_mismatch'],
      ['with a short state', 'error=server_error&state=wrong', 'state_mismatch'],
    ] as const) {
      it(`B10: ignores an error ${name}, and keeps the attempt`, async () => {
        const response = await browser.callback(query)
        expect([response.code, response.status]).to.deep.equal([code, 403])
        expect(response.setCookies).to.deep.equal([])
        expect((await browser.callback({ code: 'TG-1', state })).status).to.equal(200)
      })
    }

    it('B11: shows nothing of the error texts', async () => {
      const canary = '<script>canary</script>\u001b[31m'.replace('\u001b', '')
      const response = await browser.callback({
        error: 'server_error',
        error_description: canary,
        error_uri: `https://evil.example/${canary}`,
        state,
      })
      expect([response.code, response.status]).to.deep.equal(['authorization_error', 502])
      expect(response.body + JSON.stringify([...response.headers])).not.to.match(
        /canary|evil|server_error/,
      )
    })

    for (const [error, status] of [
      ['server_error', 502],
      ['made_up_by_someone', 502],
      ['<b>markup</b>', 502],
      ['temporarily_unavailable', 503],
    ] as const) {
      it(`B12: responds with ${status} to error=${error}`, async () => {
        const response = await browser.callback({ error, state })
        expect([response.code, response.status]).to.deep.equal(['authorization_error', status])
        expect(response.body).not.to.include(error)
        expect(browser.live()).to.deep.equal([])
      })
    }

    it('B13: ignores parameters it does not know', async () => {
      const response = await browser.callback({ code: 'TG-1', state, utm: 'x', session_state: 'y' })
      expect(response.status).to.equal(200)
    })
  })
}
