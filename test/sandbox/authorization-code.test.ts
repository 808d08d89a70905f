import { createHash } from 'node:crypto'
import { expect } from 'chai'
import { createSandbox, type Sandbox } from 'mercadopago-oauth-sandbox'
import {
  approvedCode,
  codeVerifier,
  exchange,
  invalidGrant,
  redirectUri,
  refusal,
  seen,
} from './wire.ts'

const withoutPkce = { code_challenge: undefined, code_challenge_method: undefined }

describe('sandbox: grant authorization_code', () => {
  let sandbox: Sandbox

  beforeEach(async () => {
    sandbox = await createSandbox({
      applications: [{ clientId: '1234567890123456', redirectUris: [redirectUri] }],
      startAt: new Date('2026-03-09T07:30:00Z'),
    })
  })

  afterEach(() => sandbox.close())

  it('responds with exactly these fields', async () => {
    const response = await exchange(sandbox, await approvedCode(sandbox))
    const body: unknown = await response.json()

    expect(response.status).to.equal(200)
    const { access_token, refresh_token, public_key, ...rest } = Object(body)
    expect(access_token).to.match(/^APP_USR-1234567890123456-030907-[0-9a-f]{32}-700100001$/)
    expect(refresh_token).to.match(/^TG-[0-9a-f]{24}-700100001$/)
    expect(public_key).to.match(/^APP_USR-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    expect(rest).to.deep.equal({
      token_type: 'Bearer',
      expires_in: 15552000,
      scope: 'offline_access read write',
      user_id: 700100001,
      live_mode: true,
    })
  })

  it('reads JSON, and ignores headers and fields that nobody asked for', async () => {
    const { clientId, clientSecret } = sandbox.application
    const code = await approvedCode(sandbox)

    const response = await fetch(sandbox.endpoints.tokenEndpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: 'Bearer APP_USR-something',
        'x-idempotency-key': '7c9e6679-7425-40de-944b-e07fc1f90ae7',
      },
      body: JSON.stringify({
        grant_type: 'authorization_code',
        client_id: clientId,
        client_secret: clientSecret,
        code,
        redirect_uri: redirectUri,
        code_verifier: codeVerifier,
        state: { anything: [1] },
      }),
    })

    expect(response.status).to.equal(200)
  })

  it('gives no refresh token without offline_access', async () => {
    sandbox.application.scopes = ['write', 'read']

    const { status, body } = await seen(exchange(sandbox, await approvedCode(sandbox)))

    expect(status).to.equal(200)
    expect(body).to.have.property('scope', 'write read')
    expect(body).to.not.have.property('refresh_token')
  })

  it('fixes the scopes at consent', async () => {
    const code = await approvedCode(sandbox)
    sandbox.application.scopes = ['read']

    const { body } = await seen(exchange(sandbox, code))

    expect(body).to.have.property('scope', 'offline_access read write')
  })

  for (const test_token of [true, 'true']) {
    it(`gives test credentials for test_token ${JSON.stringify(test_token)}`, async () => {
      const { clientId, clientSecret } = sandbox.application
      const code = await approvedCode(sandbox)

      const response = fetch(sandbox.endpoints.tokenEndpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          grant_type: 'authorization_code',
          client_id: clientId,
          client_secret: clientSecret,
          code,
          redirect_uri: redirectUri,
          code_verifier: codeVerifier,
          test_token,
        }),
      })

      const { access_token, public_key, live_mode } = Object((await seen(response)).body)
      expect(access_token).to.match(/^TEST-1234567890123456-030907-[0-9a-f]{32}-700100001$/)
      expect(public_key).to.match(/^TEST-[0-9a-f-]{36}$/)
      expect(live_mode).to.equal(false)
    })
  }

  it('gives production credentials for test_token false', async () => {
    const code = await approvedCode(sandbox)

    const { body } = await seen(exchange(sandbox, code, { test_token: 'false' }))

    expect(body).to.have.property('live_mode', true)
  })

  it('takes a code once', async () => {
    const code = await approvedCode(sandbox)

    const first = await exchange(sandbox, code)

    expect(first.status).to.equal(200)
    expect(await seen(exchange(sandbox, code))).to.deep.equal(invalidGrant)
  })

  it('takes one of two exchanges at the same time', async () => {
    const code = await approvedCode(sandbox)

    const responses = await Promise.all([exchange(sandbox, code), exchange(sandbox, code)])

    expect(responses.map(({ status }) => status).sort()).to.deep.equal([200, 400])
  })

  it('takes a code of 9:59 minutes', async () => {
    const code = await approvedCode(sandbox)
    sandbox.clock.advance({ minutes: 9, seconds: 59 })

    const response = await exchange(sandbox, code)

    expect(response.status).to.equal(200)
  })

  it('refuses a code of 10:00 minutes', async () => {
    const code = await approvedCode(sandbox)
    sandbox.clock.advance({ minutes: 10 })

    expect(await seen(exchange(sandbox, code))).to.deep.equal(invalidGrant)
  })

  it('refuses a code that never was', async () => {
    const code = 'TG-0123456789abcdef01234567-700100001'

    expect(await seen(exchange(sandbox, code))).to.deep.equal(invalidGrant)
  })

  it("refuses another application's code, which its own can still use", async () => {
    const other = sandbox.addApplication({ redirectUris: [redirectUri] })
    const code = await approvedCode(sandbox)

    const theirs = exchange(sandbox, code, {
      client_id: other.clientId,
      client_secret: other.clientSecret,
    })

    expect(await seen(theirs)).to.deep.equal(invalidGrant)
    expect((await exchange(sandbox, code)).status).to.equal(200)
  })

  for (const [what, fields] of [
    ['redirect_uri', { redirect_uri: `${redirectUri}/` }],
    ['code_verifier', { code_verifier: 'a'.repeat(43) }],
    ['code_verifier that is too short', { code_verifier: 'a'.repeat(42) }],
  ] as const) {
    it(`refuses a wrong ${what}, and the code is spent`, async () => {
      const code = await approvedCode(sandbox)

      expect(await seen(exchange(sandbox, code, fields))).to.deep.equal(invalidGrant)
      expect(await seen(exchange(sandbox, code))).to.deep.equal(invalidGrant)
    })
  }

  it('refuses a registered redirect_uri that is not the one of the consent', async () => {
    sandbox.application.redirectUris.push('https://feria.example/other')
    const code = await approvedCode(sandbox)

    expect(
      await seen(exchange(sandbox, code, { redirect_uri: 'https://feria.example/other' })),
    ).to.deep.equal(invalidGrant)
  })

  it('does not spend the code when a parameter is missing', async () => {
    const code = await approvedCode(sandbox)
    await exchange(sandbox, code, { code_verifier: undefined })

    const response = await exchange(sandbox, code)

    expect(response.status).to.equal(200)
  })

  it('wants the verifier of a challenge also where PKCE is optional', async () => {
    sandbox.application.pkce = 'optional'
    const code = await approvedCode(sandbox)

    expect(await seen(exchange(sandbox, code, { code_verifier: undefined }))).to.deep.equal(
      refusal('invalid_request', 'code_verifier is a required parameter'),
    )
  })

  it('wants a verifier when PKCE was switched on after the consent', async () => {
    sandbox.application.pkce = 'optional'
    const code = await approvedCode(sandbox, withoutPkce)
    sandbox.application.pkce = 'required'

    expect(await seen(exchange(sandbox, code, { code_verifier: undefined }))).to.deep.equal(
      refusal('invalid_request', 'code_verifier is a required parameter'),
    )
  })

  it('refuses a verifier of 42 characters, although it belongs to the challenge', async () => {
    const verifier = 'a'.repeat(42)
    const code_challenge = createHash('sha256').update(verifier).digest('base64url')
    const code = await approvedCode(sandbox, { code_challenge })

    expect(await seen(exchange(sandbox, code, { code_verifier: verifier }))).to.deep.equal(
      invalidGrant,
    )
  })

  it('wants no verifier where there was no challenge', async () => {
    sandbox.application.pkce = 'optional'
    const code = await approvedCode(sandbox, withoutPkce)

    const response = await exchange(sandbox, code, { code_verifier: undefined })

    expect(response.status).to.equal(200)
  })

  it('refuses a verifier where there was no challenge', async () => {
    sandbox.application.pkce = 'optional'
    const code = await approvedCode(sandbox, withoutPkce)

    expect(await seen(exchange(sandbox, code))).to.deep.equal(invalidGrant)
  })

  for (const method of ['plain', 'Plain', undefined]) {
    it(`compares a challenge by ${method ?? 'no method'} as it is`, async () => {
      const plain = { code_challenge: 'p'.repeat(43), code_challenge_method: method }
      const right = await approvedCode(sandbox, plain)
      const wrong = await approvedCode(sandbox, plain)

      const taken = await exchange(sandbox, right, { code_verifier: 'p'.repeat(43) })

      expect(taken.status).to.equal(200)
      expect(await seen(exchange(sandbox, wrong, { code_verifier: 'q'.repeat(43) }))).to.deep.equal(
        invalidGrant,
      )
    })
  }
})
