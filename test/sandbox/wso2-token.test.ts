import { expect } from 'chai'
import { createWso2Sandbox, type Wso2Sandbox } from 'mercadopago-oauth-sandbox'
import { redirectUri, seen } from './wire.ts'
import {
  approvedCode,
  authorizationUrl,
  basic,
  exchange,
  linkedTokens,
  post,
  refusal,
  renew,
  tokensOf,
  userInfo,
} from './wso2-wire.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const invalidClient = refusal('invalid_client', 'Client Authentication failed.', 401)
const invalidToken = refusal('invalid_token', 'The access token is not active.', 401)
const invalidCode = refusal('invalid_grant', 'Invalid authorization code.')
const inactiveCode = refusal('invalid_grant', 'Inactive authorization code.')
const deadCode = refusal('invalid_grant', 'Expired or Revoked authorization code.')
const pkceFailed = refusal('invalid_grant', 'PKCE validation failed.')
const inactiveRefreshToken = refusal('invalid_grant', 'Inactive refresh token.')
const now = new Date('2026-03-09T07:30:00Z')

async function membersOf(response: Response): Promise<Record<string, unknown>> {
  return (await response.json()) as Record<string, unknown>
}

describe('WSO2 sandbox: tokens', () => {
  let sandbox: Wso2Sandbox

  beforeEach(async () => {
    sandbox = await createWso2Sandbox({
      applications: [{ redirectUris: [redirectUri] }],
      startAt: now,
    })
  })

  afterEach(() => sandbox.close())

  async function profileStatus(accessToken: string): Promise<number> {
    return (await userInfo(sandbox, accessToken)).status
  }

  describe('a code', () => {
    it('gives tokens as WSO2 names them', async () => {
      const response = await exchange(sandbox, await approvedCode(sandbox))
      const { access_token, refresh_token, id_token, ...rest } = await membersOf(response)

      expect([response.status, response.headers.get('cache-control')]).to.deep.equal([
        200,
        'no-store',
      ])
      expect(access_token).to.match(uuid)
      expect(refresh_token).to.match(uuid).and.not.equal(access_token)
      expect(id_token).to.match(/^[\w-]+\.[\w-]+\.[\w-]+$/)
      expect(rest).to.deep.equal({ token_type: 'Bearer', expires_in: 3600, scope: 'openid' })
    })

    it('gives no ID token without openid, and no refresh token without its grant type', async () => {
      sandbox.application.grantTypes = ['authorization_code']
      const code = await approvedCode(sandbox, { scope: undefined })
      const { access_token, ...rest } = await membersOf(await exchange(sandbox, code))

      expect(access_token).to.match(uuid)
      expect(rest).to.deep.equal({ token_type: 'Bearer', expires_in: 3600 })
    })

    it('lives for 300 seconds', async () => {
      const [one, other] = [await approvedCode(sandbox), await approvedCode(sandbox)]
      sandbox.clock.advance({ seconds: 290 })
      const inTime = await exchange(sandbox, one)
      sandbox.clock.advance({ seconds: 10 })

      expect(inTime.status).to.equal(200)
      expect(await seen(exchange(sandbox, other))).to.deep.equal(deadCode)
    })

    it('is not known', async () => {
      expect(await seen(exchange(sandbox, 'made-up'))).to.deep.equal(invalidCode)
    })

    it('of another application is not known, and not harmed', async () => {
      const other = sandbox.addApplication({ redirectUris: [redirectUri] })
      const code = await approvedCode(sandbox)

      expect(await seen(exchange(sandbox, code, {}, basic(other)))).to.deep.equal(invalidCode)
      expect((await exchange(sandbox, code)).status).to.equal(200)
    })

    it('works once, and its reuse ends what came of it, renewed or not', async () => {
      const code = await approvedCode(sandbox)
      const first = await tokensOf(exchange(sandbox, code))
      const renewed = await tokensOf(renew(sandbox, first.refresh_token))
      const before = await profileStatus(renewed.access_token)

      expect(await seen(exchange(sandbox, code))).to.deep.equal(inactiveCode)
      expect([before, await profileStatus(renewed.access_token)]).to.deep.equal([200, 401])
      expect(await seen(renew(sandbox, renewed.refresh_token))).to.deep.equal(inactiveRefreshToken)
    })

    it('leaves the tokens of another consent alone when it is reused', async () => {
      const other = await linkedTokens(sandbox)
      const code = await approvedCode(sandbox)
      await exchange(sandbox, code)
      await exchange(sandbox, code)

      expect(await profileStatus(other.access_token)).to.equal(200)
    })

    for (const [what, fields, expected] of [
      [
        'another redirect URI',
        { redirect_uri: `${redirectUri}/` },
        refusal('invalid_grant', 'redirect_uri differs from the authorization request.'),
      ],
      [
        'no redirect URI',
        { redirect_uri: undefined },
        refusal('invalid_grant', 'redirect_uri differs from the authorization request.'),
      ],
      ['a wrong verifier', { code_verifier: 'w'.repeat(43) }, pkceFailed],
      ['a verifier that is too short', { code_verifier: 'w' }, pkceFailed],
      [
        'no verifier',
        { code_verifier: undefined },
        refusal(
          'invalid_grant',
          'No code_verifier was found, and PKCE is mandatory for this application.',
        ),
      ],
    ] as const) {
      it(`is burnt by ${what}: the right request comes too late`, async () => {
        const code = await approvedCode(sandbox)

        expect(await seen(exchange(sandbox, code, fields))).to.deep.equal(expected)
        expect(await seen(exchange(sandbox, code))).to.deep.equal(deadCode)
      })
    }

    it('that is bound to a challenge wants its verifier where PKCE is optional, too', async () => {
      sandbox.application.pkceMandatory = false
      const code = await approvedCode(sandbox)

      expect(await seen(exchange(sandbox, code, { code_verifier: undefined }))).to.deep.equal(
        refusal(
          'invalid_grant',
          'The code_verifier is empty, and this code is bound to a code_challenge.',
        ),
      )
    })

    it('without a challenge takes no verifier', async () => {
      sandbox.application.pkceMandatory = false
      const none = { code_challenge: undefined, code_challenge_method: undefined }
      const [one, other] = [await approvedCode(sandbox, none), await approvedCode(sandbox, none)]

      expect((await exchange(sandbox, one, { code_verifier: undefined })).status).to.equal(200)
      expect(await seen(exchange(sandbox, other))).to.deep.equal(pkceFailed)
    })
  })

  describe('the client', () => {
    for (const [what, credentials] of [
      ['a wrong secret', { clientId: 'FeriaWso2ClientKeyForTests', clientSecret: 'wrong' }],
      ['an unknown client', { clientId: 'nobody', clientSecret: 'FeriaWso2SecretNotARealSecret' }],
      ['nothing in the header', { clientId: '', clientSecret: '' }],
    ] as const) {
      it(`is refused for ${what}, with 401, and the code survives`, async () => {
        const code = await approvedCode(sandbox)
        const response = await exchange(sandbox, code, {}, basic(credentials))

        expect(response.headers.get('www-authenticate')).to.equal('Basic realm="WSO2 sandbox"')
        expect(await seen(Promise.resolve(response))).to.deep.equal(invalidClient)
        expect((await exchange(sandbox, code)).status).to.equal(200)
      })
    }

    for (const authorization of ['', 'Basic', 'Basic ###', 'Basic bm8tY29sb24=', 'Bearer a']) {
      it(`is refused for the header ${JSON.stringify(authorization)}`, async () => {
        const headers = authorization === '' ? {} : { authorization }

        expect(await seen(exchange(sandbox, 'code', {}, headers))).to.deep.equal(invalidClient)
      })
    }

    it('is form-encoded inside HTTP Basic', async () => {
      const secret = 'a secret & of+the %application: ñ'
      const odd = sandbox.addApplication({ clientId: 'a:b', clientSecret: secret })
      const encoded = (text: string) => new URLSearchParams([['', text]]).toString().slice(1)
      const headers = basic({ clientId: encoded(odd.clientId), clientSecret: encoded(secret) })

      expect(await seen(exchange(sandbox, 'made-up', {}, headers))).to.deep.equal(invalidCode)
    })

    it('may not use two methods at once', async () => {
      const { clientId: client_id, clientSecret: client_secret } = sandbox.application
      const code = await approvedCode(sandbox)

      expect(await seen(exchange(sandbox, code, { client_id, client_secret }))).to.deep.equal(
        refusal('invalid_request', 'The client authenticates with two methods at once.'),
      )
    })

    it('may name itself in the form beside HTTP Basic', async () => {
      const { clientId: client_id } = sandbox.application

      expect((await exchange(sandbox, await approvedCode(sandbox), { client_id })).status).to.equal(
        200,
      )
    })

    it('is read from the form only where that is switched on', async () => {
      const options = { applications: [{ redirectUris: [redirectUri] }], clientSecretPost: true }
      const open = await createWso2Sandbox(options)
      const fields = { client_id: open.application.clientId, client_secret: 'wrong' }
      const right = { ...fields, client_secret: open.application.clientSecret }
      const code = await approvedCode(open)
      const responses = [
        await seen(exchange(open, code, fields, {})),
        (await exchange(open, code, right, {})).status,
        await seen(exchange(sandbox, await approvedCode(sandbox), right, {})),
      ]
      await open.close()

      expect(responses).to.deep.equal([invalidClient, 200, invalidClient])
    })
  })

  describe('a request', () => {
    for (const [what, fields, expected] of [
      [
        'no grant type',
        { grant_type: undefined },
        refusal('invalid_request', 'grant_type is missing.'),
      ],
      [
        'an unknown grant type',
        { grant_type: 'magic' },
        refusal('unsupported_grant_type', 'The server does not know this grant type.'),
      ],
      [
        'a grant type that is not ticked',
        { grant_type: 'client_credentials' },
        refusal('unauthorized_client', 'The application may not use this grant type.'),
      ],
      ['no code', { code: undefined }, refusal('invalid_request', 'code is missing.')],
      ['an empty code', { code: '' }, refusal('invalid_request', 'code is missing.')],
    ] as const) {
      it(`is refused for ${what}`, async () => {
        expect(await seen(exchange(sandbox, 'made-up', fields))).to.deep.equal(expected)
      })
    }

    it('is refused for a repeated field, another content type, and a body that is too large', async () => {
      const send = (body: string, type = 'application/x-www-form-urlencoded') =>
        seen(
          fetch(sandbox.endpoints.tokenEndpoint, {
            method: 'POST',
            body,
            headers: { ...basic(sandbox.application), 'content-type': type },
          }),
        )

      expect(await send('grant_type=authorization_code&code=a&code=b')).to.deep.equal(
        refusal('invalid_request', 'code is repeated.'),
      )
      expect(await send('{"grant_type":"authorization_code"}', 'application/json')).to.deep.equal(
        refusal('invalid_request', 'grant_type is missing.'),
      )
      expect(await send(`a=${'b'.repeat(70_000)}`)).to.deep.equal(
        refusal('invalid_request', 'The body is not a readable form.', 413),
      )
    })

    it('comes by POST', async () => {
      expect((await fetch(sandbox.endpoints.tokenEndpoint)).status).to.equal(405)
    })

    it('of the application itself gets a token without a refresh token', async () => {
      sandbox.application.grantTypes.push('client_credentials')
      const fields = { grant_type: 'client_credentials' }
      const response = await post(sandbox, sandbox.endpoints.tokenEndpoint, fields)
      const { access_token, ...rest } = await membersOf(response)

      expect(rest).to.deep.equal({ token_type: 'Bearer', expires_in: 3600 })
      expect(await profileStatus(String(access_token))).to.equal(403)
    })
  })

  describe('a refresh token', () => {
    it('is replaced when it is used, and the access token with it', async () => {
      const first = await linkedTokens(sandbox)
      const second = await tokensOf(renew(sandbox, first.refresh_token))

      expect(second.refresh_token).to.match(uuid).and.not.equal(first.refresh_token)
      expect(second.access_token).to.match(uuid).and.not.equal(first.access_token)
      expect(await seen(renew(sandbox, first.refresh_token))).to.deep.equal(inactiveRefreshToken)
      expect(await profileStatus(first.access_token)).to.equal(401)
      expect(await profileStatus(second.access_token)).to.equal(200)
      expect((await renew(sandbox, second.refresh_token)).status).to.equal(200)
    })

    it('lives for a day from its own issue', async () => {
      const { refresh_token } = await linkedTokens(sandbox)
      sandbox.clock.advance({ hours: 23 })
      const next = await tokensOf(renew(sandbox, refresh_token))
      sandbox.clock.advance({ hours: 24 })

      expect(await seen(renew(sandbox, next.refresh_token))).to.deep.equal(
        refusal('invalid_grant', 'Refresh token is expired.'),
      )
    })

    it('is not known, or of another application', async () => {
      const other = sandbox.addApplication({})
      const { refresh_token } = await linkedTokens(sandbox)
      const invalid = refusal('invalid_grant', 'Invalid refresh token.')

      expect(await seen(renew(sandbox, 'made-up'))).to.deep.equal(invalid)
      expect(await seen(renew(sandbox, refresh_token, {}, basic(other)))).to.deep.equal(invalid)
      expect((await renew(sandbox, refresh_token)).status).to.equal(200)
    })

    it('gives no more scope than was allowed', async () => {
      const { refresh_token } = await linkedTokens(sandbox)

      expect(await seen(renew(sandbox, refresh_token, { scope: 'openid email' }))).to.deep.equal(
        refusal('invalid_scope', 'The scope exceeds the granted scope.'),
      )
      expect((await renew(sandbox, refresh_token, { scope: 'openid' })).status).to.equal(200)
    })
  })

  describe('the profile', () => {
    it('tells the claims that the application lists', async () => {
      const { access_token } = await linkedTokens(sandbox)
      const all = await seen(userInfo(sandbox, access_token))
      sandbox.application.claims = ['email']

      expect(all).to.deep.equal({
        status: 200,
        body: {
          sub: '3d9e8f10-0a41-4b7e-9c36-5f1d2c7a6b01',
          preferred_username: 'ana',
          name: 'Ana Benítez',
          given_name: 'Ana',
          family_name: 'Benítez',
          email: 'ana@shop.example',
        },
      })
      expect(await seen(userInfo(sandbox, access_token))).to.deep.equal({
        status: 200,
        body: { sub: '3d9e8f10-0a41-4b7e-9c36-5f1d2c7a6b01', email: 'ana@shop.example' },
      })
    })

    it('is refused to what is no access token, and to one that has ended', async () => {
      const { access_token, refresh_token } = await linkedTokens(sandbox)
      const response = await userInfo(sandbox, 'made-up')
      const byRefreshToken = await seen(userInfo(sandbox, refresh_token))
      sandbox.clock.advance({ seconds: 3600 })

      expect(response.headers.get('www-authenticate')).to.equal('Bearer error="invalid_token"')
      expect(await seen(Promise.resolve(response))).to.deep.equal(invalidToken)
      expect(byRefreshToken).to.deep.equal(invalidToken)
      expect(await seen(userInfo(sandbox, access_token))).to.deep.equal(invalidToken)
      expect(await seen(fetch(sandbox.endpoints.userInfoEndpoint))).to.deep.equal(invalidToken)
    })

    it('needs the scope openid', async () => {
      const { access_token } = await linkedTokens(sandbox, { scope: 'email' })
      const response = await userInfo(sandbox, access_token)

      expect(response.headers.get('www-authenticate')).to.equal('Bearer error="insufficient_scope"')
      expect(await seen(Promise.resolve(response))).to.deep.equal(
        refusal('insufficient_scope', 'The access token does not have the scope openid.', 403),
      )
    })
  })

  describe('a revocation', () => {
    function revoke(token: string, headers?: Record<string, string>): Promise<Response> {
      return post(sandbox, sandbox.endpoints.revocationEndpoint, { token }, headers)
    }

    it('of a refresh token takes the access tokens along', async () => {
      const first = await linkedTokens(sandbox)
      const second = await tokensOf(renew(sandbox, first.refresh_token))

      expect((await revoke(second.refresh_token)).status).to.equal(200)
      expect(await profileStatus(second.access_token)).to.equal(401)
      expect(await seen(renew(sandbox, second.refresh_token))).to.deep.equal(inactiveRefreshToken)
    })

    it('of an access token leaves the refresh token', async () => {
      const { access_token, refresh_token } = await linkedTokens(sandbox)

      expect((await revoke(access_token)).status).to.equal(200)
      expect(await profileStatus(access_token)).to.equal(401)
      expect((await renew(sandbox, refresh_token)).status).to.equal(200)
    })

    it('of a token that nobody knows is no error', async () => {
      expect((await revoke('made-up')).status).to.equal(200)
    })

    it('by another application changes nothing', async () => {
      const other = basic(sandbox.addApplication({}))
      const { access_token, refresh_token } = await linkedTokens(sandbox)
      await revoke(refresh_token, other)
      await revoke(access_token, other)

      expect(await profileStatus(access_token)).to.equal(200)
      expect((await renew(sandbox, refresh_token)).status).to.equal(200)
    })

    it('needs the application, and a token', async () => {
      const { refresh_token } = await linkedTokens(sandbox)

      expect(await seen(revoke(refresh_token, {}))).to.deep.equal(invalidClient)
      expect(await seen(revoke(''))).to.deep.equal(refusal('invalid_request', 'token is missing.'))
      expect((await renew(sandbox, refresh_token)).status).to.equal(200)
    })
  })

  describe('an introspection', () => {
    function introspect(token: string, headers?: Record<string, string>): Promise<Response> {
      return post(sandbox, sandbox.endpoints.introspectionEndpoint, { token }, headers)
    }

    it('tells whose a live token is, and until when', async () => {
      const { access_token, refresh_token } = await linkedTokens(sandbox)
      const issued = await membersOf(await introspect(access_token))
      const renewable = await membersOf(await introspect(refresh_token))

      expect(issued).to.deep.equal({
        active: true,
        token_type: 'Bearer',
        client_id: 'FeriaWso2ClientKeyForTests',
        scope: 'openid',
        sub: '3d9e8f10-0a41-4b7e-9c36-5f1d2c7a6b01',
        username: 'ana',
        iat: issued.iat,
        exp: Number(issued.iat) + 3600,
      })
      expect(issued.iat).to.be.within(now.getTime() / 1000, now.getTime() / 1000 + 60)
      expect(renewable.exp).to.equal(Number(renewable.iat) + 86_400)
    })

    it('tells nothing of any other', async () => {
      const { access_token, refresh_token } = await linkedTokens(sandbox)
      sandbox.clock.advance({ days: 1 })

      for (const token of [access_token, refresh_token, 'made-up']) {
        expect(await (await introspect(token)).json()).to.deep.equal({ active: false })
      }
    })

    it('is for applications, or, where that is switched, for the administrator', async () => {
      const options = {
        applications: [{ redirectUris: [redirectUri] }],
        introspector: 'administrator' as const,
      }
      const strict = await createWso2Sandbox(options)
      const url = strict.endpoints.introspectionEndpoint
      const { access_token: token } = await linkedTokens(strict)
      const admin = basic({ clientId: 'admin', clientSecret: 'admin' })
      const responses = [
        (await post(strict, url, { token }, admin)).status,
        (await post(strict, url, { token })).status,
        (await introspect('made-up', admin)).status,
      ]
      await strict.close()

      expect(responses).to.deep.equal([200, 401, 401])
    })
  })

  it('a denial gives no code', async () => {
    const back = new URL(await sandbox.deny(authorizationUrl(sandbox)))

    expect(Object.fromEntries(back.searchParams)).to.deep.equal({
      error: 'access_denied',
      error_description: 'The user denied the consent.',
      state: 'state-1',
    })
  })
})
