import { expect } from 'chai'
import { createWso2Sandbox, type Wso2Sandbox } from 'mercadopago-oauth-sandbox'
import { rejection } from '../helpers/errors.ts'
import { codeChallenge, codeVerifier, parameter, redirectUri, seen } from './wire.ts'
import { approvedCode, authorizationUrl, exchange, redirected, userInfo } from './wso2-wire.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

describe('createWso2Sandbox()', () => {
  it('has one application, three users and local addresses by default', async () => {
    const sandbox = await createWso2Sandbox()
    await sandbox.close()

    expect(sandbox.application).to.deep.equal({
      clientId: 'FeriaWso2ClientKeyForTests',
      clientSecret: 'FeriaWso2SecretNotARealSecret',
      name: 'Feria',
      redirectUris: [],
      pkceMandatory: true,
      supportPlain: false,
      grantTypes: ['authorization_code', 'refresh_token'],
      claims: ['preferred_username', 'name', 'given_name', 'family_name', 'email'],
    })
    expect(sandbox.users.map(({ claims }) => claims.preferred_username)).to.deep.equal([
      'ana',
      'joao',
      'lupe',
    ])
    expect(sandbox.url).to.match(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(sandbox.baseUrl).to.equal(sandbox.url)
    expect(sandbox.issuer).to.equal(`${sandbox.url}/oauth2/token`)
    expect(sandbox.endpoints).to.deep.equal({
      authorizationEndpoint: `${sandbox.url}/oauth2/authorize`,
      tokenEndpoint: `${sandbox.url}/oauth2/token`,
      revocationEndpoint: `${sandbox.url}/oauth2/revoke`,
      introspectionEndpoint: `${sandbox.url}/oauth2/introspect`,
      userInfoEndpoint: `${sandbox.url}/oauth2/userinfo`,
    })
  })

  it('gives a further application its own key and secret', async () => {
    const sandbox = await createWso2Sandbox()
    const other = sandbox.addApplication({ name: 'Otra' })
    await sandbox.close()

    expect(other.clientId).to.match(/^[0-9a-f]{28}$/)
    expect(other.clientSecret).to.match(/^[0-9a-f]{28}$/)
    expect(() => sandbox.addApplication({ clientId: other.clientId })).to.throw(
      TypeError,
      '"clientId" must be unique',
    )
  })

  it('puts a tenant between the base URL and the endpoints', async () => {
    const sandbox = await createWso2Sandbox({ tenant: 'shop.example' })
    const found = await fetch(`${sandbox.issuer}/.well-known/openid-configuration`)
    const outside = await fetch(`${sandbox.baseUrl}/oauth2/token/.well-known/openid-configuration`)
    await sandbox.close()

    expect(sandbox.url).to.equal(`${sandbox.baseUrl}/t/shop.example`)
    expect(sandbox.issuer).to.equal(`${sandbox.url}/oauth2/token`)
    expect([found.status, outside.status]).to.deep.equal([200, 404])
    expect(await found.json()).to.include({
      issuer: sandbox.issuer,
      token_endpoint: sandbox.endpoints.tokenEndpoint,
    })
  })

  for (const [name, options] of [
    ['clientId', { applications: [{ clientId: '' }] }],
    ['clientSecret', { applications: [{ clientSecret: '' }] }],
    ['redirectUris', { applications: [{ redirectUris: ['/callback'] }] }],
    ['pkceMandatory', { applications: [{ pkceMandatory: 'yes' as never }] }],
    ['supportPlain', { applications: [{ supportPlain: 1 as never }] }],
    ['grantTypes', { applications: [{ grantTypes: ['password' as never] }] }],
    ['claims', { applications: [{ claims: [''] }] }],
    ['applications', { applications: [] }],
    ['users', { users: [] }],
    ['users', { users: [{ sub: '', claims: {} }] }],
    ['tenant', { tenant: '../carbon' }],
    ['introspector', { introspector: 'anybody' as never }],
    ['port', { port: 65536 }],
    ['startAt', { startAt: new Date(Number.NaN) }],
  ] as const) {
    it(`refuses ${JSON.stringify(options)}`, async () => {
      const error = await rejection(createWso2Sandbox(options), TypeError)

      expect(error).to.have.property('code', 'ERR_INVALID_ARG_VALUE')
      expect(error.message).to.match(new RegExp(`^"${name}" must be `))
    })
  }

  it('rejects with EADDRINUSE when the port is taken', async () => {
    const sandbox = await createWso2Sandbox()
    const port = Number(new URL(sandbox.url).port)
    const error = await rejection(createWso2Sandbox({ port }), Error)
    await sandbox.close()

    expect(error).to.have.property('code', 'EADDRINUSE')
  })

  it('knows only its own users and its own authorization URL', async () => {
    const sandbox = await createWso2Sandbox({ applications: [{ redirectUris: [redirectUri] }] })
    const url = authorizationUrl(sandbox)
    const stranger = await rejection(sandbox.approve(url, { user: 'nobody' }), TypeError)
    const elsewhere = await rejection(sandbox.approve('https://login.example/'), TypeError)
    await sandbox.close()

    expect(stranger.message).to.equal('"user" must be the sub of a test user')
    expect(elsewhere.message).to.match(/^"authorizationUrl" must be a URL of this server's /)
  })
})

describe('WSO2 sandbox: the authorization endpoint', () => {
  let sandbox: Wso2Sandbox

  beforeEach(async () => {
    sandbox = await createWso2Sandbox({ applications: [{ redirectUris: [redirectUri] }] })
  })

  afterEach(() => sandbox.close())

  function open(fields: Record<string, string | undefined> = {}): Promise<Response> {
    const headers = { 'accept-language': 'en' }
    return fetch(authorizationUrl(sandbox, fields), { headers, redirect: 'manual' })
  }

  async function decide(decision: string, user = sandbox.users[0]?.sub ?? ''): Promise<Response> {
    const page = await (await open()).text()
    const consent = /name="consent" value="([^"]+)"/.exec(page)?.[1] ?? ''
    const action = /action="([^"]+)"/.exec(page)?.[1] ?? ''
    return fetch(new URL(action, sandbox.url), {
      method: 'POST',
      body: new URLSearchParams({ consent, user, decision }),
      redirect: 'manual',
    })
  }

  it('shows who may sign in, what is asked for, and that this is no real server', async () => {
    const response = await open({ scope: 'openid profile' })
    const page = await response.text()

    expect(response.status).to.equal(200)
    expect(response.headers.get('content-security-policy')).to.match(/^default-src 'none'; /)
    expect(page).to.contain('Feria requests access to your account')
    expect(page).to.contain('This is not WSO2 Identity Server.')
    expect(page).to.contain('<code>openid</code>').and.contain('<code>profile</code>')
    expect(page).to.contain('João Araújo').and.contain('PRIMARY/lupe')
    expect(page).not.to.contain('Mercado Pago')
  })

  it('sends the browser back with a code, the state and a session state', async () => {
    const { code, state, session_state, ...rest } = await redirected(decide('allow'))

    expect(code).to.match(uuid)
    expect(state).to.equal('state-1')
    expect(session_state).to.match(/\.sandbox$/)
    expect(rest).to.deep.equal({})
  })

  it('gives the code of the user who was chosen', async () => {
    const { code = '' } = await redirected(decide('allow', 'PRIMARY/lupe'))
    const response = await exchange(sandbox, code)
    const { access_token } = (await response.json()) as { access_token: string }

    expect(await seen(userInfo(sandbox, access_token))).to.deep.equal({
      status: 200,
      body: { sub: 'PRIMARY/lupe', preferred_username: 'lupe' },
    })
  })

  it('sends the browser back with access_denied', async () => {
    expect(await redirected(decide('deny'))).to.deep.equal({
      error: 'access_denied',
      error_description: 'The user denied the consent.',
      state: 'state-1',
    })
  })

  it('takes a form once, and none that it did not make', async () => {
    const page = await (await open()).text()
    const consent = /name="consent" value="([^"]+)"/.exec(page)?.[1] ?? ''
    const user = sandbox.users[0]?.sub ?? ''
    const post = (fields: Record<string, string>) =>
      fetch(`${sandbox.url}/oauth2/authorize/consent`, {
        method: 'POST',
        body: new URLSearchParams({ consent, user, decision: 'allow', ...fields }),
        redirect: 'manual',
      })

    expect((await post({ consent: 'made-up' })).status).to.equal(400)
    expect((await post({})).status).to.equal(302)
    expect((await post({})).status).to.equal(400)
  })

  it('has no session state when the scope has no openid, or when that is switched off', async () => {
    const plain = await sandbox.approve(authorizationUrl(sandbox, { scope: undefined }))
    const without = await createWso2Sandbox({
      applications: [{ redirectUris: [redirectUri] }],
      sessionState: false,
    })
    const off = await without.approve(authorizationUrl(without))
    await without.close()

    expect(new URL(plain).searchParams.has('session_state')).to.equal(false)
    expect(new URL(off).searchParams.has('session_state')).to.equal(false)
  })

  it('goes to the registered callback URL when the request names none', async () => {
    const back = await sandbox.approve(authorizationUrl(sandbox, { redirect_uri: undefined }))

    expect(back.startsWith(`${redirectUri}?code=`)).to.equal(true)
    const code = parameter(back, 'code')
    expect((await exchange(sandbox, code, { redirect_uri: undefined })).status).to.equal(200)
  })

  for (const [what, fields, reason, sentence] of [
    [
      'an unknown client',
      { client_id: 'nobody' },
      'invalid_client',
      'No application has this client_id.',
    ],
    [
      'another callback URL',
      { redirect_uri: `${redirectUri}/` },
      'invalid_callback',
      'redirect_uri is not a registered callback URL, compared character by character.',
    ],
  ] as const) {
    it(`shows its own error page for ${what}, and tells the application nothing`, async () => {
      const { status, headers } = await open(fields)
      const location = headers.get('location')
      const page = await fetch(new URL(location ?? '', sandbox.url))
      const error = await rejection(sandbox.approve(authorizationUrl(sandbox, fields)), Error)

      expect(status).to.equal(302)
      expect(location).to.equal(`/authenticationendpoint/oauth2_error.do?oauthErrorCode=${reason}`)
      expect(page.status).to.equal(400)
      expect(await page.text()).to.contain(sentence)
      expect(error.message).to.equal(sentence)
      expect(sandbox.requests[0]).to.include({ path: '/oauth2/authorize', error: reason })
    })
  }

  it('shows its own error page for a repeated parameter', async () => {
    const { headers } = await fetch(`${authorizationUrl(sandbox)}&state=2`, { redirect: 'manual' })

    expect(headers.get('location')).to.match(/oauthErrorCode=invalid_request$/)
  })

  it('shows nothing on its error page that an address says', async () => {
    const url = `${sandbox.url}/authenticationendpoint/oauth2_error.do`
    const page = await (await fetch(`${url}?oauthErrorCode=%3Cscript%3E`)).text()

    expect(page).to.contain('The authorization request is refused').and.not.contain('script')
  })

  const mandatory =
    'PKCE is mandatory for this application: code_challenge is missing or not as RFC 7636 has it.'
  const unsupported = 'code_challenge_method must be S256 or plain.'
  const noPlain = 'This application does not support the challenge method "plain".'
  const malformed = 'code_challenge is not as RFC 7636 has it.'
  const none = { code_challenge: undefined, code_challenge_method: undefined }

  // `undefined` means that the consent page comes up.
  for (const [what, settings, fields, description] of [
    ['no challenge where it is mandatory', {}, none, mandatory],
    ['an empty challenge where it is mandatory', {}, { code_challenge: '' }, mandatory],
    ['a short challenge where it is mandatory', {}, { code_challenge: 'a'.repeat(42) }, mandatory],
    ['a long challenge where it is mandatory', {}, { code_challenge: 'a'.repeat(44) }, mandatory],
    ['an unknown method', {}, { code_challenge_method: 's256' }, unsupported],
    ['Plain with a capital', {}, { code_challenge_method: 'Plain' }, unsupported],
    ['plain that is not enabled', {}, { code_challenge_method: 'plain' }, noPlain],
    ['no method, which means plain', {}, { code_challenge_method: undefined }, noPlain],
    ['S256 of the right length', {}, {}, undefined],
    [
      'S256 of the right length in a wrong alphabet',
      {},
      { code_challenge: '!'.repeat(43) },
      undefined,
    ],
    ['no challenge where it is optional', { pkceMandatory: false }, none, undefined],
    [
      'a short challenge where it is optional',
      { pkceMandatory: false },
      { code_challenge: 'a'.repeat(42) },
      malformed,
    ],
    [
      'an unknown method where PKCE is optional',
      { pkceMandatory: false },
      { code_challenge_method: 'S512' },
      unsupported,
    ],
    [
      'plain where PKCE is optional and plain not enabled',
      { pkceMandatory: false },
      { code_challenge_method: 'plain' },
      noPlain,
    ],
    [
      'plain that is enabled',
      { supportPlain: true },
      { code_challenge_method: 'plain' },
      undefined,
    ],
    [
      'no method where plain is enabled',
      { supportPlain: true },
      { code_challenge_method: undefined },
      undefined,
    ],
    [
      'a plain challenge of 128 characters',
      { supportPlain: true },
      { code_challenge_method: 'plain', code_challenge: '~'.repeat(128) },
      undefined,
    ],
    [
      'a plain challenge of 129 characters',
      { supportPlain: true, pkceMandatory: false },
      { code_challenge_method: 'plain', code_challenge: '~'.repeat(129) },
      malformed,
    ],
    [
      'a plain challenge in a wrong alphabet',
      { supportPlain: true, pkceMandatory: false },
      { code_challenge_method: 'plain', code_challenge: '!'.repeat(43) },
      malformed,
    ],
  ] as const) {
    it(`${description === undefined ? 'accepts' : 'redirects with invalid_request for'} ${what}`, async () => {
      Object.assign(sandbox.application, settings)
      if (description === undefined) {
        expect((await open(fields)).status).to.equal(200)
        return
      }
      const expected = {
        error: 'invalid_request',
        error_description: description,
        state: 'state-1',
      }
      const approved = new URL(await sandbox.approve(authorizationUrl(sandbox, fields)))

      expect(await redirected(open(fields))).to.deep.equal(expected)
      expect(Object.fromEntries(approved.searchParams)).to.deep.equal(expected)
      expect(sandbox.requests[0]).to.include({ status: 302, error: 'invalid_request' })
    })
  }

  for (const [what, settings, fields, error] of [
    ['another response type', {}, { response_type: 'token' }, 'unsupported_response_type'],
    ['a grant type that is not ticked', { grantTypes: [] }, {}, 'unauthorized_client'],
  ] as const) {
    it(`redirects with ${error} for ${what}`, async () => {
      Object.assign(sandbox.application, settings)

      expect(await redirected(open(fields))).to.include({ error, state: 'state-1' })
    })
  }

  it('shows its error page for those, too, where redirecting is switched off', async () => {
    const quiet = await createWso2Sandbox({
      applications: [{ redirectUris: [redirectUri] }],
      redirectErrors: false,
    })
    const url = authorizationUrl(quiet, { code_challenge: undefined })
    const { headers } = await fetch(url, { redirect: 'manual' })
    const error = await rejection(quiet.approve(url), Error)
    await quiet.close()

    expect(headers.get('location')).to.match(/oauth2_error\.do\?oauthErrorCode=invalid_request$/)
    expect(error.message).to.match(/^PKCE is mandatory/)
  })

  it('takes the verifier of a plain challenge', async () => {
    sandbox.application.supportPlain = true
    const fields = { code_challenge: codeVerifier, code_challenge_method: undefined }

    expect((await exchange(sandbox, await approvedCode(sandbox, fields))).status).to.equal(200)
  })

  it('keeps codes, verifiers, secrets and states out of its log', async () => {
    const { code = '' } = await redirected(decide('allow'))
    await exchange(sandbox, code)
    const log = JSON.stringify(sandbox.requests)

    expect(sandbox.requests.map(({ method, path }) => `${method} ${path}`)).to.deep.equal([
      'GET /oauth2/authorize',
      'POST /oauth2/authorize/consent',
      'POST /oauth2/token',
    ])
    for (const secret of [code, codeVerifier, codeChallenge, 'state-1', 'NotARealSecret']) {
      expect(log).not.to.contain(secret)
    }
  })
})
