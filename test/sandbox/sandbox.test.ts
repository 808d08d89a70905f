import { once } from 'node:events'
import { connect } from 'node:net'
import { expect } from 'chai'
import { createSandbox, type Sandbox } from 'mercadopago-oauth-sandbox'
import {
  approvedCode,
  authorizationUrl,
  codeVerifier,
  exchange,
  invalidGrant,
  parameter,
  postToken,
  redirectUri,
  seen,
  tokenOf,
} from './wire.ts'

/** What the promise was rejected with. */
async function rejection(promise: Promise<unknown>): Promise<Error & { code?: unknown }> {
  try {
    await promise
  } catch (error) {
    if (error instanceof Error) return error
  }
  throw new Error('it did not reject with an Error')
}

describe('createSandbox()', () => {
  let sandbox: Sandbox

  beforeEach(async () => {
    sandbox = await createSandbox({
      applications: [{ redirectUris: [redirectUri] }],
      startAt: new Date('2026-03-09T07:30:00Z'),
    })
  })

  afterEach(() => sandbox.close())

  it('has one application, five sellers and local addresses by default', async () => {
    const plain = await createSandbox()
    await plain.close()

    expect(plain.application).to.deep.equal({
      clientId: '4400123456789012',
      clientSecret: 'FeriaSandboxSecretNotARealSecret',
      name: 'Feria',
      redirectUris: [],
      pkce: 'required',
      scopes: ['offline_access', 'read', 'write'],
      flows: ['authorization_code', 'client_credentials'],
      owner: plain.application.owner,
      webhookUrl: undefined,
      webhookSecret: 'FeriaSandboxWebhookSecretNotARealSecret',
      startUrl: undefined,
    })
    expect(plain.sellers.map(({ siteId }) => siteId)).to.deep.equal([
      'MLA',
      'MLB',
      'MLM',
      'MLU',
      'MLC',
    ])
    expect(plain.url).to.match(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(plain.endpoints).to.deep.equal({
      authorizationEndpoint: `${plain.url}/authorization`,
      tokenEndpoint: `${plain.url}/oauth/token`,
      userInfoEndpoint: `${plain.url}/users/me`,
    })
  })

  it('gives a further application its own id and secret', () => {
    const other = sandbox.addApplication({ name: 'Otra' })

    expect(other.clientId).to.match(/^[1-9]\d{15}$/)
    expect(other.clientSecret).to.match(/^[0-9a-f]{32}$/)
    expect(other.webhookSecret).to.match(/^[0-9a-f]{64}$/)
    expect(() => sandbox.addApplication({ clientId: other.clientId })).to.throw(TypeError)
  })

  it('copies the options it is given', async () => {
    const redirectUris = [redirectUri]
    const copied = sandbox.addApplication({ redirectUris })
    redirectUris.push('https://elsewhere.example/')

    expect(copied.redirectUris).to.deep.equal([redirectUri])
  })

  for (const [name, options] of [
    ['clientId', { applications: [{ clientId: 'feria' }] }],
    ['clientSecret', { applications: [{ clientSecret: '' }] }],
    ['redirectUris', { applications: [{ redirectUris: ['/callback'] }] }],
    ['redirectUris', { applications: [{ redirectUris: ['javascript:alert(1)'] }] }],
    ['redirectUris', { applications: [{ redirectUris: ['https://feria.example/#top'] }] }],
    ['webhookUrl', { applications: [{ webhookUrl: '/hook' }] }],
    ['webhookUrl', { applications: [{ webhookUrl: 'ftp://feria.example/hook' }] }],
    ['webhookUrl', { applications: [{ webhookUrl: 'https://feria.example/hook#top' }] }],
    ['webhookSecret', { applications: [{ webhookSecret: '' }] }],
    ['applications', { applications: [] }],
    ['sellers', { sellers: [] }],
    ['port', { port: 65536 }],
    ['port', { port: Number.NaN }],
    ['startAt', { startAt: new Date(Number.NaN) }],
  ] as const) {
    it(`refuses ${JSON.stringify(options)}`, async () => {
      const error = await rejection(createSandbox(options))

      expect(error).to.be.instanceOf(TypeError)
      expect(error.code).to.equal('ERR_INVALID_ARG_VALUE')
      expect(error.message).to.match(new RegExp(`^"${name}" must be `))
    })
  }

  it('rejects with EADDRINUSE when the port is taken', async () => {
    const port = Number(new URL(sandbox.url).port)

    const error = await rejection(createSandbox({ port }))

    expect(error.code).to.equal('EADDRINUSE')
    expect(error.message).to.equal(
      `the sandbox cannot listen on 127.0.0.1:${port}: the port is taken`,
    )
  })

  describe('approve() and deny()', () => {
    it('return the redirect of the seller', async () => {
      const approved = await sandbox.approve(authorizationUrl(sandbox), { seller: 700300003 })
      const denied = await sandbox.deny(new URL(authorizationUrl(sandbox)))

      expect(approved).to.match(
        /^https:\/\/feria\.example\/callback\?code=TG-[0-9a-f]{24}-700300003&state=state-1$/,
      )
      expect(denied).to.equal(`${redirectUri}?error=access_denied&state=state-1`)
    })

    it('reject what the consent page would refuse', async () => {
      const url = authorizationUrl(sandbox, { response_type: 'token' })

      const errors = [await rejection(sandbox.approve(url)), await rejection(sandbox.deny(url))]

      expect(errors.map(({ message }) => message)).to.deep.equal([
        'response_type has another value. It must be "code".',
        'response_type has another value. It must be "code".',
      ])
    })

    it('reject a URL of another server', async () => {
      const { search } = new URL(authorizationUrl(sandbox))

      const error = await rejection(
        sandbox.approve(`https://auth.mercadopago.com/authorization${search}`),
      )

      expect(error.message).to.equal(
        `"authorizationUrl" must be a URL of this sandbox's ${sandbox.url}/authorization`,
      )
    })

    for (const seller of [1, '1', '', '700100001 ']) {
      it(`reject the unknown seller ${JSON.stringify(seller)}`, async () => {
        const url = authorizationUrl(sandbox)
        for (const response of [sandbox.approve(url, { seller }), sandbox.deny(url, { seller })]) {
          const { message } = await rejection(response)
          expect(message).to.equal('"seller" must be the id of a test seller')
        }
      })
    }

    it('reject a denial that is silent', async () => {
      const silent = await createSandbox({
        applications: [{ redirectUris: [redirectUri] }],
        switches: { denial: 'silent' },
      })
      const error = await rejection(silent.deny(authorizationUrl(silent)))
      await silent.close()

      expect(error.message).to.equal('there is no redirect: the switch "denial" is silent')
    })
  })

  describe('clock', () => {
    it('starts where it is told and moves by the sum of what it is given', () => {
      sandbox.clock.advance({ days: 1, hours: 2, minutes: 3, seconds: 4 })

      const sinceMs = sandbox.clock.now().getTime() - Date.parse('2026-03-10T09:33:04Z')
      expect(sinceMs).to.be.within(0, 10_000)
    })

    for (const from of ['the past', 'the future']) {
      it(`is set to real time, from ${from}`, () => {
        if (from === 'the future') sandbox.clock.advance({ days: 10_000 })

        sandbox.clock.reset()

        expect(sandbox.clock.now().getTime() - Date.now()).to.be.within(-1_000, 1_000)
      })
    }

    it('leaves what was issued under a later time its end', async () => {
      sandbox.clock.reset()
      sandbox.clock.advance({ days: 700 })
      sandbox.switches.inactivity = 'ends'
      const code = await approvedCode(sandbox)
      const { access_token, refresh_token } = Object((await seen(exchange(sandbox, code))).body)
      const late = await approvedCode(sandbox)
      const headers = { authorization: `Bearer ${access_token}` }
      const me = () => fetch(sandbox.endpoints.userInfoEndpoint, { headers })
      const status = async () => (await me()).status

      sandbox.clock.reset()
      const statuses = [await status()]
      sandbox.clock.advance({ days: 879 })
      sandbox.switches.inactivity = 'lives'
      statuses.push(await status())
      sandbox.clock.advance({ days: 1 })
      statuses.push(await status())
      const renewal = { grant_type: 'refresh_token', refresh_token }

      expect(statuses).to.deep.equal([200, 200, 401])
      expect((await exchange(sandbox, late)).status).to.equal(400)
      expect((await postToken(sandbox, renewal)).status).to.equal(400)
    })

    for (const seconds of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      it(`does not move by ${seconds} seconds`, () => {
        expect(() => sandbox.clock.advance({ seconds }))
          .to.throw(RangeError, 'the clock only moves forward')
          .with.property('code', 'ERR_OUT_OF_RANGE')
      })
    }
  })

  describe('withdraw()', () => {
    const me = (token: string): Promise<Response> =>
      fetch(sandbox.endpoints.userInfoEndpoint, { headers: { authorization: `Bearer ${token}` } })

    it('ends codes and tokens of one seller with one application', async () => {
      const code = await approvedCode(sandbox)
      const { access_token, refresh_token } = Object(
        (await seen(exchange(sandbox, await approvedCode(sandbox)))).body,
      )

      await sandbox.withdraw(700100001, sandbox.application.clientId)

      expect((await me(access_token)).status).to.equal(401)
      expect(
        await seen(postToken(sandbox, { grant_type: 'refresh_token', refresh_token })),
      ).to.deep.equal(invalidGrant)
      expect(await seen(exchange(sandbox, code))).to.deep.equal(invalidGrant)
    })

    it('leaves other sellers and other applications alone', async () => {
      const other = sandbox.addApplication({})
      const back = await sandbox.approve(authorizationUrl(sandbox), { seller: 700200002 })
      const theirs = await tokenOf(exchange(sandbox, parameter(back, 'code')), 'access_token')
      const ours = await tokenOf(exchange(sandbox, await approvedCode(sandbox)), 'access_token')

      await sandbox.withdraw(700100001, other.clientId)
      expect((await me(ours)).status).to.equal(200)
      await sandbox.withdraw(700100001)

      expect((await me(ours)).status).to.equal(401)
      expect((await me(theirs)).status).to.equal(200)
    })

    it('takes the id as text, as do approve() and deny()', async () => {
      const seller = '700200002'
      const url = authorizationUrl(sandbox)
      const code = parameter(await sandbox.approve(url, { seller }), 'code')
      const denied = await sandbox.deny(url, { seller })
      const connected = sandbox.state().connections.map(({ sellerId }) => sellerId)

      await sandbox.withdraw(seller)

      expect(code).to.match(/-700200002$/)
      expect(parameter(denied, 'error')).to.equal('access_denied')
      expect([connected, sandbox.state().connections]).to.deep.equal([[700200002], []])
    })

    it('rejects an unknown seller', async () => {
      const error = await rejection(sandbox.withdraw(1))

      expect(error.message).to.equal('"seller" must be the id of a test seller')
    })
  })

  describe('requests', () => {
    it('lists the requests and the responses', async () => {
      const code = await approvedCode(sandbox)
      await fetch(authorizationUrl(sandbox, { response_type: 'token' }))
      await exchange(sandbox, code)
      await exchange(sandbox, code)
      await fetch(sandbox.endpoints.userInfoEndpoint)
      await fetch(`${sandbox.url}/assets/pico.css`)

      const { clientId } = sandbox.application
      const grantType = 'authorization_code'
      const sellerId = 700100001
      expect(sandbox.requests.map(({ at, ...rest }) => rest)).to.deep.equal([
        {
          method: 'GET',
          path: '/authorization',
          status: 400,
          clientId,
          error: 'response_type',
          explanation: 'response_type has another value. It must be "code".',
        },
        { method: 'POST', path: '/oauth/token', status: 200, grantType, clientId, sellerId },
        {
          method: 'POST',
          path: '/oauth/token',
          status: 400,
          grantType,
          clientId,
          error: 'invalid_grant',
        },
        { method: 'GET', path: '/users/me', status: 401, error: 'unauthorized' },
      ])
    })

    it('dates by the clock', async () => {
      sandbox.clock.advance({ days: 100 })
      const before = sandbox.clock.now()
      await postToken(sandbox, {})
      const after = sandbox.clock.now()

      expect(sandbox.requests[0]?.at).to.be.within(before, after)
    })

    it('holds no secret, code, verifier, state or token, wherever they were sent', async () => {
      const { clientSecret } = sandbox.application
      const code = await approvedCode(sandbox)
      const tokens = Object((await seen(exchange(sandbox, code))).body)
      const { access_token, refresh_token } = tokens
      await fetch(authorizationUrl(sandbox))
      await fetch(`${sandbox.url}/users/me/${access_token}?token=${access_token}`)
      await postToken(sandbox, { grant_type: refresh_token, client_id: clientSecret })
      await postToken(sandbox, { grant_type: 'refresh_token', refresh_token })

      const log = JSON.stringify(sandbox.requests)
      const secrets = [clientSecret, code, codeVerifier, 'state-1', access_token, refresh_token]
      expect(sandbox.requests).to.have.length(4)
      expect(secrets.filter((secret) => log.includes(secret))).to.deep.equal([])
    })

    it('keeps the last thousand', async () => {
      for (let index = 0; index < 1010; index += 1) {
        await fetch(sandbox.endpoints.userInfoEndpoint)
      }

      expect(sandbox.requests).to.have.length(1000)
    })
  })

  it('keeps idle connections open: a busy client may be about to use one', async () => {
    const { headers } = await fetch(sandbox.url)

    // A server that ends them says after how many seconds: timeout=5.
    expect([headers.get('connection'), headers.get('keep-alive')]).to.deep.equal([
      'keep-alive',
      null,
    ])
  })

  describe('close()', () => {
    it('ends idle connections and can be called twice', async () => {
      const { port } = new URL(sandbox.url)
      const idle = connect(Number(port), '127.0.0.1')
      await once(idle, 'connect')
      idle.resume()

      const ended = once(idle, 'close')
      await sandbox.close()
      await ended
      await sandbox.close()

      const error = await rejection(fetch(sandbox.url))
      expect(error.cause).to.have.property('code', 'ECONNREFUSED')
    })
  })
})
