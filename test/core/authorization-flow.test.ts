import { inspect } from 'node:util'
import { expect } from 'chai'
import {
  type AuthorizationFlow,
  type AuthorizationFlowOptions,
  type ClientOptions,
  codeChallenge,
  createAuthorizationFlow,
  createClient,
  MemoryReplayGuard,
  mercadoPagoProvider,
  type ReplayGuard,
  SellerConflictError,
  StateError,
  StoreUnavailableError,
} from 'mercadopago-oauth'
import nock from 'nock'
import { application, tokenResponse, valuesOf } from '../helpers/application.ts'
import { CookieJar } from '../helpers/cookie-jar.ts'
import { misuse, rejection, thrown } from '../helpers/errors.ts'
import { MovableClock } from '../helpers/movable-clock.ts'
import { withoutNetwork } from '../helpers/nock.ts'
import { callback, countedTokenEndpoint, stateOf } from '../helpers/token-endpoint.ts'

const tooLongId = '"user" must have an id of at most 256 bytes'
const unstorableId = '"user" must have an id without control characters and lone surrogates'

describe('authorization flow', () => {
  withoutNetwork()

  let clock: MovableClock
  let requests: URLSearchParams[]
  beforeEach(() => {
    clock = new MovableClock()
    requests = countedTokenEndpoint()
  })

  function flowWith(
    options: Partial<AuthorizationFlowOptions> = {},
    clientOptions: Partial<ClientOptions> = {},
  ): AuthorizationFlow {
    const client = createClient({ ...application, clock: clock.read, ...clientOptions })
    return createAuthorizationFlow({ client, clock: clock.read, ...options })
  }

  async function stateError(finish: Promise<unknown>): Promise<string> {
    const error = await rejection(finish, StateError)
    expect(error.status).to.equal(403)
    return error.code
  }

  describe('start and finish', () => {
    it('links a seller', async () => {
      const flow = flowWith()
      const cookies = new CookieJar()
      const { authorizationUrl } = flow.start({ cookies, returnTo: '/sellers', context: { a: 1 } })

      const result = await flow.finish({ cookies, query: callback(authorizationUrl) })

      expect(result.returnTo).to.equal('/sellers')
      expect(result.context).to.deep.equal({ a: 1 })
      expect(valuesOf(result.tokens)).to.deep.equal({
        accessToken: tokenResponse.access_token,
        refreshToken: tokenResponse.refresh_token,
        tokenType: 'bearer',
        expiresAt: '2027-05-20T12:00:00.000Z',
        scope: ['offline_access', 'read', 'write'],
        sellerId: '987654321',
        publicKey: tokenResponse.public_key,
        liveMode: true,
      })
    })

    it('knows its own attempts until they are over, and nothing else', async () => {
      const flow = flowWith()
      const other = flowWith({}, { clientId: '2222222222222222' })
      const cookies = new CookieJar()
      const { authorizationUrl } = flow.start({ cookies })
      const query = callback(authorizationUrl)
      expect(flow.hasAttempt({ cookies, query })).to.equal(true)
      expect(other.hasAttempt({ cookies, query })).to.equal(false)
      expect(flow.hasAttempt({ cookies: new CookieJar(), query })).to.equal(false)
      for (const refused of [
        '',
        'code=TG-1',
        `${query}&state=second`,
        `?state=${'A'.repeat(43)}`,
      ]) {
        expect(flow.hasAttempt({ cookies, query: refused }), refused).to.equal(false)
      }

      // Asking uses nothing up; afterwards it still knows whose the response was.
      await flow.finish({ cookies, query })
      expect(flow.hasAttempt({ cookies, query })).to.equal(true)
      expect(await stateError(flow.finish({ cookies, query }))).to.equal('state_consumed')
    })

    it('wants the query as it arrived', () => {
      const query = {} as unknown as string
      expect(
        misuse(() => flowWith().hasAttempt({ cookies: new CookieJar(), query })),
      ).to.deep.equal({
        code: 'ERR_INVALID_ARG_TYPE',
        message: '"query" must be the query string as it arrived',
      })
    })

    it('sends the seller to the consent page with a fresh state and challenge', () => {
      const flow = flowWith()
      const cookies = new CookieJar()

      const { authorizationUrl } = flow.start({
        cookies,
        scope: ['read', 'offline_access'],
        extraParams: { prompt: 'consent', state: 'evil' },
      })

      const { origin, pathname, searchParams } = new URL(authorizationUrl)
      const { state = '', code_challenge: challenge = '' } = Object.fromEntries(searchParams)
      expect(origin + pathname).to.equal('https://auth.mercadopago.com/authorization')
      expect(Object.fromEntries(searchParams)).to.deep.equal({
        prompt: 'consent',
        scope: 'read offline_access',
        platform_id: 'mp',
        response_type: 'code',
        client_id: '1234567890123456',
        redirect_uri: 'https://app.example/callback',
        state,
        code_challenge: challenge,
        code_challenge_method: 'S256',
      })
      expect(state).to.match(/^[\w-]{43}$/)
      expect(challenge).to.match(/^[\w-]{43}$/)
    })

    it('sends the code with the verifier of the same attempt', async () => {
      const flow = flowWith()
      const cookies = new CookieJar()
      const { authorizationUrl } = flow.start({ cookies })

      await flow.finish({ cookies, query: callback(authorizationUrl, { code: 'TG-42' }) })

      const [request] = requests
      const verifier = request?.get('code_verifier') ?? ''
      expect(requests).to.have.length(1)
      expect(codeChallenge(verifier)).to.equal(
        new URL(authorizationUrl).searchParams.get('code_challenge'),
      )
      expect(Object.fromEntries(request ?? [])).to.deep.equal({
        grant_type: 'authorization_code',
        code: 'TG-42',
        redirect_uri: 'https://app.example/callback',
        code_verifier: verifier,
        client_id: '1234567890123456',
        client_secret: 'canary-client-secret-of-32-chars',
      })
    })

    it('uses plain with a provider that knows nothing better', async () => {
      const provider = { ...mercadoPagoProvider(), codeChallengeMethod: 'plain' } as const
      const flow = flowWith({}, { provider })
      const cookies = new CookieJar()
      const { authorizationUrl } = flow.start({ cookies })

      await flow.finish({ cookies, query: callback(authorizationUrl) })

      const { searchParams } = new URL(authorizationUrl)
      expect(searchParams.get('code_challenge_method')).to.equal('plain')
      expect(requests[0]?.get('code_verifier')).to.equal(searchParams.get('code_challenge'))
    })

    for (const [testToken, sent] of [
      [true, 'true'],
      [false, 'false'],
      [undefined, null],
    ] as const) {
      it(`asks for test_token ${sent} when testToken is ${testToken}`, async () => {
        const flow = flowWith(testToken === undefined ? {} : { testToken })
        const cookies = new CookieJar()
        const { authorizationUrl } = flow.start({ cookies })

        await flow.finish({ cookies, query: callback(authorizationUrl) })

        expect(requests[0]?.get('test_token') ?? null).to.equal(sent)
      })
    }

    it('adds extra fields to the token request, which override none of ours', async () => {
      const flow = flowWith()
      const cookies = new CookieJar()
      const query = callback(flow.start({ cookies }).authorizationUrl)

      await flow.finish({ cookies, query, extraParams: { audience: 'api', code: 'evil' } })

      expect(requests[0]?.get('audience')).to.equal('api')
      expect(requests[0]?.getAll('code')).to.deep.equal(['TG-1'])
    })

    it('takes the query with a question mark too', async () => {
      const flow = flowWith()
      const cookies = new CookieJar()
      const query = `?${callback(flow.start({ cookies }).authorizationUrl)}`

      expect((await flow.finish({ cookies, query })).tokens.sellerId).to.equal('987654321')
    })
  })

  describe('attempt', () => {
    it('A01: refuses another browser’s code and state, and leaves this browser’s attempt', async () => {
      const flow = flowWith()
      const attacker = new CookieJar()
      const victim = new CookieJar()
      const attackers = flow.start({ cookies: attacker })
      const victims = flow.start({ cookies: victim })
      const before = victim.only()

      const query = callback(attackers.authorizationUrl, { code: 'TG-attacker' })
      const code = await stateError(flow.finish({ cookies: victim, query }))

      expect(code).to.equal('state_mismatch')
      expect(requests).to.have.length(0)
      expect(victim.only()).to.deep.equal(before)
      await flow.finish({ cookies: victim, query: callback(victims.authorizationUrl) })
      expect(requests).to.have.length(1)
    })

    for (const [what, query] of [
      ['no state', 'code=TG-1'],
      ['an empty state', 'code=TG-1&state='],
      ['no state beside an error', 'error=access_denied'],
    ] as const) {
      it(`A02: refuses ${what}`, async () => {
        const flow = flowWith()
        const cookies = new CookieJar()
        flow.start({ cookies })
        const before = cookies.only()

        expect(await stateError(flow.finish({ cookies, query }))).to.equal('state_missing')
        expect(requests).to.have.length(0)
        expect(cookies.only()).to.deep.equal(before)
      })
    }

    for (const [what, change] of [
      ['differs by one character', (state) => state.slice(0, -1) + other(state.at(-1))],
      ['differs by its first character', (state) => other(state[0]) + state.slice(1)],
      ['differs by case', (state) => swapCase(state)],
      ['is one character shorter', (state) => state.slice(0, -1)],
      ['is one character longer', (state) => `${state}A`],
      ['is padded', (state) => `${state}=`],
      ['is another of the same length', () => 'A'.repeat(43)],
      ['is the name of its cookie', (_, name) => name],
      ['is a name of every object', () => '__proto__'],
      ['holds 512 characters', () => 'A'.repeat(512)],
    ] satisfies [string, (state: string, name: string) => string][]) {
      it(`A03: refuses a state that ${what}`, async () => {
        const flow = flowWith()
        const cookies = new CookieJar()
        const { authorizationUrl } = flow.start({ cookies })
        const before = cookies.only()
        const state = change(stateOf(authorizationUrl), before.name)

        const query = callback(authorizationUrl, { state })

        expect(await stateError(flow.finish({ cookies, query }))).to.equal('state_mismatch')
        expect(requests).to.have.length(0)
        expect(cookies.only()).to.deep.equal(before)
      })
    }

    it('A04: refuses a genuine state in a browser without the cookie', async () => {
      const flow = flowWith()
      const { authorizationUrl } = flow.start({ cookies: new CookieJar() })
      const empty = new CookieJar()

      const query = callback(authorizationUrl)

      expect(await stateError(flow.finish({ cookies: empty, query }))).to.equal('state_mismatch')
      expect(requests).to.have.length(0)
      expect(empty.deleted).to.deep.equal([])
    })

    it('A05: refuses a cookie without its state as well as a state without its cookie', async () => {
      const flow = flowWith()
      const cookies = new CookieJar()
      const other = new CookieJar()
      flow.start({ cookies })
      const { authorizationUrl } = flow.start({ cookies: other })

      const query = callback(authorizationUrl)

      expect(await stateError(flow.finish({ cookies, query }))).to.equal('state_mismatch')
      expect(requests).to.have.length(0)
    })

    it('A06: refuses a completed callback in a browser that forgot it', async () => {
      const flow = flowWith()
      const cookies = new CookieJar()
      const query = callback(flow.start({ cookies }).authorizationUrl)
      await flow.finish({ cookies, query })

      const finish = flow.finish({ cookies: new CookieJar(), query })
      expect(await stateError(finish)).to.equal('state_mismatch')
      expect(requests).to.have.length(1)
    })

    it('K10: knows a completed callback again as long as the attempt would have lived', async () => {
      const flow = flowWith()
      const cookies = new CookieJar()
      const query = callback(flow.start({ cookies }).authorizationUrl)
      clock.advance(200)
      await flow.finish({ cookies, query })

      clock.advance(399)
      expect(await stateError(flow.finish({ cookies, query }))).to.equal('state_consumed')
      clock.advance(1)
      expect(await stateError(flow.finish({ cookies, query }))).to.equal('state_expired')
      expect(cookies.names()).to.deep.equal([])
      expect(cookies.written.map(({ attributes }) => attributes.maxAge)).to.deep.equal([600, 400])
      expect(requests).to.have.length(1)
    })

    it('K10: makes room for an attempt by forgetting those that ended first', async () => {
      const flow = flowWith()
      const cookies = new CookieJar()
      const first = callback(flow.start({ cookies }).authorizationUrl)
      const others = Array.from({ length: 7 }, () =>
        callback(flow.start({ cookies }).authorizationUrl),
      )
      const [second = ''] = others
      await flow.finish({ cookies, query: second })
      flow.start({ cookies })

      expect(await stateError(flow.finish({ cookies, query: second }))).to.equal('state_mismatch')
      await flow.finish({ cookies, query: first })
      expect(requests).to.have.length(2)
    })

    it('A06: refuses a completed callback whose cookie came back', async () => {
      const flow = flowWith()
      const cookies = new CookieJar()
      const query = callback(flow.start({ cookies }).authorizationUrl)
      const kept = cookies.copy()
      await flow.finish({ cookies, query })

      expect(await stateError(flow.finish({ cookies: kept, query }))).to.equal('state_consumed')
      expect(requests).to.have.length(1)
      expect(kept.live()).to.deep.equal([])
    })

    it('A07: sends one request for many callbacks at once', async () => {
      const flow = flowWith()
      const cookies = new CookieJar()
      const query = callback(flow.start({ cookies }).authorizationUrl)
      const tabs = Array.from({ length: 50 }, () => cookies.copy())

      const results = await Promise.allSettled(
        tabs.map((tab) => flow.finish({ cookies: tab, query })),
      )

      const codes = results.map((result) =>
        result.status === 'fulfilled' ? 'linked' : result.reason.code,
      )
      expect(codes.sort()).to.deep.equal(['linked', ...Array(49).fill('state_consumed')])
      expect(requests).to.have.length(1)
      expect(tabs.flatMap((tab) => tab.live())).to.deep.equal([])
    })

    it('A07: sends one request over machines that share a replay guard', async () => {
      const replayGuard = new MemoryReplayGuard({ clock: clock.read })
      const machines = [flowWith({ replayGuard }), flowWith({ replayGuard })]
      const cookies = new CookieJar()
      const query = callback(flowWith().start({ cookies }).authorizationUrl)

      const results = await Promise.allSettled(
        machines.map((machine) => machine.finish({ cookies: cookies.copy(), query })),
      )

      const codes = results.map((result) =>
        result.status === 'fulfilled' ? 'linked' : result.reason.code,
      )
      expect(codes.sort()).to.deep.equal(['linked', 'state_consumed'])
      expect(requests).to.have.length(1)
    })

    it('A08: refuses a planted cookie that this server did not seal', async () => {
      const flow = flowWith()
      const foreign = flowWith({ cookieSecrets: ['an attacker knows this secret very well'] })
      const cookies = new CookieJar()
      const { authorizationUrl } = foreign.start({ cookies })

      const query = callback(authorizationUrl)

      expect(await stateError(flow.finish({ cookies, query }))).to.equal('state_mismatch')
      expect(requests).to.have.length(0)
    })

    it('A08: refuses a planted cookie that was sealed for the attacker’s user', async () => {
      const flow = flowWith()
      const attacker = new CookieJar()
      const { authorizationUrl } = flow.start({ cookies: attacker, user: 'attacker' })
      const victim = new CookieJar()
      const { name, value } = attacker.only()
      victim.plant(name, value)

      const finish = flow.finish({
        cookies: victim,
        user: 'victim',
        query: callback(authorizationUrl),
      })

      expect(await stateError(finish)).to.equal('state_mismatch')
      expect(requests).to.have.length(0)
    })

    it('A09: refuses the return of a seller who was sent another one’s consent page', async () => {
      const flow = flowWith()
      const { authorizationUrl } = flow.start({ cookies: new CookieJar(), user: 'attacker' })
      const seller = new CookieJar()

      const query = callback(authorizationUrl)
      const finish = flow.finish({ cookies: seller, user: 'seller', query })

      expect(await stateError(finish)).to.equal('state_mismatch')
      expect(requests).to.have.length(0)
    })

    it('A10: needs no session: an attempt outlives a new session id', async () => {
      const flow = flowWith()
      const cookies = new CookieJar([['session', 'before']])
      const { authorizationUrl } = flow.start({ cookies, user: 'ana' })
      cookies.plant('session', 'after')

      const query = callback(authorizationUrl)
      await flow.finish({ cookies, user: 'ana', query })

      expect(cookies.names()).to.include('session')
      expect(cookies.live()).to.deep.equal([])
    })

    for (const [what, order] of [
      ['in order', [0, 1]],
      ['in reverse', [1, 0]],
    ] as const) {
      it(`A11: two tabs finish ${what}, each with its own data`, async () => {
        const flow = flowWith()
        const cookies = new CookieJar()
        const tabs = ['/first', '/second'].map((returnTo) => flow.start({ cookies, returnTo }))

        const returned: string[] = []
        for (const index of order) {
          const query = callback(tabs[index]?.authorizationUrl ?? '')
          returned.push((await flow.finish({ cookies, query })).returnTo)
          expect(cookies.live()).to.have.length(2 - returned.length)
        }

        expect(returned).to.deep.equal(order.map((index) => ['/first', '/second'][index]))
        expect(requests.map((request) => request.get('code_verifier'))).to.have.length(2)
      })
    }

    it('A11: one tab’s failure leaves the other', async () => {
      const flow = flowWith()
      const cookies = new CookieJar()
      const first = flow.start({ cookies })
      const second = flow.start({ cookies })
      const denied = `error=access_denied&state=${stateOf(first.authorizationUrl)}`
      await rejection(flow.finish({ cookies, query: denied }), Error)

      const result = await flow.finish({ cookies, query: callback(second.authorizationUrl) })

      expect(result.tokens.sellerId).to.equal('987654321')
    })

    it('A12: refuses an attempt at the end of its life, and drops its cookie', async () => {
      const flow = flowWith()
      const cookies = new CookieJar()
      const query = callback(flow.start({ cookies }).authorizationUrl)
      const { name } = cookies.only()
      clock.advance(600)

      expect(await stateError(flow.finish({ cookies, query }))).to.equal('state_expired')
      expect(requests).to.have.length(0)
      expect(cookies.deleted.map((order) => order.name)).to.deep.equal([name])
    })

    it('A12: accepts an attempt until then', async () => {
      const flow = flowWith()
      const cookies = new CookieJar()
      const query = callback(flow.start({ cookies }).authorizationUrl)
      clock.advance(599.999)

      expect((await flow.finish({ cookies, query })).tokens.sellerId).to.equal('987654321')
    })

    it('A12: lets the app say how long an attempt lives', async () => {
      const flow = flowWith({ attemptSeconds: 60 })
      const cookies = new CookieJar()
      const query = callback(flow.start({ cookies }).authorizationUrl)
      expect(cookies.written[0]?.attributes.maxAge).to.equal(60)
      clock.advance(60)

      expect(await stateError(flow.finish({ cookies, query }))).to.equal('state_expired')
    })

    const elsewhere: [string, Partial<ClientOptions>, Partial<AuthorizationFlowOptions>][] = [
      ['application', { clientId: '2222222222222222' }, {}],
      ['redirect URI', { redirectUri: 'https://app.example/other' }, {}],
      [
        'token endpoint',
        { provider: { ...mercadoPagoProvider(), tokenEndpoint: 'https://evil.example/token' } },
        {},
      ],
      ['consent page', { provider: mercadoPagoProvider({ country: 'BR' }) }, {}],
      ['environment (test)', {}, { testToken: true }],
      ['environment (live)', {}, { testToken: false }],
    ]
    for (const [what, clientOptions, options] of elsewhere) {
      it(`A13: refuses an attempt made for another ${what}`, async () => {
        const flow = flowWith()
        const cookies = new CookieJar()
        const query = callback(flowWith(options, clientOptions).start({ cookies }).authorizationUrl)

        expect(await stateError(flow.finish({ cookies, query }))).to.equal('state_mismatch')
        expect(requests).to.have.length(0)
      })

      it(`A13: refuses it for another ${what} under the right name too`, async () => {
        const flow = flowWith()
        const cookies = new CookieJar()
        const { authorizationUrl } = flow.start({ cookies })
        const { name } = cookies.only()
        const foreign = new CookieJar()
        const foreignStart = flowWith(options, clientOptions).start({ cookies: foreign })
        cookies.plant(name, foreign.only().value)

        const query = callback(authorizationUrl)
        expect(await stateError(flow.finish({ cookies, query }))).to.equal('state_mismatch')
        const foreignQuery = callback(foreignStart.authorizationUrl)
        expect(await stateError(flow.finish({ cookies, query: foreignQuery }))).to.equal(
          'state_mismatch',
        )
        expect(requests).to.have.length(0)
      })
    }

    for (const iss of [
      'https://evil.example',
      'https://auth.mercadopago.com/',
      'https://AUTH.mercadopago.com',
      'http://auth.mercadopago.com',
      'auth.mercadopago.com',
      '',
    ]) {
      it(`A14: refuses the issuer ${inspect(iss)}`, async () => {
        const flow = flowWith()
        const cookies = new CookieJar()
        const query = callback(flow.start({ cookies }).authorizationUrl, { iss })

        expect(await stateError(flow.finish({ cookies, query }))).to.equal('issuer_mismatch')
        expect(requests).to.have.length(0)
        expect(cookies.live()).to.deep.equal([])
      })
    }

    it('A14: refuses another issuer beside an error too', async () => {
      const flow = flowWith()
      const cookies = new CookieJar()
      const state = stateOf(flow.start({ cookies }).authorizationUrl)

      const query = `error=access_denied&state=${state}&iss=https://evil.example`

      expect(await stateError(flow.finish({ cookies, query }))).to.equal('issuer_mismatch')
    })

    it('A14: accepts the expected issuer', async () => {
      const flow = flowWith()
      const cookies = new CookieJar()
      const { authorizationUrl } = flow.start({ cookies })

      const query = callback(authorizationUrl, { iss: 'https://auth.mercadopago.com' })

      expect((await flow.finish({ cookies, query })).tokens.sellerId).to.equal('987654321')
    })

    it('A14: accepts the issuer the provider is configured with, and no other', async () => {
      const provider = { ...mercadoPagoProvider(), issuer: 'https://issuer.example/oauth' }
      const flow = flowWith({}, { provider })
      const cookies = new CookieJar()
      const right = callback(flow.start({ cookies }).authorizationUrl, { iss: provider.issuer })
      const wrong = callback(flow.start({ cookies }).authorizationUrl, {
        iss: 'https://auth.mercadopago.com',
      })

      expect(await stateError(flow.finish({ cookies, query: wrong }))).to.equal('issuer_mismatch')
      expect((await flow.finish({ cookies, query: right })).tokens.sellerId).to.equal('987654321')
    })

    it('A14: refuses a missing issuer only where one is required', async () => {
      const flow = flowWith({}, { provider: { ...mercadoPagoProvider(), requireIssuer: true } })
      const cookies = new CookieJar()
      const query = callback(flow.start({ cookies }).authorizationUrl)

      expect(await stateError(flow.finish({ cookies, query }))).to.equal('issuer_mismatch')
      expect(requests).to.have.length(0)
    })

    it('A16: the back button never exchanges a second time', async () => {
      const flow = flowWith()
      const cookies = new CookieJar()
      const query = callback(flow.start({ cookies }).authorizationUrl)
      const restored = cookies.copy()
      await flow.finish({ cookies, query })

      const codes = [
        await stateError(flow.finish({ cookies, query })),
        await stateError(flow.finish({ cookies: restored.copy(), query })),
        await stateError(flow.finish({ cookies: restored.copy(), query })),
      ]

      expect(codes).to.deep.equal(['state_consumed', 'state_consumed', 'state_consumed'])
      expect(requests).to.have.length(1)
    })

    it('is used up even when the code is refused', async () => {
      nock.cleanAll()
      nock('https://api.mercadopago.com')
        .post('/oauth/token')
        .reply(400, { error: 'invalid_grant' })
      const flow = flowWith()
      const cookies = new CookieJar()
      const query = callback(flow.start({ cookies }).authorizationUrl)

      expect((await rejection(flow.finish({ cookies, query }), Error)).message).to.match(
        /^The token endpoint refused the code/,
      )
      expect(cookies.live()).to.deep.equal([])
    })
  })

  describe('user', () => {
    for (const [started, returning, outcome] of [
      ['ana', 'ana', 'linked'],
      [undefined, undefined, 'linked'],
      [undefined, 'ana', 'state_mismatch'],
      ['ana', undefined, 'state_mismatch'],
      ['ana', 'bob', 'state_mismatch'],
      ['ana', 'Ana', 'state_mismatch'],
      ['ana', 'ana ', 'state_mismatch'],
    ] as const) {
      it(`K02: started by ${started}, returning as ${returning}: ${outcome}`, async () => {
        const flow = flowWith()
        const cookies = new CookieJar()
        const query = callback(flow.start({ cookies, user: started }).authorizationUrl)
        const before = cookies.names()

        const finish = flow.finish({ cookies, user: returning, query })

        if (outcome === 'linked') {
          await finish
          expect(cookies.live()).to.deep.equal([])
        } else {
          expect(await stateError(finish)).to.equal(outcome)
          expect(cookies.names()).to.deep.equal(before)
        }
        expect(requests).to.have.length(outcome === 'linked' ? 1 : 0)
      })
    }

    it('K02: may sign in between where the app says so, but not change', async () => {
      const flow = flowWith({ signInBetween: true })
      const cookies = new CookieJar()
      const query = callback(flow.start({ cookies }).authorizationUrl)
      const other = callback(flow.start({ cookies, user: 'ana' }).authorizationUrl)

      await flow.finish({ cookies, user: 'ana', query })
      for (const user of [undefined, 'bob']) {
        const finish = flow.finish({ cookies, user, query: other })
        expect(await stateError(finish)).to.equal('state_mismatch')
      }
      expect(requests).to.have.length(1)
    })

    it('may come back as the right one after the wrong one', async () => {
      const flow = flowWith()
      const cookies = new CookieJar()
      const query = callback(flow.start({ cookies, user: 'ana' }).authorizationUrl)
      await stateError(flow.finish({ cookies, user: 'bob', query }))

      await flow.finish({ cookies, user: 'ana', query })

      expect(requests).to.have.length(1)
    })

    for (const [user, code, message] of [
      ['', 'ERR_INVALID_ARG_VALUE', '"user" must not be empty'],
      [42, 'ERR_INVALID_ARG_TYPE', '"user" must be a string'],
      [null, 'ERR_INVALID_ARG_TYPE', '"user" must be a string'],
      ['u'.repeat(257), 'ERR_INVALID_ARG_VALUE', tooLongId],
      ['ñ'.repeat(129), 'ERR_INVALID_ARG_VALUE', tooLongId],
      ['\u0000', 'ERR_INVALID_ARG_VALUE', unstorableId],
      ['\ud800', 'ERR_INVALID_ARG_VALUE', unstorableId],
    ] as const) {
      it(`is refused when it is ${inspect(user).slice(0, 20)}`, () => {
        const cookies = new CookieJar()

        expect(misuse(() => flowWith().start({ cookies, user: user as never }))).to.deep.equal({
          code,
          message,
        })
        expect(cookies.live()).to.deep.equal([])
      })
    }

    it('may have 256 bytes', async () => {
      const flow = flowWith()
      const cookies = new CookieJar()
      const user = 'ñ'.repeat(128)
      const query = callback(flow.start({ cookies, user }).authorizationUrl)

      await flow.finish({ cookies, user, query })

      expect(requests).to.have.length(1)
    })
  })

  describe('context', () => {
    for (const context of [
      undefined,
      null,
      false,
      0,
      '',
      'text',
      [1, [2, [3, null]]],
      { a: { b: { c: { d: [true, null, 1.5, 'ñ 😀'] } } } },
      { lone: '\ud800', pair: '\ud83d\ude00', nul: '\u0000', quote: '"\\' },
      JSON.parse('{"__proto__":{"admin":true},"constructor":1}'),
      'x'.repeat(1022),
    ]) {
      it(`comes back as ${inspect(context).slice(0, 60)}`, async () => {
        const flow = flowWith()
        const cookies = new CookieJar()
        const query = callback(flow.start({ cookies, context }).authorizationUrl)

        const result = await flow.finish({ cookies, query })

        expect(result.context).to.deep.equal(context)
      })
    }

    for (const [what, context] of [
      ['of 1025 bytes', 'x'.repeat(1023)],
      ['of fewer characters than bytes', 'ñ'.repeat(512)],
      ['whose escapes make it too long', '\u0000'.repeat(200)],
      ['that is a function', () => {}],
      ['that is a symbol', Symbol('context')],
      ['that says it is nothing', { toJSON: () => undefined }],
    ] as const) {
      it(`is refused ${what}, before a cookie is set`, () => {
        const cookies = new CookieJar()

        expect(misuse(() => flowWith().start({ cookies, context }))).to.deep.equal({
          code: 'ERR_INVALID_ARG_VALUE',
          message: '"context" must be JSON of at most 1 KiB',
        })
        expect(cookies.live()).to.deep.equal([])
      })
    }

    it('is refused when it holds itself or a BigInt, before a cookie is set', () => {
      const circle: Record<string, unknown> = {}
      circle.self = circle
      const cookies = new CookieJar()

      thrown(() => flowWith().start({ cookies, context: circle }), TypeError)
      thrown(() => flowWith().start({ cookies, context: { big: 1n } }), TypeError)

      expect(cookies.live()).to.deep.equal([])
    })

    it('is a copy: later changes by the app do not reach it', async () => {
      const flow = flowWith()
      const cookies = new CookieJar()
      const context = { shop: 1 }
      const query = callback(flow.start({ cookies, context }).authorizationUrl)
      context.shop = 2

      expect((await flow.finish({ cookies, query })).context).to.deep.equal({ shop: 1 })
    })
  })

  describe('returnTo', () => {
    it('C02: ignores one that is supplied on the callback', async () => {
      const flow = flowWith()
      const cookies = new CookieJar()
      const query = callback(flow.start({ cookies, returnTo: '/mine' }).authorizationUrl)

      const result = await flow.finish({
        cookies,
        query: `${query}&returnTo=/evil&return_to=/evil&next=https://evil.example`,
      })

      expect(result.returnTo).to.equal('/mine')
    })
  })

  describe('replay guard', () => {
    it('is told the name of the cookie and the end of the attempt, and no state', async () => {
      const claims: [string, Date][] = []
      const replayGuard: ReplayGuard = {
        claim: async (...claim) => claims.push(claim) > 0,
      }
      const flow = flowWith({ replayGuard })
      const cookies = new CookieJar()
      const { authorizationUrl } = flow.start({ cookies })
      const { name } = cookies.only()

      await flow.finish({ cookies, query: callback(authorizationUrl) })

      expect(claims).to.deep.equal([[name, clock.after(600)]])
      expect(name).to.not.include(stateOf(authorizationUrl).slice(0, 6))
    })

    it('is asked before the code is sent', async () => {
      const replayGuard: ReplayGuard = {
        async claim() {
          expect(requests).to.have.length(0)
          return true
        },
      }
      const flow = flowWith({ replayGuard })
      const cookies = new CookieJar()

      await flow.finish({ cookies, query: callback(flow.start({ cookies }).authorizationUrl) })

      expect(requests).to.have.length(1)
    })

    it('is not asked about a response that belongs to no live attempt', async () => {
      let claims = 0
      const flow = flowWith({ replayGuard: { claim: async () => claims++ === 0 } })
      const cookies = new CookieJar()
      const { authorizationUrl } = flow.start({ cookies, user: 'ana' })
      const query = callback(authorizationUrl)

      await stateError(flow.finish({ cookies: new CookieJar(), query }))
      await stateError(flow.finish({ cookies, user: 'bob', query }))
      clock.advance(600)
      await stateError(flow.finish({ cookies, user: 'ana', query }))

      expect(claims).to.equal(0)
    })

    it('that says no uses up the attempt', async () => {
      const flow = flowWith({ replayGuard: { claim: async () => false } })
      const cookies = new CookieJar()
      const query = callback(flow.start({ cookies }).authorizationUrl)

      expect(await stateError(flow.finish({ cookies, query }))).to.equal('state_consumed')
      expect(requests).to.have.length(0)
      expect(cookies.live()).to.deep.equal([])
    })

    for (const [what, claim] of [
      ['rejects', () => Promise.reject(new Error('canary: no connection'))],
      [
        'throws',
        () => {
          throw new Error('canary: no connection')
        },
      ],
      ['rejects with no error', () => Promise.reject('canary')],
    ] satisfies [string, () => Promise<boolean>][]) {
      it(`that ${what} leaves everything as it was, so that the same callback works later`, async () => {
        let isDown = true
        const guard = new MemoryReplayGuard({ clock: clock.read })
        const flow = flowWith({
          replayGuard: {
            claim: (key, expiresAt) => (isDown ? claim() : guard.claim(key, expiresAt)),
          },
        })
        const cookies = new CookieJar()
        const query = callback(flow.start({ cookies }).authorizationUrl)
        const before = cookies.only()

        const error = await rejection(flow.finish({ cookies, query }), StoreUnavailableError)

        expect(error.code).to.equal('store_unavailable')
        expect(error.status).to.equal(503)
        expect(error.message).to.not.include('canary')
        expect(String(error.cause)).to.include('canary')
        expect(requests).to.have.length(0)
        expect(cookies.only()).to.deep.equal(before)
        isDown = false
        await flow.finish({ cookies, query })
        expect(requests).to.have.length(1)
      })
    }
  })

  describe('expected seller', () => {
    it('comes back with their tokens', async () => {
      const flow = flowWith()
      const cookies = new CookieJar()
      const { authorizationUrl } = flow.start({ cookies, expectedSellerId: '987654321' })

      const { tokens } = await flow.finish({ cookies, query: callback(authorizationUrl) })

      expect(tokens.sellerId).to.equal('987654321')
    })

    it('is not replaced by another: their tokens are dropped', async () => {
      const flow = flowWith()
      const cookies = new CookieJar()
      const { authorizationUrl } = flow.start({ cookies, expectedSellerId: '4242' })

      const error = await rejection(
        flow.finish({ cookies, query: callback(authorizationUrl) }),
        SellerConflictError,
      )

      expect(error.code).to.equal('seller_mismatch')
      expect(error.status).to.equal(409)
      expect(cookies.live()).to.deep.equal([])
    })

    for (const [expectedSellerId, code, message] of [
      [4242, 'ERR_INVALID_ARG_TYPE', '"expectedSellerId" must be a string'],
      ['', 'ERR_INVALID_ARG_VALUE', '"expectedSellerId" must not be empty'],
    ] as const) {
      it(`is refused when it is ${inspect(expectedSellerId)}, before a cookie is set`, () => {
        const cookies = new CookieJar()
        const start = () =>
          flowWith().start({ cookies, expectedSellerId: expectedSellerId as never })

        expect(misuse(start)).to.deep.equal({ code, message })
        expect(cookies.live()).to.deep.equal([])
      })
    }
  })

  describe('createAuthorizationFlow()', () => {
    const client = createClient(application)
    const type = 'ERR_INVALID_ARG_TYPE'
    const value = 'ERR_INVALID_ARG_VALUE'

    for (const [options, code, message] of [
      [undefined, type, '"options" must be an object'],
      [null, type, '"options" must be an object'],
      [{}, type, '"client" must be an object'],
      [{ client: null }, type, '"client" must be an object'],
      [{ client: 'client' }, type, '"client" must be an object'],
      [{ client, testToken: 'true' }, type, '"testToken" must be a boolean'],
      [{ client, testToken: null }, type, '"testToken" must be a boolean'],
      [{ client, signInBetween: 1 }, type, '"signInBetween" must be a boolean'],
      [{ client, attemptSeconds: '600' }, type, '"attemptSeconds" must be a number'],
      ...[0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31].map(
        (attemptSeconds) =>
          [
            { client, attemptSeconds },
            value,
            '"attemptSeconds" must be a whole number from 1 to 2147483647',
          ] as const,
      ),
      [{ client, clock: new Date() }, type, '"clock" must be a function'],
      [{ client, clock: null }, type, '"clock" must be a function'],
      [{ client, replayGuard: null }, type, '"replayGuard" must be an object'],
      [{ client, replayGuard: () => true }, type, '"replayGuard" must be an object'],
      [{ client, replayGuard: {} }, type, '"replayGuard.claim" must be a function'],
      ...[null, 'a'.repeat(32), [], { 0: 'a'.repeat(32) }].map(
        (cookieSecrets) =>
          [
            { client, cookieSecrets },
            value,
            '"cookieSecrets" must be a list of at least one secret',
          ] as const,
      ),
      ...[[''], ['a'.repeat(31)], ['a'.repeat(32), 'short'], [Buffer.alloc(32)], [undefined]].map(
        (cookieSecrets) =>
          [
            { client, cookieSecrets },
            value,
            '"cookieSecrets" must each be a string of at least 32 characters',
          ] as const,
      ),
      ...[false, 'plain', null].map(
        (pkce) =>
          [{ client, pkce }, value, '"pkce" must be left out: it is always on, with S256'] as const,
      ),
      ...[false, 'my-state', null].map(
        (state) =>
          [
            { client, state },
            value,
            '"state" must be left out: it is always on, and made here',
          ] as const,
      ),
      ...['strict', 'none', false].map(
        (sameSite) =>
          [
            { client, sameSite },
            value,
            '"sameSite" must be left out: it is always lax, because strict would withhold the cookie from the callback',
          ] as const,
      ),
    ] as const) {
      it(`refuses ${inspect(options, { depth: 0 })} (${message})`, () => {
        expect(misuse(() => createAuthorizationFlow(options as never))).to.deep.equal({
          code,
          message,
        })
      })
    }

    for (const options of [
      { pkce: true },
      { pkce: 'S256' },
      { state: true },
      { sameSite: 'lax' },
    ]) {
      it(`takes ${inspect(options)} for what is so anyway`, () => {
        const flow = createAuthorizationFlow({ client, ...options })

        expect(Object.keys(flow)).to.deep.equal(['start', 'finish', 'hasAttempt'])
      })
    }

    it('wants cookie secrets beside a client secret that can be guessed', () => {
      const weak = createClient({ ...application, clientSecret: 's'.repeat(31) })
      expect(misuse(() => createAuthorizationFlow({ client: weak }))).to.deep.equal({
        code: value,
        message:
          '"cookieSecrets" must be given where the client secret has fewer than 32 characters: who has a cookie could find it out by guessing',
      })
      createAuthorizationFlow({ client: weak, cookieSecrets: ['s'.repeat(32)] })
    })

    it('K13: refuses a cookie secret with a line break at its end', () => {
      const cookieSecrets = [`${'s'.repeat(32)}\n`]
      expect(misuse(() => createAuthorizationFlow({ client, cookieSecrets })).message).to.equal(
        '"cookieSecrets" must not begin or end with a blank, a line break or a byte order mark',
      )
    })

    it('takes a cookie secret of 32 characters', () => {
      const flow = createAuthorizationFlow({ client, cookieSecrets: ['s'.repeat(32)] })

      expect(Object.keys(flow)).to.deep.equal(['start', 'finish', 'hasAttempt'])
    })

    it('has a guard that forgets by the clock of the flow', async () => {
      const past = new MovableClock('2001-01-01T00:00:00.000Z')
      const flow = createAuthorizationFlow({ client, clock: past.read })
      const cookies = new CookieJar()
      const query = callback(flow.start({ cookies }).authorizationUrl)
      const kept = cookies.copy()
      await flow.finish({ cookies, query })

      expect(await stateError(flow.finish({ cookies: kept, query }))).to.equal('state_consumed')
      expect(requests).to.have.length(1)
    })

    it('uses the system clock and a new replay guard by default', async () => {
      const flow = createAuthorizationFlow({ client })
      const cookies = new CookieJar()
      const query = callback(flow.start({ cookies }).authorizationUrl)
      const kept = cookies.copy()
      await flow.finish({ cookies, query })

      expect(await stateError(flow.finish({ cookies: kept, query }))).to.equal('state_consumed')
    })
  })
})

/** Another character of base64url. */
function other(character: string | undefined): string {
  return character === 'A' ? 'B' : 'A'
}

function swapCase(text: string): string {
  return text.replace(/[a-z]/gi, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  )
}
