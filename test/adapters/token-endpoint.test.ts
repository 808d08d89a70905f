import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { expect } from 'chai'
import { type AppOptions, adapters, type RunningApp } from '../helpers/adapters.ts'
import type { PageResponse } from '../helpers/browser.ts'
import { goodResponse, json, type Reply, TokenServer } from '../helpers/token-server.ts'

const secret = 'the secret & of+the %application: ñ'

for (const adapter of adapters) {
  describe(`the token endpoint through ${adapter.name}`, () => {
    let server: TokenServer
    let options: AppOptions
    let now: Date
    const started: RunningApp[] = []

    async function start(changes: Partial<AppOptions> = {}): Promise<RunningApp> {
      const running = await adapter.start({ ...options, ...changes })
      started.push(running)
      return running
    }

    /** One whole attempt against the token endpoint as it is now. */
    async function link(app: RunningApp): Promise<PageResponse> {
      const browser = app.browser()
      const { state } = await browser.connect()
      return await browser.callback({ code: 'TG-canary', state })
    }

    async function expectOutcome(
      reply: Reply,
      code: string,
      status: number,
      timeoutMs = 30_000,
    ): Promise<PageResponse> {
      server.reply = reply
      const response = await link(await start({ timeoutMs }))
      expect([response.code, response.status]).to.deep.equal([code, status])
      expect(server.forms).to.have.length(1)
      return response
    }

    beforeEach(async () => {
      server = await TokenServer.start()
      now = new Date('2026-03-01T12:00:00Z')
      options = {
        clientId: '1234567890123456',
        clientSecret: secret,
        redirectUri: 'http://127.0.0.1:1/callback',
        provider: server.provider,
        clock: () => now,
      }
    })

    afterEach(async () => {
      await Promise.all(started.splice(0).map((one) => one.stop()))
      await server.stop()
    })

    it('D01: refuses to be configured weaker', async () => {
      const weaker: (Partial<AppOptions> & Record<string, unknown>)[] = [
        { pkce: false },
        { pkce: 'plain' },
        { state: false },
        { state: 'fixed' },
        { sameSite: 'none' },
        { sameSite: 'strict' },
        { provider: { ...server.provider, codeChallengeMethod: 'none' as 'plain' } },
        { provider: { ...server.provider, clientAuthentication: 'none' as 'client_secret_post' } },
        { attemptSeconds: 0 },
        { timeoutMs: Number.POSITIVE_INFINITY },
        { maxBodyBytes: 0 },
        { cookieSecrets: [] },
        { cookieSecrets: ['short'] },
      ]
      for (const changes of weaker) {
        const error = await Promise.resolve()
          .then(() => start(changes))
          .catch((one: unknown) => one)
        expect(error).to.be.instanceOf(TypeError)
        expect(error).to.have.property('code', 'ERR_INVALID_ARG_VALUE')
        const [name = ''] = Object.keys(changes)
        expect((error as Error).message).to.match(new RegExp(`^"${name}`))
      }
    })

    it('D02: sends the verifier of the very attempt that comes back', async () => {
      const browser = (await start()).browser()
      const [first, second] = [await browser.connect(), await browser.connect()]
      await browser.callback({ code: 'TG-2', state: second.state })
      await browser.callback({ code: 'TG-1', state: first.state })
      const challenges = server.forms.map((form) =>
        createHash('sha256')
          .update(form.get('code_verifier') ?? '')
          .digest('base64url'),
      )
      expect(challenges).to.deep.equal(
        [second, first].map(({ authorizationUrl }) =>
          authorizationUrl.searchParams.get('code_challenge'),
        ),
      )
    })

    for (const body of [
      { error: 'invalid_grant', message: 'canary', status: 400, cause: [] },
      { errorKey: 'expired_grant', message: 'canary', status: 400 },
      { error: 'INVALID_GRANT', error_description: 'canary' },
    ]) {
      it(`D03: reports a code that is refused with ${JSON.stringify(body)}`, async () => {
        const response = await expectOutcome(json(body, 400), 'code_rejected', 400)
        expect(response.body).not.to.include('canary')
      })
    }

    for (const error of ['invalid_client', 'unauthorized_client', 'invalid_request']) {
      it(`D04: reports the application's fault for ${error}`, async () => {
        await expectOutcome(json({ error }, 400), 'client_rejected', 500)
      })
    }

    it('D04: reports the application’s fault for 401', async () => {
      await expectOutcome(json({ error: 'invalid_client' }, 401), 'client_rejected', 500)
    })

    for (const status of [301, 302, 303, 307, 308]) {
      it(`D05: does not follow ${status}`, async () => {
        let connections = 0
        const target = createServer().on('connection', () => connections++)
        await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve))
        const location = `http://127.0.0.1:${(target.address() as AddressInfo).port}/oauth/token`
        await expectOutcome(json(goodResponse, status, { location }), 'token_response_invalid', 502)
        await new Promise((resolve) => target.close(resolve))
        expect(connections).to.equal(0)
      })
    }

    const good = JSON.stringify(goodResponse)
    for (const [id, name, type, body] of [
      ['D06', 'an HTML page', 'text/html', '<h1>canary</h1>'],
      ['D06', 'text/plain', 'text/plain', good],
      ['D06', 'no content type', '', good],
      ['D07', 'JSON cut short', 'application/json', good.slice(0, -1)],
      ['D07', 'a form', 'application/json', 'access_token=x&token_type=bearer'],
      ['D07', 'a list', 'application/json', `[${good}]`],
      ['D07', 'bytes after the JSON', 'application/json', `${good}x`],
      ['D07', 'null', 'application/json', 'null'],
      ['D07', 'nothing', 'application/json', ''],
    ] as const) {
      it(`${id}: refuses ${name}`, async () => {
        const reply: Reply = (response) => {
          if (type !== '') response.setHeader('content-type', type)
          response.end(body)
        }
        await expectOutcome(reply, 'token_response_invalid', 502)
      })
    }

    it('D08: cuts an endless body off at the cap and ends the connection', async () => {
      let closed: Promise<void> | undefined
      let sent = 0
      const reply: Reply = (response) => {
        closed = new Promise((resolve) => response.once('close', resolve))
        response.setHeader('content-type', 'application/json')
        const chunk = Buffer.alloc(16_384, 0x20)
        const pump = () => {
          while (!response.destroyed && response.write(chunk)) sent += chunk.length
        }
        response.on('drain', pump)
        pump()
      }
      await expectOutcome(reply, 'token_response_invalid', 502)
      await closed
      // What the sockets of both ends had already taken; the rest of an endless body was never sent.
      expect(sent).to.be.below(16 * 1024 * 1024)
    })

    for (const [name, reply] of [
      ['headers never arrive', () => {}],
      [
        'the body stalls after the headers',
        (response) => {
          response.writeHead(200, { 'content-type': 'application/json' })
          response.write('{')
        },
      ],
    ] as [string, Reply][]) {
      it(`D09, D11: ends at the deadline when ${name}, and does not send the code again`, async () => {
        let closed: Promise<void> | undefined
        await expectOutcome(
          (response, request) => {
            closed = new Promise((resolve) => response.once('close', resolve))
            reply(response, request)
          },
          'exchange_outcome_unknown',
          502,
          // Long enough for a busy machine to send the code.
          1_500,
        )
        await closed
      })
    }

    it('D10: reports a refused connection', async () => {
      const gone = server.provider
      await server.stop()
      const response = await link(await start({ provider: gone }))
      expect([response.code, response.status]).to.deep.equal(['upstream_unavailable', 503])
    })

    it('D11: reports a reset after the code was sent, and does not send it again', async () => {
      await expectOutcome(
        (response) => (response.socket as Socket).resetAndDestroy(),
        'exchange_outcome_unknown',
        502,
      )
    })

    it('D11: reports a response that breaks off, and does not send the code again', async () => {
      await expectOutcome(
        (response) => {
          response.writeHead(200, { 'content-type': 'application/json', 'content-length': 4096 })
          response.write(good, () => response.socket?.destroy())
        },
        'exchange_outcome_unknown',
        502,
      )
    })

    for (const [asked, passedOn] of [
      ['7', '7'],
      ['3600', '60'],
    ] as const) {
      it(`D12: passes on Retry-After ${asked} as ${passedOn}, and sends nothing before its end`, async () => {
        const app = await start()
        server.reply = json({ errorKey: 'local_rate_limited' }, 429, { 'retry-after': asked })
        const limited = await link(app)
        expect([limited.code, limited.status]).to.deep.equal(['upstream_rate_limited', 503])
        expect(limited.headers.get('retry-after')).to.equal(passedOn)

        server.reply = json(goodResponse)
        now = new Date(now.getTime() + Number(passedOn) * 1000 - 1)
        const early = await link(app)
        expect([early.code, early.headers.get('retry-after')]).to.deep.equal([
          'upstream_rate_limited',
          '1',
        ])
        expect(server.forms).to.have.length(1)

        now = new Date(now.getTime() + 1)
        expect((await link(app)).status).to.equal(200)
      })
    }

    it('D12: understands the bare text of a rate limiter', async () => {
      const reply: Reply = (response) => {
        response.writeHead(429, { 'content-type': 'text/plain' }).end('local_rate_limited')
      }
      const answer = await expectOutcome(reply, 'upstream_rate_limited', 503)
      expect(answer.headers.get('retry-after')).to.equal(null)
    })

    for (const status of [500, 502, 503, 504]) {
      it(`D13: reports ${status} with HTML and does not send the code again`, async () => {
        const reply: Reply = (response) => {
          response.writeHead(status, { 'content-type': 'text/html' }).end('<h1>canary</h1>')
        }
        const answer = await expectOutcome(reply, 'upstream_unavailable', 503)
        expect(answer.body).not.to.include('canary')
      })
    }

    for (const accessToken of [undefined, null, '', 7, {}, [], 'with space', 'line\nbreak', 'ñ']) {
      it(`D14: refuses access_token ${JSON.stringify(accessToken)}`, async () => {
        const body = { ...goodResponse, access_token: accessToken }
        await expectOutcome(json(body), 'token_response_invalid', 502)
      })
    }

    for (const tokenType of [undefined, null, '', 'mac', 'bearer ', 7]) {
      it(`D15: refuses token_type ${JSON.stringify(tokenType)}`, async () => {
        const body = { ...goodResponse, token_type: tokenType }
        await expectOutcome(json(body), 'token_response_invalid', 502)
      })
    }

    for (const tokenType of ['bearer', 'Bearer', 'BEARER']) {
      it(`D15: accepts token_type ${tokenType}`, async () => {
        server.reply = json({ ...goodResponse, token_type: tokenType })
        expect((await link(await start())).status).to.equal(200)
      })
    }

    it('D23: sends the secret in the body only, form-encoded', async () => {
      await link(await start())
      const request = server.requests.find(({ url }) => url.startsWith('/oauth/token'))
      expect(request?.url).to.equal('/oauth/token')
      expect(request?.method).to.equal('POST')
      expect(request?.headers['content-type']).to.equal('application/x-www-form-urlencoded')
      expect(request?.headers).not.to.have.property('authorization')
      const form = new URLSearchParams(request?.body)
      expect([...form.keys()].sort()).to.deep.equal([
        'client_id',
        'client_secret',
        'code',
        'code_verifier',
        'grant_type',
        'redirect_uri',
      ])
      expect(form.get('client_secret')).to.equal(secret)
      expect(request?.body).to.include(
        'client_secret=the+secret+%26+of%2Bthe+%25application%3A+%C3%B1',
      )
    })

    it('D23: uses HTTP Basic where the provider wants it, form-encoded first', async () => {
      const provider = { ...server.provider, clientAuthentication: 'client_secret_basic' as const }
      await link(await start({ provider }))
      const request = server.requests.find(({ url }) => url.startsWith('/oauth/token'))
      const [scheme, credentials = ''] = request?.headers.authorization?.split(' ') ?? []
      expect(scheme).to.equal('Basic')
      expect(Buffer.from(credentials, 'base64').toString()).to.equal(
        '1234567890123456:the+secret+%26+of%2Bthe+%25application%3A+%C3%B1',
      )
      expect([...new URLSearchParams(request?.body).keys()]).not.to.include.members([
        'client_secret',
      ])
    })
  })
}
