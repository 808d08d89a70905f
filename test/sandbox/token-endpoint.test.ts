import { expect } from 'chai'
import { createSandbox, type Sandbox } from 'mercadopago-oauth-sandbox'
import { approvedCode, exchange, postToken, redirectUri, refusal, seen } from './wire.ts'

const trio = 'the following parameters are required: grant_type, client_id, client_secret. Missing'

describe('sandbox: POST /oauth/token', () => {
  let sandbox: Sandbox

  beforeEach(async () => {
    sandbox = await createSandbox({ applications: [{ redirectUris: [redirectUri] }] })
  })

  afterEach(() => sandbox.close())

  function post(body: string | URLSearchParams, headers: Record<string, string> = {}) {
    return fetch(sandbox.endpoints.tokenEndpoint, { method: 'POST', body, headers })
  }

  it('names every one of the basic parameters that is missing', async () => {
    expect(await seen(post(''))).to.deep.equal(
      refusal('invalid_request', `${trio} parameters: grant_type, client_id, client_secret`),
    )
    expect(await seen(postToken(sandbox, { client_id: '' }))).to.deep.equal(
      refusal('invalid_request', `${trio} parameters: grant_type, client_id`),
    )
    expect(
      await seen(postToken(sandbox, { grant_type: 'refresh_token', client_secret: undefined })),
    ).to.deep.equal(refusal('invalid_request', `${trio} parameters: client_secret`))
  })

  it('does not read parameters from the query', async () => {
    const { clientId, clientSecret } = sandbox.application
    const query = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    })

    const response = fetch(`${sandbox.endpoints.tokenEndpoint}?${query}`, { method: 'POST' })

    expect(await seen(response)).to.deep.equal(
      refusal('invalid_request', `${trio} parameters: grant_type, client_id, client_secret`),
    )
  })

  it('does not know HTTP Basic', async () => {
    const { clientId, clientSecret } = sandbox.application
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64')

    const response = post(new URLSearchParams({ grant_type: 'client_credentials' }), {
      authorization: `Basic ${basic}`,
    })

    expect(await seen(response)).to.deep.equal(
      refusal('invalid_request', `${trio} parameters: client_id, client_secret`),
    )
  })

  it('does not read a body of another content type', async () => {
    const { clientId, clientSecret } = sandbox.application
    const body = `grant_type=client_credentials&client_id=${clientId}&client_secret=${clientSecret}`

    expect(await seen(post(body, { 'content-type': 'text/plain' }))).to.deep.equal(
      refusal('invalid_request', `${trio} parameters: grant_type, client_id, client_secret`),
    )
  })

  for (const [what, fields] of [
    ['a wrong secret', { client_secret: 'wrong' }],
    ['an access token for the secret', { client_secret: 'APP_USR-1-030907-0-700100001' }],
    ['an unknown client_id', { client_id: '1' }],
    ['another letter case', { client_secret: 'FERIASANDBOXSECRETNOTAREALSECRET' }],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const code = await approvedCode(sandbox)

      expect(await seen(exchange(sandbox, code, fields))).to.deep.equal(
        refusal('invalid_client', 'invalid client_id or client_secret'),
      )
    })
  }

  it("refuses one application's id with another's secret", async () => {
    const other = sandbox.addApplication({})

    const response = postToken(sandbox, {
      grant_type: 'client_credentials',
      client_id: other.clientId,
    })

    expect(await seen(response)).to.deep.equal(
      refusal('invalid_client', 'invalid client_id or client_secret'),
    )
  })

  for (const grant_type of ['password', 'Authorization_code', 'constructor', '__proto__']) {
    it(`refuses the grant_type ${grant_type}`, async () => {
      expect(await seen(postToken(sandbox, { grant_type }))).to.deep.equal(
        refusal(
          'unsupported_grant_type',
          'grant_type must be authorization_code, refresh_token or client_credentials',
        ),
      )
    })
  }

  it('refuses a flow that is switched off', async () => {
    const code = await approvedCode(sandbox)
    sandbox.application.flows = []

    expect(await seen(exchange(sandbox, code))).to.deep.equal(
      refusal('unauthorized_client', 'the application does not allow the flow authorization_code'),
    )
    expect(await seen(postToken(sandbox, { grant_type: 'client_credentials' }))).to.deep.equal(
      refusal('unauthorized_client', 'the application does not allow the flow client_credentials'),
    )
  })

  for (const name of ['code', 'redirect_uri', 'code_verifier']) {
    it(`refuses an exchange without ${name}`, async () => {
      const code = await approvedCode(sandbox)

      expect(await seen(exchange(sandbox, code, { [name]: undefined }))).to.deep.equal(
        refusal('invalid_request', `${name} is a required parameter`),
      )
    })
  }

  it('refuses a renewal without refresh_token', async () => {
    expect(await seen(postToken(sandbox, { grant_type: 'refresh_token' }))).to.deep.equal(
      refusal('invalid_request', 'refresh_token is a required parameter'),
    )
  })

  it('refuses a repeated parameter', async () => {
    const { clientId, clientSecret } = sandbox.application
    const body = new URLSearchParams([
      ['grant_type', 'client_credentials'],
      ['client_id', clientId],
      ['client_id', clientId],
      ['client_secret', clientSecret],
    ])

    expect(await seen(post(body))).to.deep.equal(
      refusal('invalid_request', 'client_id is malformed or repeated'),
    )
  })

  it('refuses a parameter that is not a string', async () => {
    const { clientId, clientSecret } = sandbox.application
    const body = JSON.stringify({
      grant_type: 'refresh_token',
      client_id: clientId,
      client_secret: clientSecret,
      refresh_token: { $ne: '' },
    })

    expect(await seen(post(body, { 'content-type': 'application/json' }))).to.deep.equal(
      refusal('invalid_request', 'refresh_token is malformed or repeated'),
    )
  })

  for (const body of ['{', '"text"', '{"__proto__": {"client_id": "1"}}']) {
    it(`refuses the JSON ${body}`, async () => {
      expect(await seen(post(body, { 'content-type': 'application/json' }))).to.deep.equal(
        refusal('invalid_request', 'the body does not match its content type'),
      )
    })
  }

  for (const body of ['[]', '{}', '']) {
    it(`finds no parameters in the JSON ${JSON.stringify(body)}`, async () => {
      expect(await seen(post(body, { 'content-type': 'application/json' }))).to.deep.equal(
        refusal('invalid_request', `${trio} parameters: grant_type, client_id, client_secret`),
      )
    })
  }

  for (const type of ['application/json', 'application/x-www-form-urlencoded']) {
    it(`reads 64 KiB of ${type} and no more`, async () => {
      const [open, end] = type === 'application/json' ? ['{"a":"', '"}'] : ['a=', '']
      const body = open + 'x'.repeat(64 * 1024 - open.length - end.length) + end
      const larger = open + 'x'.repeat(64 * 1024 - open.length - end.length + 1) + end

      expect(await seen(post(body, { 'content-type': type }))).to.deep.equal(
        refusal('invalid_request', `${trio} parameters: grant_type, client_id, client_secret`),
      )
      expect(await seen(post(larger, { 'content-type': type }))).to.deep.equal(
        refusal('invalid_request', 'the body is too large', 413),
      )
    })
  }

  it('forbids caching, on errors too', async () => {
    const good = await postToken(sandbox, { grant_type: 'client_credentials' })
    const bad = await post('')
    const large = await post('x'.repeat(70_000), { 'content-type': 'application/json' })

    for (const response of [good, bad, large]) {
      expect(response.headers.get('cache-control')).to.equal('no-store')
      expect(response.headers.get('content-type')).to.equal('application/json; charset=utf-8')
    }
  })

  it('responds to POST only', async () => {
    const response = await fetch(sandbox.endpoints.tokenEndpoint)

    expect(response.status).to.equal(405)
    expect(response.headers.get('allow')).to.equal('POST')
  })
})
