import { expect } from 'chai'
import { createSandbox, type Sandbox } from 'mercadopago-oauth-sandbox'
import {
  approvedCode,
  authorizationUrl,
  exchange,
  invalidGrant,
  postToken,
  redirectUri,
  refusal,
  seen,
  tokenOf,
} from './wire.ts'

describe('sandbox.fail()', () => {
  let sandbox: Sandbox

  beforeEach(async () => {
    sandbox = await createSandbox({ applications: [{ redirectUris: [redirectUri] }] })
  })

  afterEach(() => sandbox.close())

  function refresh(refresh_token: string): Promise<Response> {
    return postToken(sandbox, { grant_type: 'refresh_token', refresh_token })
  }

  function clientCredentials(): Promise<Response> {
    return postToken(sandbox, { grant_type: 'client_credentials' })
  }

  async function link(): Promise<{ access: string; refresh: string }> {
    const body: unknown = await (await exchange(sandbox, await approvedCode(sandbox))).json()
    const { access_token: access, refresh_token } = Object(body)
    return { access, refresh: refresh_token }
  }

  function profile(accessToken: string): Promise<Response> {
    const headers = { authorization: `Bearer ${accessToken}` }
    return fetch(sandbox.endpoints.userInfoEndpoint, { headers })
  }

  /** Node's code of what happened to the connection. */
  async function connectionError(response: Promise<Response>): Promise<unknown> {
    try {
      await response
    } catch (error) {
      return Object(Object(error).cause).code
    }
    throw new Error('there was an answer')
  }

  it('affects one request, and the next gets the usual response', async () => {
    sandbox.fail('token', 'invalid_grant')
    const code = await approvedCode(sandbox)

    expect(await seen(exchange(sandbox, code))).to.deep.equal(invalidGrant)
    // The fault did not spend the code.
    expect((await exchange(sandbox, code)).status).to.equal(200)
  })

  it('does not spend the refresh token that it refuses', async () => {
    const { refresh: refreshToken } = await link()
    sandbox.fail('token', 'invalid_grant')

    expect(await seen(refresh(refreshToken))).to.deep.equal(invalidGrant)
    expect((await refresh(refreshToken)).status).to.equal(200)
  })

  it('strikes as often as it is told', async () => {
    sandbox.fail('token', 'server_error', { times: 3 })

    const statuses = []
    for (let request = 0; request < 4; request += 1) {
      statuses.push((await clientCredentials()).status)
    }

    expect(statuses).to.deep.equal([500, 500, 500, 200])
  })

  it('takes several faults in their order, each endpoint for itself', async () => {
    const { access } = await link()
    sandbox.fail('token', 'unavailable')
    sandbox.fail('profile', 'forbidden')
    sandbox.fail('token', 'rate_limited')

    const statuses = []
    for (let request = 0; request < 3; request += 1) {
      statuses.push((await clientCredentials()).status)
    }
    statuses.push((await profile(access)).status, (await profile(access)).status)

    expect(statuses).to.deep.equal([503, 429, 200, 403, 200])
  })

  it('waits for the grant type that it is for', async () => {
    const code = await approvedCode(sandbox)
    sandbox.fail('token', 'invalid_grant', { grantType: 'refresh_token' })

    const tokens = exchange(sandbox, code)
    const refreshToken = await tokenOf(tokens, 'refresh_token')

    expect(await seen(refresh(refreshToken))).to.deep.equal(invalidGrant)
    expect((await refresh(refreshToken)).status).to.equal(200)
  })

  it('lets a fault for all grants overtake one that waits for its own', async () => {
    sandbox.fail('token', 'invalid_grant', { grantType: 'refresh_token' })
    sandbox.fail('token', 'unavailable')

    expect((await clientCredentials()).status).to.equal(503)
    expect(sandbox.faults.map(({ kind }) => kind)).to.deep.equal(['invalid_grant'])
  })

  for (const [kind, message] of [
    ['invalid_client', 'invalid client_id or client_secret'],
    ['invalid_request', 'a parameter is missing, unsupported or malformed'],
    ['invalid_scope', 'the scope is not one of offline_access, write, read'],
    ['unauthorized_client', 'the user has not given the application access'],
    [
      'unsupported_grant_type',
      'grant_type must be authorization_code, refresh_token or client_credentials',
    ],
  ] as const) {
    it(`responds with ${kind} in the token endpoint's format`, async () => {
      sandbox.fail('token', kind)

      expect(await seen(clientCredentials())).to.deep.equal(refusal(kind, message))
    })
  }

  for (const [kind, status, error, message] of [
    ['rate_limited', 429, 'local_rate_limited', 'too many requests'],
    ['server_error', 500, 'internal_server_error', 'internal server error'],
    ['unavailable', 503, 'service_unavailable', 'service unavailable'],
    ['forbidden', 403, 'forbidden', 'forbidden'],
  ] as const) {
    it(`responds with ${kind} and ${status}, in the format of each endpoint`, async () => {
      const { access } = await link()
      sandbox.fail('token', kind)
      sandbox.fail('profile', kind)
      sandbox.fail('authorization', kind)

      const page = await fetch(authorizationUrl(sandbox))

      expect(await seen(clientCredentials())).to.deep.equal(refusal(error, message, status))
      expect(await seen(profile(access))).to.deep.equal({
        status,
        body: { status, error, message, code: error.toUpperCase() },
      })
      expect([page.status, page.headers.get('content-type')]).to.deep.equal([
        status,
        'text/html; charset=utf-8',
      ])
      expect(await page.text()).to.contain(`<h1 lang="en">${status} ${message}</h1>`)
    })
  }

  it('responds with unauthorized at the token endpoint, and spends nothing', async () => {
    const { refresh: token } = await link()
    sandbox.fail('token', 'unauthorized')

    expect(await seen(refresh(token))).to.deep.equal(
      refusal('unauthorized', 'invalid access token', 401),
    )
    expect((await refresh(token)).status).to.equal(200)
  })

  it('responds with unauthorized as for an invalid access token, which stays valid', async () => {
    const { access } = await link()
    const dead = await seen(profile('APP_USR-unknown'))
    sandbox.fail('profile', 'unauthorized')

    expect(await seen(profile(access))).to.deep.equal(dead)
    expect((await profile(access)).status).to.equal(200)
  })

  it('says when to come again if it is told to', async () => {
    sandbox.fail('token', 'rate_limited', { retryAfterSeconds: 7 })
    sandbox.fail('token', 'unavailable', { retryAfterSeconds: 0 })
    sandbox.fail('token', 'unavailable')

    const headers = []
    for (let request = 0; request < 3; request += 1) {
      headers.push((await clientCredentials()).headers.get('retry-after'))
    }

    expect(headers).to.deep.equal(['7', '0', null])
  })

  it('sends half a response, and spends nothing', async () => {
    const code = await approvedCode(sandbox)
    sandbox.fail('token', 'malformed')
    sandbox.fail('authorization', 'malformed')

    const response = await exchange(sandbox, code)
    const page = await fetch(authorizationUrl(sandbox))

    expect([response.status, response.headers.get('content-type')]).to.deep.equal([
      200,
      'application/json; charset=utf-8',
    ])
    expect(await response.text()).to.equal('{"id":')
    expect(await page.text()).to.equal('<!doctype html><html><head><tit')
    expect((await exchange(sandbox, code)).status).to.equal(200)
  })

  it('responds late, and as usual', async () => {
    const { access } = await link()
    sandbox.fail('profile', 'slow', { delayMs: 50 })

    const startedAtMs = performance.now()
    const { status } = await profile(access)

    expect(status).to.equal(200)
    // Node's timers may be a millisecond early.
    expect(performance.now() - startedAtMs).to.be.at.least(49)
  })

  it('spends a token when the delay is over, though nobody waits any more', async () => {
    const { refresh: refreshToken } = await link()
    sandbox.fail('token', 'slow', { delayMs: 50 })
    const { clientId: client_id, clientSecret: client_secret } = sandbox.application
    const grant = { grant_type: 'refresh_token', refresh_token: refreshToken }

    const body = new URLSearchParams({ ...grant, client_id, client_secret })
    const impatience = new AbortController()
    const response = fetch(sandbox.endpoints.tokenEndpoint, {
      method: 'POST',
      body,
      signal: impatience.signal,
    }).catch(() => 'aborted')
    while (sandbox.faults.length > 0) await new Promise(setImmediate)
    impatience.abort()
    expect(await response).to.equal('aborted')
    while (sandbox.requests.length < 2) await new Promise(setImmediate)

    expect(await seen(refresh(refreshToken))).to.deep.equal(invalidGrant)
  })

  it('ends a delay, without effect, when the sandbox closes', async () => {
    const code = await approvedCode(sandbox)
    sandbox.fail('token', 'slow', { delayMs: 2 ** 31 - 1 })

    const response = connectionError(exchange(sandbox, code))
    while (sandbox.faults.length > 0) await new Promise(setImmediate)
    await sandbox.close()

    expect(await response).to.equal('UND_ERR_SOCKET')
    expect(sandbox.requests.map(({ fault, status }) => [fault, status])).to.deep.equal([
      ['slow', undefined],
    ])
  })

  it('cuts the connection before a request takes effect', async () => {
    const code = await approvedCode(sandbox)
    sandbox.fail('token', 'reset_before')

    expect(await connectionError(exchange(sandbox, code))).to.equal('ECONNRESET')
    expect((await exchange(sandbox, code)).status).to.equal(200)
  })

  it('loses the response of a renewal that took effect', async () => {
    const { access, refresh: refreshToken } = await link()
    sandbox.fail('token', 'reset_after')

    expect(await connectionError(refresh(refreshToken))).to.equal('ECONNRESET')
    expect(await seen(refresh(refreshToken))).to.deep.equal(invalidGrant)
    expect((await profile(access)).status).to.equal(200)
  })

  it('loses the response of a request that was refused', async () => {
    sandbox.fail('token', 'reset_after')

    expect(await connectionError(refresh('TG-unknown'))).to.equal('ECONNRESET')
    expect(sandbox.requests.map(({ at, ...rest }) => rest)).to.deep.equal([
      {
        method: 'POST',
        path: '/oauth/token',
        grantType: 'refresh_token',
        clientId: sandbox.application.clientId,
        error: 'invalid_grant',
        fault: 'reset_after',
      },
    ])
  })

  it('strikes the form of the consent page, too, without using the consent up', async () => {
    const page = await (await fetch(authorizationUrl(sandbox))).text()
    const consent = /name="consent" value="([\w-]{36})"/.exec(page)?.[1] ?? ''
    const body = new URLSearchParams({ consent, seller: '700100001', decision: 'allow' })
    const submit = () =>
      fetch(`${sandbox.url}/authorization`, { method: 'POST', body, redirect: 'manual' })
    sandbox.fail('authorization', 'server_error')

    expect((await submit()).status).to.equal(500)
    expect((await submit()).status).to.equal(302)
  })

  it('does not strike what is no request', async () => {
    sandbox.fail('authorization', 'server_error')

    await sandbox.approve(authorizationUrl(sandbox))
    await fetch(sandbox.endpoints.tokenEndpoint)
    await fetch(sandbox.url)

    expect(sandbox.faults).to.have.length(1)
  })

  it('is in the request log, with the error it returned', async () => {
    sandbox.fail('token', 'invalid_client')
    sandbox.fail('token', 'reset_before')

    await clientCredentials()
    await connectionError(clientCredentials())
    await clientCredentials()

    const log = sandbox.requests.map(({ status, error, fault }) => ({ status, error, fault }))
    expect(log).to.deep.equal([
      { status: 400, error: 'invalid_client', fault: 'invalid_client' },
      { status: undefined, error: undefined, fault: 'reset_before' },
      { status: 200, error: undefined, fault: undefined },
    ])
    // Not counted as a response.
    expect(sandbox.requests[1]).to.not.have.property('status')
  })

  describe('sandbox.faults', () => {
    it('shows what has yet to strike, as it goes', async () => {
      const { faults } = sandbox
      sandbox.fail('token', 'rate_limited', { times: 2, retryAfterSeconds: 3 })
      sandbox.fail('token', 'invalid_grant', { grantType: 'refresh_token' })
      sandbox.fail('checkout', 'slow')

      expect(faults).to.deep.equal([
        { endpoint: 'token', kind: 'rate_limited', times: 2, retryAfterSeconds: 3 },
        { endpoint: 'token', kind: 'invalid_grant', times: 1, grantType: 'refresh_token' },
        { endpoint: 'checkout', kind: 'slow', times: 1, delayMs: 1000 },
      ])
      await clientCredentials()
      expect(faults[0]).to.include({ kind: 'rate_limited', times: 1 })
      await clientCredentials()
      expect(faults.map(({ kind }) => kind)).to.deep.equal(['invalid_grant', 'slow'])
    })

    it('cannot be changed through an entry', () => {
      sandbox.fail('token', 'rate_limited')

      expect(() => Object.assign(Object(sandbox.faults[0]), { times: 9 })).to.throw(TypeError)
    })

    it('is emptied by clearFaults()', async () => {
      sandbox.fail('token', 'server_error', { times: 5 })
      sandbox.clearFaults()

      expect(sandbox.faults).to.deep.equal([])
      expect((await clientCredentials()).status).to.equal(200)
    })
  })

  for (const [name, args] of [
    ['endpoint', ['tokens', 'server_error']],
    ['kind', ['profile', 'invalid_grant']],
    ['kind', ['authorization', 'unauthorized']],
    ['kind', ['token', 'broken']],
    ['times', ['token', 'server_error', { times: 0 }]],
    ['times', ['token', 'server_error', { times: 1.5 }]],
    ['grantType', ['profile', 'server_error', { grantType: 'refresh_token' }]],
    ['retryAfterSeconds', ['token', 'server_error', { retryAfterSeconds: 1 }]],
    ['retryAfterSeconds', ['token', 'rate_limited', { retryAfterSeconds: -1 }]],
    ['delayMs', ['token', 'server_error', { delayMs: 1 }]],
    ['delayMs', ['token', 'slow', { delayMs: 2 ** 31 }]],
  ] as const) {
    it(`refuses ${JSON.stringify(args)}`, () => {
      const fail: (...all: readonly unknown[]) => void = sandbox.fail as never

      expect(() => fail(...args))
        .to.throw(TypeError, new RegExp(`^"${name}" must be `))
        .with.property('code', 'ERR_INVALID_ARG_VALUE')
      expect(sandbox.faults).to.deep.equal([])
    })
  }
})
