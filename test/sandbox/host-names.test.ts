import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { expect } from 'chai'
import { createSandbox, createWso2Sandbox, type Sandbox } from 'mercadopago-oauth-sandbox'
import { withRealSockets } from '../helpers/nock.ts'
import { authorizationUrl, codeVerifier, parameter, redirectUri } from './wire.ts'

const paths = [
  'GET /',
  'GET /assets/sandbox.css',
  'GET /authorization',
  'GET /authorization/consent',
  'POST /authorization',
  'POST /oauth/token',
  'GET /users/me',
  'POST /checkout/preferences',
  'GET /checkout/preferences/1',
  'POST /v1/orders',
  'GET /v1/orders/1',
  'GET /checkout/1',
  'GET /sellers/700100001/applications',
  'GET /sandbox',
  'GET /sandbox/api/state',
  'GET /nothing',
]

/** With a Host header, which `fetch()` does not let one choose. */
async function send(
  url: string,
  method: string,
  host: string,
  body = '',
): Promise<[number | undefined, string]> {
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const request = httpRequest(url, { method, headers: { ...form, host } }).end(body)
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  return [response.statusCode, await text(response)]
}

describe('sandbox: host names', () => {
  withRealSockets()
  let sandbox: Sandbox

  afterEach(() => sandbox.close())

  async function start(host?: string): Promise<void> {
    const applications = [{ redirectUris: [redirectUri] }]
    sandbox = await createSandbox({ applications, ...(host !== undefined && { host }) })
  }

  /** The paths that are refused under a name. */
  async function refusedUnder(host: string): Promise<string[]> {
    const refused = []
    for (const path of paths) {
      const [method = '', place = ''] = path.split(' ')
      const [status, body] = await send(`${sandbox.url}${place}`, method, host)
      if (status === 403 && body.includes('does not have that host name')) refused.push(path)
    }
    return refused
  }

  it("are the machine's own, at every endpoint", async () => {
    await start()

    expect(await refusedUnder('tenant.localhost:4400')).to.deep.equal([])
    expect(await refusedUnder('attacker.example')).to.deep.equal(paths)
    expect(await refusedUnder('sandbox:4400')).to.deep.equal(paths)
  })

  it("are a container's, too, when it listens everywhere", async () => {
    await start('0.0.0.0')

    expect(await refusedUnder('sandbox:4400')).to.deep.equal([])
    expect(await refusedUnder('host.docker.internal:4400')).to.deep.equal([])
    expect(await refusedUnder('attacker.example')).to.deep.equal(paths)
  })

  it('serve a whole link, and the addresses in it have that name', async () => {
    await start('0.0.0.0')
    const asked = new URL(authorizationUrl(sandbox))
    const host = `sandbox:${asked.port}`
    const { clientId, clientSecret } = sandbox.application

    asked.hostname = 'sandbox'
    const code = parameter(await sandbox.approve(asked), 'code')
    const grant = new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uri: redirectUri,
      code_verifier: codeVerifier,
      code,
    })
    const token = await send(sandbox.endpoints.tokenEndpoint, 'POST', host, String(grant))
    const [, home] = await send(sandbox.url, 'GET', host)

    expect([token[0], Object.keys(JSON.parse(token[1]))]).to.deep.equal([
      200,
      [
        'access_token',
        'token_type',
        'expires_in',
        'scope',
        'user_id',
        'refresh_token',
        'public_key',
        'live_mode',
      ],
    ])
    expect(home).to.contain(`http://${host}/oauth/token`)
  })

  it('are those of approve() and deny(), with the port of the sandbox', async () => {
    await start()
    const url = new URL(authorizationUrl(sandbox))
    const redirects = []
    for (const hostname of ['localhost', 'tenant.localhost', '127.0.0.1']) {
      url.hostname = hostname
      redirects.push(await sandbox.deny(url))
    }
    url.port = '1'
    const error: unknown = await sandbox.deny(url).catch((reason: unknown) => reason)

    expect(redirects).to.deep.equal(
      Array(3).fill(`${redirectUri}?error=access_denied&state=state-1`),
    )
    expect(error).to.have.property(
      'message',
      `"authorizationUrl" must be a URL of this sandbox's ${sandbox.url}/authorization`,
    )
  })

  it('are refused by the WSO2 Identity Server likewise', async () => {
    await start()
    const server = await createWso2Sandbox()

    const known = await send(`${server.url}/oauth2/jwks`, 'GET', 'tenant.localhost')
    const foreign = await send(`${server.url}/oauth2/jwks`, 'GET', 'attacker.example')
    await server.close()

    expect([known[0], foreign[0]]).to.deep.equal([200, 403])
  })
})
