import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import {
  createSandbox,
  type Sandbox,
  type Switches,
  type SwitchName,
  switchTable,
} from 'mercadopago-oauth-sandbox'
import { closeServers, httpServer } from '../helpers/loopback.ts'
import {
  approvedCode,
  authorizationUrl,
  exchange,
  postToken,
  redirectUri,
  tokenOf,
} from './wire.ts'

const ana = 700100001
const startedAt = new Date('2026-03-09T07:30:00Z')
/** 630 characters. */
const longScope = Array.from({ length: 80 }, (_, index) => `word-${index + 1}`).join(' ')
const otherVerifier = 'x'.repeat(43)

describe('sandbox.switches', () => {
  let sandbox: Sandbox
  const tested = new Set<string>()

  beforeEach(async () => {
    sandbox = await createSandbox({
      applications: [{ redirectUris: [redirectUri] }],
      startAt: startedAt,
    })
  })

  afterEach(async () => {
    await sandbox.close()
    await closeServers()
  })

  /** One test for every position of a switch: what `act` comes to. */
  function each<Name extends SwitchName>(
    name: Name,
    outcomes: Record<Switches[Name], unknown>,
    act: () => Promise<unknown>,
  ): void {
    tested.add(name)
    for (const [value, outcome] of Object.entries(outcomes)) {
      it(`${name}, ${value}: ${JSON.stringify(outcome)}`, async () => {
        Object.assign(sandbox.switches, { [name]: value })

        expect(await act()).to.deep.equal(outcome)
      })
    }
  }

  async function bodyOf(response: Promise<Response>): Promise<Record<string, unknown>> {
    return Object(await (await response).json())
  }

  /** Status and error code of a response of the token endpoint; without an error, `ok`. */
  async function outcome(response: Promise<Response>): Promise<unknown> {
    return Object(await bodyOf(response)).error ?? 'ok'
  }

  async function link(fields: Record<string, string> = {}) {
    const { access_token, refresh_token, ...rest } = await bodyOf(
      exchange(sandbox, await approvedCode(sandbox), fields),
    )
    return { access: String(access_token), refresh: String(refresh_token), ...rest }
  }

  function refresh(refresh_token: string, fields: Record<string, string> = {}) {
    return postToken(sandbox, { grant_type: 'refresh_token', refresh_token, ...fields })
  }

  async function profileStatus(accessToken: string): Promise<number> {
    const headers = { authorization: `Bearer ${accessToken}` }
    return (await fetch(sandbox.endpoints.userInfoEndpoint, { headers })).status
  }

  /** Where a seller gets to with this URL: `consent`, or why not. */
  async function arrival(fields: Record<string, string | undefined>): Promise<unknown> {
    await fetch(authorizationUrl(sandbox, fields))
    return sandbox.requests.at(-1)?.error ?? 'consent'
  }

  async function decide(decision: string): Promise<Response> {
    const page = await (await fetch(authorizationUrl(sandbox))).text()
    const consent = /name="consent" value="([\w-]{36})"/.exec(page)?.[1] ?? ''
    const body = new URLSearchParams({ consent, seller: String(ana), decision })
    return fetch(`${sandbox.url}/authorization`, { method: 'POST', body, redirect: 'manual' })
  }

  describe('the authorization endpoint', () => {
    each('denial', { redirect: 302, silent: 200 }, async () => (await decide('deny')).status)

    const withoutPkce = { code_challenge: undefined, code_challenge_method: undefined }
    each(
      'missingChallenge',
      {
        page: ['pkce_required'],
        token: ['consent', 'code_verifier is a required parameter', 'invalid_grant'],
      },
      async () => {
        const arrived = await arrival(withoutPkce)
        if (arrived !== 'consent') return [arrived]
        const code = await approvedCode(sandbox, withoutPkce)
        const { message } = await bodyOf(exchange(sandbox, code, { code_verifier: '' }))
        // A verifier does not help: there is nothing that it could match.
        return [arrived, message, await outcome(exchange(sandbox, code))]
      },
    )

    each('missingChallengeMethod', { plain: 'invalid_grant', S256: 'ok' }, async () => {
      const code = await approvedCode(sandbox, { code_challenge_method: undefined })
      return outcome(exchange(sandbox, code))
    })

    each(
      'plainMethodName',
      {
        either: ['consent', 'consent', 'consent', 'code_challenge'],
        plain: ['consent', 'consent', 'code_challenge', 'code_challenge'],
        Plain: ['consent', 'code_challenge', 'consent', 'code_challenge'],
      },
      async () => {
        const arrivals = []
        for (const code_challenge_method of ['S256', 'plain', 'Plain', 'PLAIN']) {
          arrivals.push(await arrival({ code_challenge_method }))
        }
        return arrivals
      },
    )

    each('plainHttpRedirect', { accepted: 'consent', refused: 'redirect_uri' }, async () => {
      sandbox.application.redirectUris = ['http://localhost:3000/callback', redirectUri]
      expect(await arrival({})).to.equal('consent')
      return arrival({ redirect_uri: 'http://localhost:3000/callback' })
    })

    each('redirectQuery', { accepted: 'consent', refused: 'redirect_uri' }, async () => {
      sandbox.application.redirectUris.push(`${redirectUri}?shop=5`)
      expect(await arrival({})).to.equal('consent')
      return arrival({ redirect_uri: `${redirectUri}?shop=5` })
    })

    each(
      'platformId',
      {
        ignored: ['consent', 'consent', 'consent'],
        required: ['consent', 'platform_id', 'platform_id'],
      },
      async () => [
        await arrival({ platform_id: 'mp' }),
        await arrival({ platform_id: 'ml' }),
        await arrival({}),
      ],
    )

    each(
      'longState',
      { accepted: ['consent', 'consent'], refused: ['consent', 'state'] },
      async () => [
        await arrival({ state: 's'.repeat(255) }),
        await arrival({ state: 's'.repeat(256) }),
      ],
    )

    each(
      'consentingAccount',
      {
        administrator: [302, undefined, 1],
        operator: [400, 'invalid_operator_user_id', 0],
      },
      async () => {
        const { status } = await decide('allow')
        const { error } = sandbox.requests.at(-1) ?? {}
        const code = await approvedCode(sandbox).catch(() => undefined)
        return [status, error, code === undefined ? 0 : 1]
      },
    )
  })

  describe('codes and tokens', () => {
    each('failedExchange', { spends: 'invalid_grant', keeps: 'ok' }, async () => {
      const code = await approvedCode(sandbox)
      const elsewhere = 'https://elsewhere.example/'
      await exchange(sandbox, code, { code_verifier: otherVerifier })
      await exchange(sandbox, code, { redirect_uri: elsewhere })
      return outcome(exchange(sandbox, code))
    })

    each(
      'wrongVerifierError',
      {
        invalid_grant: ['invalid_grant', 'invalid_grant'],
        invalid_request: ['invalid_request', 'invalid_grant'],
      },
      async () => {
        const [one, two] = [await approvedCode(sandbox), await approvedCode(sandbox)]
        return [
          await outcome(exchange(sandbox, one, { code_verifier: otherVerifier })),
          // Only the verifier's own fault is called another name.
          await outcome(exchange(sandbox, two, { redirect_uri: 'https://elsewhere.example/' })),
        ]
      },
    )

    each('unaskedVerifier', { refused: 'invalid_grant', ignored: 'ok' }, async () => {
      sandbox.application.pkce = 'off'
      const withoutPkce = { code_challenge: undefined, code_challenge_method: undefined }
      return outcome(exchange(sandbox, await approvedCode(sandbox, withoutPkce)))
    })

    each(
      'expiredGrant',
      {
        invalid_grant: ['invalid_grant', 'invalid_grant', 'invalid_grant'],
        expired_grant: ['expired_grant', 'expired_grant', 'invalid_grant'],
      },
      async () => {
        const { refresh: token } = await link()
        const [expired, used] = [await approvedCode(sandbox), await approvedCode(sandbox)]
        await exchange(sandbox, used)
        sandbox.clock.advance({ minutes: 10 })
        // Another code in between changes nothing.
        await approvedCode(sandbox)
        const ofCode = await outcome(exchange(sandbox, expired))
        sandbox.clock.advance({ days: 180 })
        return [ofCode, await outcome(refresh(token)), await outcome(exchange(sandbox, used))]
      },
    )

    it('expiredGrant, expired_grant: gives another application no information about a code', async () => {
      sandbox.switches.expiredGrant = 'expired_grant'
      const code = await approvedCode(sandbox)
      const { clientId, clientSecret } = sandbox.addApplication({})
      sandbox.clock.advance({ minutes: 10 })

      const stranger = { client_id: clientId, client_secret: clientSecret }
      expect(await outcome(exchange(sandbox, code, stranger))).to.equal('invalid_grant')
    })

    each(
      'withdrawnGrant',
      {
        invalid_grant: ['invalid_grant', 'invalid_grant', 'invalid_grant', 'ok'],
        unauthorized_client: ['unauthorized_client', 'invalid_grant', 'invalid_grant', 'ok'],
      },
      async () => {
        const { refresh: withdrawn } = await link()
        const { refresh: used } = await link()
        await refresh(used)
        await sandbox.withdraw(ana)
        const { refresh: anew } = await link()
        const { clientId, clientSecret } = sandbox.addApplication({})
        const stranger = { client_id: clientId, client_secret: clientSecret }
        return [
          await outcome(refresh(withdrawn)),
          await outcome(refresh(withdrawn, stranger)),
          await outcome(refresh(used)),
          await outcome(refresh(anew)),
        ]
      },
    )

    each(
      'refreshToken',
      {
        rotates: ['new', 'invalid_grant', 'ok'],
        reusable: ['new', 'ok', 'ok'],
        kept: ['none', 'ok', 'none'],
      },
      async () => {
        const { refresh: old } = await link()
        const { refresh_token: renewed } = await bodyOf(refresh(old))
        expect(renewed).to.not.equal(old)
        return [
          renewed ? 'new' : 'none',
          await outcome(refresh(old)),
          renewed ? await outcome(refresh(String(renewed))) : 'none',
        ]
      },
    )

    each('renewedAccessToken', { lives: [200, 200], ends: [401, 200] }, async () => {
      const { access, refresh: token } = await link()
      const renewed = await tokenOf(refresh(token), 'access_token')
      return [await profileStatus(access), await profileStatus(renewed)]
    })

    it('renewedAccessToken, ends: also where the refresh token goes on', async () => {
      Object.assign(sandbox.switches, { renewedAccessToken: 'ends', refreshToken: 'kept' })
      const { access, refresh: token } = await link()
      const second = await tokenOf(refresh(token), 'access_token')
      const third = await tokenOf(refresh(token), 'access_token')

      const statuses = []
      for (const each of [access, second, third]) statuses.push(await profileStatus(each))
      expect(statuses).to.deep.equal([401, 401, 200])
    })

    each(
      'secondConsent',
      { keeps: [200, 'ok', 200], ends: [401, 'invalid_grant', 200] },
      async () => {
        const first = await link()
        const other = await link()
        return [
          await profileStatus(first.access),
          await outcome(refresh(first.refresh)),
          await profileStatus(other.access),
        ]
      },
    )

    each(
      'secretChange',
      { keeps: [200, 'ok', 'ok'], ends: [401, 'invalid_grant', 'invalid_grant'] },
      async () => {
        const { access, refresh: token } = await link()
        const code = await approvedCode(sandbox)
        sandbox.application.clientSecret = 'another secret'
        return [
          await profileStatus(access),
          await outcome(refresh(token)),
          await outcome(exchange(sandbox, code)),
        ]
      },
    )

    each(
      'inactivity',
      { lives: [200, 200, 200, 'ok'], ends: [200, 200, 401, 'invalid_grant'] },
      async () => {
        const { access, refresh: token } = await link()
        const statuses = []
        // Counted from the last call, whatever it was.
        for (const days of [50, 0, 120]) {
          sandbox.clock.advance({ days })
          statuses.push(await profileStatus(access))
        }
        return [...statuses, await outcome(refresh(token))]
      },
    )

    each('unknownFields', { ignored: 'ok', refused: 'invalid_request' }, async () => {
      expect(await outcome(exchange(sandbox, await approvedCode(sandbox)))).to.equal('ok')
      return outcome(exchange(sandbox, await approvedCode(sandbox), { state: 'state-1' }))
    })

    each('queryParameters', { ignored: 'ok', refused: 'invalid_request' }, async () => {
      const { clientId: client_id, clientSecret: client_secret } = sandbox.application
      const grant = { grant_type: 'client_credentials', client_id, client_secret }
      const body = new URLSearchParams(grant)
      return outcome(fetch(`${sandbox.endpoints.tokenEndpoint}?a=b`, { method: 'POST', body }))
    })
  })

  describe('responses', () => {
    each('testTokenPrefix', { TEST: ['TEST-', 'TEST-'], APP_USR: ['APP_U', 'APP_U'] }, async () => {
      const tokens = await link({ test_token: 'true' })
      return [tokens.access, String(Object(tokens).public_key)].map((token) => token.slice(0, 5))
    })

    each('testTokenLiveMode', { false: [false, true], true: [true, true] }, async () => [
      Object(await link({ test_token: 'true' })).live_mode,
      Object(await link()).live_mode,
    ])

    each('testTokenRenewal', { remembered: [false, false], repeated: [false, true] }, async () => {
      const { refresh: first } = await link({ test_token: 'true' })
      const again = await bodyOf(refresh(first, { test_token: 'true' }))
      const { live_mode } = await bodyOf(refresh(String(again.refresh_token)))
      return [again.live_mode, live_mode]
    })

    const sparse = ['access_token', 'expires_in', 'refresh_token', 'scope', 'token_type']
    each(
      'renewalResponse',
      { full: [...sparse, 'live_mode', 'public_key', 'user_id'].sort(), sparse },
      async () => {
        const linked = await link()
        expect(linked).to.include.keys('user_id', 'public_key', 'live_mode')
        return Object.keys(await bodyOf(refresh(linked.refresh))).sort()
      },
    )

    each(
      'tokenType',
      { Bearer: 'Bearer', bearer: 'bearer' },
      async () => Object(await link()).token_type,
    )

    each(
      'scopeWords',
      {
        registered: 'offline_access read write',
        reversed: 'write read offline_access',
        extra: 'offline_access read write payments',
        long: `offline_access read write ${longScope}`,
      },
      async () => Object(await link()).scope,
    )

    const message = 'invalid client_id or client_secret'
    each(
      'errorShape',
      {
        error: { message, error: 'invalid_client', status: 400, cause: [] },
        errorKey: { message, status: 400, errorKey: 'invalid_client', cause: [] },
        error_description: {
          error_description: message,
          error: 'invalid_client',
          status: 400,
          cause: [],
        },
      },
      () => bodyOf(postToken(sandbox, { grant_type: 'refresh_token', client_secret: 'wrong' })),
    )

    each('invalidClientStatus', { 400: [400, 400, 400], 401: [401, 401, 401] }, async () => {
      const wrong = { grant_type: 'refresh_token', client_secret: 'wrong' }
      const refused = await postToken(sandbox, wrong)
      sandbox.fail('token', 'invalid_client')
      const struck = await postToken(sandbox, wrong)
      return [refused.status, Object(await refused.json()).status, struck.status]
    })

    each(
      'rateLimitBody',
      {
        json: [
          'application/json; charset=utf-8',
          '{"message":"too many requests","error":"local_rate_limited","status":429,"cause":[]}',
        ],
        text: ['text/plain; charset=utf-8', 'local_rate_limited'],
        too_many_requests: [
          'application/json; charset=utf-8',
          '{"message":"too many requests","error":"too_many_requests","status":429,"cause":[]}',
        ],
      },
      async () => {
        sandbox.fail('token', 'rate_limited')
        const response = await postToken(sandbox, { grant_type: 'client_credentials' })
        expect(response.status).to.equal(429)
        expect(sandbox.requests.at(-1)?.error).to.match(/^(local_rate_limited|too_many_requests)$/)
        return [response.headers.get('content-type'), await response.text()]
      },
    )

    each('retryAfter', { absent: [null, '9', null], present: ['1', '9', null] }, async () => {
      sandbox.fail('token', 'rate_limited')
      sandbox.fail('token', 'rate_limited', { retryAfterSeconds: 9 })
      sandbox.fail('token', 'unavailable')
      const headers = []
      for (let request = 0; request < 3; request += 1) {
        const response = await postToken(sandbox, { grant_type: 'client_credentials' })
        headers.push(response.headers.get('retry-after'))
      }
      return headers
    })
  })

  describe('notifications', () => {
    /** The deliveries that a receiver gets after a consent, if it responds 500, within `minutes` of retries. */
    async function received(minutes = 0) {
      const receiver = await httpServer((response) => response.writeHead(500).end())
      sandbox.application.webhookUrl = receiver.origin
      await sandbox.approve(authorizationUrl(sandbox))
      await sandbox.settled()
      for (let minute = 0; minute < minutes; minute += 1) {
        sandbox.clock.advance({ minutes: 1 })
        await sandbox.settled()
      }
      return receiver.requests
    }

    async function body(): Promise<Record<string, unknown>> {
      return JSON.parse((await received())[0]?.body ?? '')
    }

    each('notificationTimestamp', { seconds: 10, milliseconds: 13 }, async () => {
      const headers = (await received())[0]?.headers ?? {}
      const [, ts, v1] = /^ts=(\d+),v1=(\w+)$/.exec(String(headers['x-signature'])) ?? []
      const manifest = `id:${ana};request-id:${headers['x-request-id']};ts:${ts};`
      const hmac = createHmac('sha256', sandbox.application.webhookSecret)
      expect(v1).to.equal(hmac.update(manifest).digest('hex'))
      return ts?.length
    })

    each('notificationRetrySignature', { anew: 2, first: 1 }, async () => {
      const requests = await received(15)
      return new Set(requests.map(({ headers }) => headers['x-signature'])).size
    })

    each('notificationUserId', { number: ana, string: String(ana) }, async () => {
      return (await body()).user_id
    })

    each(
      'notificationApplicationId',
      { absent: undefined, present: '4400123456789012' },
      async () => (await body()).application_id,
    )

    const seller = [{ id: String(ana) }, `/?data.id=${ana}&type=mp-connect`]
    const application = [{ id: '4400123456789012' }, '/?data.id=4400123456789012&type=mp-connect']
    each('notificationDataId', { seller, application }, async () => {
      const [request] = await received()
      return [JSON.parse(request?.body ?? '').data, request?.url]
    })

    each('notificationLiveMode', { true: true, false: false }, async () => (await body()).live_mode)

    each(
      'notificationRetries',
      { '15-minutes': [0, 15, 30], '5-minutes': [0, 5, 45], exponential: [0, 15, 30, 60] },
      async () => {
        await received(65)
        const firstMs = sandbox.notifications[0]?.sentAt.getTime() ?? 0
        return sandbox.notifications.map(({ sentAt }) =>
          Math.floor((sentAt.getTime() - firstMs) / 60_000),
        )
      },
    )

    it('keep the body of a notification, whatever is switched before it is sent again', async () => {
      const requests = await received()
      sandbox.switches.notificationUserId = 'string'
      sandbox.switches.notificationDataId = 'application'
      await sandbox.redeliver(sandbox.notifications[0]?.id ?? 0)

      expect(requests[1]?.body).to.equal(requests[0]?.body)
      expect(requests[1]?.url).to.equal(requests[0]?.url)
    })
  })

  describe('orders', () => {
    const order = {
      type: 'online',
      processing_mode: 'manual',
      total_amount: '3000.50',
      marketplace_fee: '120.50',
      items: [{ title: 'Un libro', quantity: 2, unit_price: '1500.25' }],
    }

    function create(accessToken: string, fields: object = {}): Promise<Response> {
      return fetch(`${sandbox.url}/v1/orders`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${accessToken}`,
          'content-type': 'application/json',
          'x-idempotency-key': 'key-1',
        },
        body: JSON.stringify({ ...order, ...fields }),
      })
    }

    const code = 'invalid_total_amount'
    const message = 'total_amount is not the sum of the items'
    each(
      'orderErrorShape',
      {
        errors: { errors: [{ code, message }] },
        error: { status: 400, error: code, message, cause: [] },
      },
      async () => bodyOf(create((await link()).access, { total_amount: '1.00' })),
    )

    each('orderRetry', { repeats: [201, true], refused: [409, false] }, async () => {
      const { access } = await link()
      const { id } = await bodyOf(create(access))
      const again = await create(access)
      return [again.status, Object(await again.json()).id === id]
    })

    each('orderUserId', { string: '700100001', number: ana }, async () => {
      return (await bodyOf(create((await link()).access))).user_id
    })

    each('ownerFee', { refused: [404, []], ignored: [201, [0]] }, async () => {
      const own = postToken(sandbox, { grant_type: 'client_credentials' })
      const response = await create(await tokenOf(own, 'access_token'))
      expect(await response.json()).to.not.have.property('marketplace_fee')
      return [response.status, sandbox.state().orders.map(({ marketplaceFee }) => marketplaceFee)]
    })
  })

  describe('the account at the consent page', () => {
    each(
      'rememberedAccount',
      { ignored: [5, 5, false], changeable: [1, 5, true], fixed: [1, 1, false] },
      async () => {
        const headers = { cookie: `sandbox_account=${ana}`, 'accept-language': 'en' }
        const html = await (await fetch(authorizationUrl(sandbox), { headers })).text()
        const id = /name="consent" value="([\w-]{36})"/.exec(html)?.[1] ?? ''
        const url = `${sandbox.url}/authorization/consent?id=${id}&account=other`
        const other = await (await fetch(url, { headers })).text()
        const accounts = [html, other].map((page) => page.split('name="seller"').length - 1)
        return [...accounts, html.includes('Use another account')]
      },
    )
  })

  it('are tested in every position, all of them', () => {
    expect([...tested].sort()).to.deep.equal(Object.keys(switchTable).sort())
  })

  it('begin at the first value of the table, or where the options say', async () => {
    const defaults = Object.entries(switchTable).map(([name, { values }]) => [name, values[0]])
    const other = await createSandbox({ switches: { denial: 'silent', tokenType: 'bearer' } })
    await other.close()

    expect({ ...sandbox.switches }).to.deep.equal(Object.fromEntries(defaults))
    expect({ ...other.switches }).to.deep.equal({
      ...sandbox.switches,
      denial: 'silent',
      tokenType: 'bearer',
    })
  })

  for (const [name, assigned, expectation] of [
    ['denial', 'loud', 'one of redirect, silent'],
    ['invalidClientStatus', 401, 'one of 400, 401'],
    ['tokenType', undefined, 'one of Bearer, bearer'],
    ['constructor', 'x', 'the name of a switch'],
    ['denails', 'silent', 'the name of a switch'],
  ] as const) {
    it(`refuse ${name}: ${assigned}, as an option and later`, async () => {
      const error = await createSandbox({ switches: { [name]: assigned } }).catch((e: unknown) => e)

      const refused = {
        code: 'ERR_INVALID_ARG_VALUE',
        message: `"switches.${name}" must be ${expectation}`,
      }
      expect(error).to.be.instanceOf(TypeError).and.include(refused)
      expect(() => Object.assign(sandbox.switches, { [name]: assigned }))
        .to.throw(TypeError, refused.message)
        .with.property('code', refused.code)
      expect(sandbox.switches.denial).to.equal('redirect')
    })
  }

  it('cannot be removed', () => {
    expect(() => Reflect.deleteProperty(sandbox.switches, 'denial')).to.not.throw()
    expect(Reflect.defineProperty(sandbox.switches, 'denial', { value: 'loud' })).to.equal(false)
    expect(sandbox.switches.denial).to.equal('redirect')
  })

  it('are in the README as they are in the table', () => {
    const readme = readFileSync('packages/sandbox/README.md', 'utf8')
    const rows = [...readme.matchAll(/^\| `(\w+)` +\| (`.*?) +\| (.*?) +\|$/gm)].map(
      ([, name, values, meaning]) => [name, values, meaning],
    )

    const table = Object.entries(switchTable).map(([name, { values, meaning }]) => [
      name,
      values.map((value) => `\`${value}\``).join(', '),
      meaning,
    ])
    expect(rows.filter(([name]) => name && name in switchTable)).to.deep.equal(table)
  })
})
