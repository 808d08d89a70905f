import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { createSandbox, type Sandbox } from 'mercadopago-oauth-sandbox'
import {
  closedOrigin,
  closeServers,
  httpServer,
  httpsServer,
  type Loopback,
  tcpServer,
} from '../helpers/loopback.js'
import { withRealSockets } from '../helpers/nock.ts'
import { describeWithCertificate } from '../helpers/self-signed.js'
import {
  type Changes,
  healthy,
  preload,
  visit,
  visitProcess,
  withoutNames,
} from './doctor-visit.js'

const redirectUri = healthy.MERCADOPAGO_REDIRECT_URI
const nobodyLinks = 'No seller can link, and no token can be renewed.'

describe('mercadopago-oauth doctor, of the provider', function provider() {
  withRealSockets()

  // Some start a process.
  this.timeout(60_000)

  afterEach(closeServers)

  /** A server whose token endpoint gives this response to every request. */
  function tokenServer(status: number, body: unknown, headers = {}): Promise<Loopback> {
    return httpServer((response, { method }) => {
      response.writeHead(method === 'POST' ? status : 405, { ...headers })
      response.end(typeof body === 'string' ? body : JSON.stringify(body))
    })
  }

  async function linesAt(
    origin: string,
    check: string,
    changes: Changes = {},
    args: string[] = [],
  ): Promise<string[]> {
    return (await visit(['--sandbox', origin, ...args], changes)).linesOf(check)
  }

  /** The same in a separate process. */
  async function processLinesAt(
    origin: string,
    check: string,
    changes: Changes,
    args: string[] = [],
  ): Promise<string[]> {
    return (await visitProcess(['--sandbox', origin, ...args], changes)).linesOf(check)
  }

  describe('hosts', () => {
    it('finds a server that responds', async () => {
      const { origin, port } = await tokenServer(400, {})
      expect(await linesAt(origin, 'hosts')).to.deep.equal([
        `ok  127.0.0.1:${port} responds, without TLS, on loopback.`,
      ])
    })

    it('finds a name that does not resolve', async () => {
      const changes = { NODE_OPTIONS: withoutNames }
      expect((await visitProcess([], changes)).linesOf('hosts')).to.deep.equal([
        `fault  The name auth.mercadopago.com does not resolve (ENOTFOUND). ${nobodyLinks} Check the DNS of this machine, and the spelling of the host.`,
        `fault  The name api.mercadopago.com does not resolve (ENOTFOUND). ${nobodyLinks} Check the DNS of this machine, and the spelling of the host.`,
      ])
    })

    it('finds a name server that says nothing', async () => {
      const code = "import dns from 'node:dns'; dns.lookup = () => {}"
      const changes = { NODE_OPTIONS: preload(code) }
      const args = ['--timeout-ms', '100']
      expect((await visitProcess(args, changes)).linesOf('hosts')).to.deep.equal([
        `fault  The name auth.mercadopago.com was not resolved within 100 ms. ${nobodyLinks} Check the DNS of this machine, and the spelling of the host.`,
        `fault  The name api.mercadopago.com was not resolved within 100 ms. ${nobodyLinks} Check the DNS of this machine, and the spelling of the host.`,
      ])
    })

    it('finds a port that is closed', async () => {
      const origin = await closedOrigin()
      expect(await linesAt(origin, 'hosts')).to.deep.equal([
        `fault  ${new URL(origin).host} refuses the connection (ECONNREFUSED). ${nobodyLinks} Check the firewall, and whether this machine needs a proxy (HTTPS_PROXY).`,
      ])
    })

    it('finds a firewall that swallows the connection', async () => {
      const code =
        "import net from 'node:net'; net.Socket.prototype.connect = function () { this.connecting = true; return this }"
      const changes = { NODE_OPTIONS: preload(code) }
      const args = ['--timeout-ms', '100']
      expect(await processLinesAt('http://127.0.0.1:4400', 'hosts', changes, args)).to.deep.equal([
        `fault  127.0.0.1:4400 did not accept the connection within 100 ms. ${nobodyLinks} Check the firewall, and whether this machine needs a proxy (HTTPS_PROXY).`,
      ])
    })

    it('finds a server that hangs, and waits for it once', async () => {
      const { origin, port, connections } = await tcpServer(() => {})
      expect(await linesAt(origin, 'hosts', {}, ['--timeout-ms', '1000'])).to.deep.equal([
        `unknown  127.0.0.1:${port} accepts the connection, but did not respond within 1000 ms. Until that ends, no seller can link. Try again later. A proxy in between may be the cause.`,
      ])
      // Nobody wants to wait for that once for each question.
      expect(connections).to.have.length(1)
    })

    it('finds a server that hangs up', async () => {
      const { origin, port } = await tcpServer((socket) =>
        socket.once('data', () => socket.destroy()),
      )
      expect(await linesAt(origin, 'hosts')).to.deep.equal([
        `unknown  127.0.0.1:${port} accepts the connection, but closes it without a response (ECONNRESET). Until that ends, no seller can link. Try again later. A proxy in between may be the cause.`,
      ])
    })

    it('finds a server that is down', async () => {
      const { origin, port } = await httpServer((response) => response.writeHead(503).end())
      expect(await linesAt(origin, 'hosts')).to.deep.equal([
        `warning  127.0.0.1:${port} responds with an error (HTTP 503). Until that ends, no seller can link. Try again later.`,
      ])
    })

    it('finds a port that does not speak TLS', async () => {
      const { port } = await tokenServer(400, {})
      const [line = ''] = await linesAt(`https://127.0.0.1:${port}`, 'hosts')
      // OpenSSL's words for it differ between versions.
      expect(line.replace(/\((EPROTO|ERR_SSL_\w+)\)/, '(…)')).to.equal(
        `fault  127.0.0.1:${port} does not speak TLS on this port (…). ${nobodyLinks} Check the port, and the proxies in between.`,
      )
    })

    it('finds a TLS handshake that does not end', async () => {
      const { port } = await tcpServer(() => {})
      const origin = `https://127.0.0.1:${port}`
      expect(await linesAt(origin, 'hosts', {}, ['--timeout-ms', '1000'])).to.deep.equal([
        `fault  127.0.0.1:${port} did not finish the TLS handshake within 1000 ms. ${nobodyLinks} Check the proxies and firewalls in between: one of them may drop TLS.`,
      ])
    })
  })

  describeWithCertificate('certificates', 'localhost', (certificate) => {
    let folder: string
    let authority: string
    let server: Loopback

    before(() => {
      folder = mkdtempSync(join(tmpdir(), 'doctor-'))
      authority = join(folder, 'authority.pem')
      writeFileSync(authority, certificate.cert)
    })

    after(() => rmSync(folder, { recursive: true }))

    beforeEach(async () => {
      server = await httpsServer(certificate, (response) => response.writeHead(405).end())
    })

    it('finds one that is trusted', async () => {
      const changes = { NODE_EXTRA_CA_CERTS: authority }
      const lines = await processLinesAt(`https://localhost:${server.port}`, 'hosts', changes)
      expect(lines).to.deep.equal([
        `ok  localhost:${server.port} responds, with a trusted certificate.`,
      ])
    })

    it('finds one that nobody vouches for, and sends nothing', async () => {
      const origin = `https://localhost:${server.port}`
      const untrusted = `fault  The certificate of localhost:${server.port} is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT). ${nobodyLinks} The connection may be intercepted. If a company proxy or your own server is expected there, set NODE_EXTRA_CA_CERTS to its certificate authority.`
      expect(await linesAt(origin, 'hosts')).to.deep.equal([untrusted])
      const careless = { NODE_TLS_REJECT_UNAUTHORIZED: '0' }
      expect(await processLinesAt(origin, 'hosts', careless)).to.deep.equal([untrusted])
      expect(server.requests).to.deep.equal([])
    })

    it('finds one for another name', async () => {
      const changes = { NODE_EXTRA_CA_CERTS: authority }
      const origin = `https://127.0.0.1:${server.port}`
      expect(await processLinesAt(origin, 'hosts', changes)).to.deep.equal([
        `fault  The certificate of 127.0.0.1:${server.port} is for another name (ERR_TLS_CERT_ALTNAME_INVALID). ${nobodyLinks} Check the spelling of the host, and --country.`,
      ])
    })
  })

  describe('clock', () => {
    const cases: [title: string, aheadSeconds: number, line: string][] = [
      [
        'that is right',
        0,
        'ok  The clock is within 30 seconds of the clock of the token endpoint.',
      ],
      [
        'that is a minute behind',
        60,
        'warning  The clock is more than 30 seconds behind the clock of the token endpoint. When the difference reaches 5 minutes, notifications are refused as stale. Synchronize the clock with NTP.',
      ],
      [
        'that is a minute ahead',
        -90,
        'warning  The clock is more than 30 seconds ahead of the clock of the token endpoint. When the difference reaches 5 minutes, notifications are refused as stale. Synchronize the clock with NTP.',
      ],
      [
        'that is hours behind',
        10_800,
        'fault  The clock is more than 5 minutes behind the clock of the token endpoint. Every notification is refused as stale, and tokens seem to expire at another time. Synchronize the clock with NTP.',
      ],
      [
        'that is hours ahead',
        -10_800,
        'fault  The clock is more than 5 minutes ahead of the clock of the token endpoint. Every notification is refused as stale, and tokens seem to expire at another time. Synchronize the clock with NTP.',
      ],
    ]
    for (const [title, aheadSeconds, line] of cases) {
      it(`finds one ${title}`, async () => {
        const dated = (response: ServerResponse) => {
          const theirs = new Date(Date.now() + aheadSeconds * 1000)
          response.writeHead(405, { date: theirs.toUTCString() }).end()
        }
        const { origin } = await httpServer(dated)
        expect(await linesAt(origin, 'clock')).to.deep.equal([line])
      })
    }

    it('cannot tell without a time of theirs', async () => {
      const { origin } = await httpServer((response) => {
        response.sendDate = false
        response.writeHead(405).end()
      })
      expect(await linesAt(origin, 'clock')).to.deep.equal([
        'unknown  The response of the token endpoint has no time. With a wrong clock, notifications are refused and tokens seem to expire at another time. Make sure that this machine gets its time from NTP.',
      ])
    })
  })

  describe('credentials', () => {
    const undecided = 'It is not known whether the credentials are right.'
    const afterConsent = 'Every code is refused once the seller has consented.'
    const wrong = `fault  The token endpoint refuses the credentials (invalid_client). ${afterConsent} Copy Client ID and Client Secret of the same application from its production credentials; the secret is not an access token.`
    const right =
      'ok  The token endpoint accepts the credentials: it refuses only the made-up code (invalid_grant).'
    const blocked =
      'fault  The provider has blocked this application or this machine (unauthorized_application or forbidden). No seller can link, and no token can be renewed. Look for a notice in the panel, and ask the support of the provider.'
    const tooMany = `unknown  The token endpoint receives too many requests (HTTP 429). ${undecided} Try again in a minute. Check what else of yours calls it.`
    const flow = `fault  The application may not exchange codes (unauthorized_client or unsupported_grant_type). ${afterConsent} Switch on the flow authorization_code in the application details.`
    const absent =
      'fault  There is no token endpoint at its address (HTTP 404 or 405). No code can be exchanged. Check the provider and its address.'
    const unclear = `unknown  The token endpoint refuses the request in an unknown way. ${undecided} Check the provider and its address; a proxy in between may have responded.`

    const cases: [title: string, status: number, body: unknown, line: string][] = [
      ['invalid_grant', 400, { error: 'invalid_grant' }, right],
      ['the sample of the reference', 400, { errorKey: 'expired_grant' }, right],
      ['invalid_client', 400, { error: 'invalid_client' }, wrong],
      ['invalid_client in capitals, as a code', 401, { code: 'INVALID_CLIENT' }, wrong],
      ['401 without a reason', 401, 'Unauthorized', wrong],
      [
        'invalid_request about the verifier',
        400,
        { error: 'invalid_request', message: 'code_verifier is a required parameter' },
        `unknown  The token endpoint asks for a code verifier, although one was sent (invalid_request, code_verifier). ${undecided} Look at "Enable PKCE" in the application details; a proxy in between may drop fields.`,
      ],
      [
        'invalid_request',
        400,
        { error: 'invalid_request', message: 'the following parameters are required' },
        `unknown  The token endpoint calls the request malformed (invalid_request). ${undecided} Check the Client ID and the redirect URI.`,
      ],
      ['unauthorized_client', 400, { error: 'unauthorized_client' }, flow],
      ['unsupported_grant_type', 400, { error: 'unsupported_grant_type' }, flow],
      [
        'invalid_scope',
        400,
        { error: 'invalid_scope' },
        `fault  The token endpoint refuses the scope (invalid_scope). ${afterConsent} Check the permissions of the application: read, write, offline_access.`,
      ],
      ['unauthorized_application', 400, { error: 'unauthorized_application' }, blocked],
      ['forbidden', 403, { error: 'forbidden' }, blocked],
      ['429 as bare text', 429, 'local_rate_limited', tooMany],
      ['local_rate_limited as JSON', 400, { error: 'local_rate_limited' }, tooMany],
      [
        '502',
        502,
        '<html>',
        `unknown  The token endpoint responds with an error (HTTP 5xx). ${undecided} Try again later.`,
      ],
      [
        'a redirect',
        302,
        '',
        'fault  The token endpoint responds with a redirect. Redirects are not followed, because they would carry the credentials elsewhere. Check the provider and its address.',
      ],
      ['404', 404, 'not found', absent],
      ['405', 405, '', absent],
      ['403 without a reason', 403, '<html>', unclear],
      ['a name that every object has', 400, { error: 'constructor' }, unclear],
      ['JSON that is null', 400, 'null', unclear],
      [
        'tokens',
        200,
        { access_token: 'APP_USR-canary' },
        'fault  The server at the address of the token endpoint accepts a made-up code. You cannot trust it as an authorization server. Check the provider and its address.',
      ],
    ]
    for (const [title, status, body, line] of cases) {
      it(`judges ${title}`, async () => {
        const { origin } = await tokenServer(status, body, { location: '/elsewhere' })
        expect(await linesAt(origin, 'credentials')).to.deep.equal([line])
      })
    }

    it('says when no server responded', async () => {
      expect(await linesAt(await closedOrigin(), 'credentials')).to.deep.equal([
        `unknown  The token endpoint did not respond. ${undecided} See the check "hosts".`,
      ])
    })

    it('says when there are none', async () => {
      const server = await tokenServer(400, {})
      const changes = { MERCADOPAGO_CLIENT_SECRET: undefined }
      expect(await linesAt(server.origin, 'credentials', changes)).to.deep.equal([
        'unknown  The credentials were not tried. The Client ID or the Client Secret is missing. Set both and run this again.',
      ])
      expect(server.requests.map(({ method }) => method)).not.to.include('POST')
    })

    it('offers codes that nobody was given, and no other grant', async () => {
      const server = await tokenServer(400, { error: 'invalid_grant' })
      await visit(['--sandbox', server.origin])
      const forms = server.requests
        .filter(({ method }) => method === 'POST')
        .map(({ body }) => Object.fromEntries(new URLSearchParams(body)))
      const { MERCADOPAGO_CLIENT_ID: client_id, MERCADOPAGO_CLIENT_SECRET: client_secret } = healthy
      const common = {
        grant_type: 'authorization_code',
        redirect_uri: redirectUri,
        client_id,
        client_secret,
      }
      const [first, second] = forms
      expect(forms).to.deep.equal([
        { ...common, code: first?.code, code_verifier: first?.code_verifier },
        { ...common, code: second?.code },
      ])
      expect(first?.code).to.match(/^TG-[0-9a-f]{24}-1$/)
      expect(second?.code)
        .to.match(/^TG-[0-9a-f]{24}-1$/)
        .and.not.equal(first?.code)
      expect(first?.code_verifier).to.match(/^[\w-]{43}$/)
    })
  })

  describe('application, at the sandbox', () => {
    let sandbox: Sandbox

    beforeEach(async () => {
      sandbox = await createSandbox({ applications: [{ redirectUris: [redirectUri] }] })
    })

    afterEach(() => sandbox.close())

    async function lines(
      changes: Record<string, string | undefined> = {},
    ): Promise<Record<'credentials' | 'consent-page' | 'pkce', string[]>> {
      const { linesOf } = await visit(['--sandbox', sandbox.url], changes)
      return {
        credentials: linesOf('credentials'),
        'consent-page': linesOf('consent-page'),
        pkce: linesOf('pkce'),
      }
    }

    const takes =
      'ok  The token endpoint accepts the credentials: it refuses only the made-up code (invalid_grant).'
    const knows = 'ok  The consent page knows the redirect URI.'
    const refuses =
      'fault  The consent page refuses the request. A seller sees that the application is not ready to connect, and the callback is never called. Register the redirect URI in the panel to the letter; then check the Client ID, that production credentials are activated, that the application is of marketplace type, and its PKCE switch.'
    const requires = 'ok  The application requires PKCE, which is always sent.'
    const same =
      'unknown  The responses with and without PKCE do not differ. PKCE is always sent; an application with PKCE switched off may refuse it. Switch on "Enable PKCE" in the application details, if it is not.'

    it('that requires PKCE is well', async () => {
      expect(await lines()).to.deep.equal({
        credentials: [takes],
        'consent-page': [knows],
        pkce: [requires],
      })
    })

    it('that only allows PKCE is well', async () => {
      sandbox.application.pkce = 'optional'
      expect(await lines()).to.deep.equal({
        credentials: [takes],
        'consent-page': [knows],
        pkce: ['ok  The application accepts PKCE, but does not require it.'],
      })
    })

    it('that has PKCE switched off cannot link', async () => {
      sandbox.application.pkce = 'off'
      expect(await lines()).to.deep.equal({
        credentials: [takes],
        'consent-page': [knows],
        pkce: [
          'fault  The consent page refuses a code challenge: PKCE is switched off for the application. A challenge is always sent, so a seller sees that the application is not ready to connect. Switch on "Enable PKCE" in the application details.',
        ],
      })
    })

    it('that has another redirect URI registered cannot link', async () => {
      sandbox.application.redirectUris.splice(0, 1, `${redirectUri}/`)
      expect(await lines()).to.deep.equal({
        credentials: [takes],
        'consent-page': [refuses],
        pkce: [requires],
      })
    })

    it('whose secret is wrong is found out', async () => {
      const wrong =
        'fault  The token endpoint refuses the credentials (invalid_client). Every code is refused once the seller has consented. Copy Client ID and Client Secret of the same application from its production credentials; the secret is not an access token.'
      const changes = { MERCADOPAGO_CLIENT_SECRET: 'canary-wrong-secret' }
      expect(await lines(changes)).to.deep.equal({
        credentials: [wrong],
        'consent-page': [knows],
        pkce: ['ok  The consent page requires PKCE, which is always sent.'],
      })
    })

    it('that does not exist is found out', async () => {
      const {
        credentials,
        'consent-page': page,
        pkce,
      } = await lines({
        MERCADOPAGO_CLIENT_ID: '9999999999999999',
      })
      expect(credentials[0]).to.match(/^fault {2}The token endpoint refuses the credentials /)
      expect(page).to.deep.equal([refuses])
      expect(pkce).to.deep.equal([same])
    })

    it('is unknown when no server responds', async () => {
      const { linesOf } = await visit(['--sandbox', await closedOrigin()])
      expect(linesOf('pkce')).to.deep.equal([
        'unknown  Nothing is known about PKCE. PKCE is always sent; an application with PKCE switched off may refuse it. See the check "hosts", and that Client ID, Client Secret and redirect URI are set.',
      ])
    })

    it('that may not exchange codes is found out', async () => {
      sandbox.application.flows.splice(0, 1)
      const { credentials, 'consent-page': page } = await lines()
      expect(credentials[0]).to.match(/^fault {2}The application may not exchange codes /)
      expect(page).to.deep.equal([refuses])
    })

    it('gives no seller, no code and no token away', async () => {
      await lines()
      const { requests } = sandbox
      expect(
        requests.map(({ method, path, status }) => `${method} ${path} ${status}`),
      ).to.deep.equal([
        'HEAD /oauth/token 405',
        'POST /oauth/token 400',
        'GET /authorization 200',
        'GET /authorization 400',
        'POST /oauth/token 400',
      ])
    })
  })

  describe('consent page', () => {
    const undecided =
      'unknown  The consent page does not show, before a sign-in, whether it knows the redirect URI. An unregistered one is the most frequent reason why nobody can link. Open the address that "mercadopago-oauth authorize-url" prints and sign in as a seller test user.'
    const refuses = /^fault {2}The consent page refuses the request\. /
    const cases: [
      title: string,
      status: number,
      headers: Record<string, string>,
      body: string,
      line: RegExp | string,
    ][] = [
      ['that has everybody sign in first', 302, { location: '/login' }, '', undecided],
      ['that keeps strangers out', 403, {}, '', undecided],
      ['that is down', 503, {}, '', undecided],
      [
        'that is not there',
        404,
        {},
        '',
        'fault  There is no consent page at its address (HTTP 404 or 405). No seller can consent. Check the provider and --country.',
      ],
      ['that refuses', 400, {}, '', refuses],
      [
        'that refuses in Spanish, with HTTP 200',
        200,
        {},
        '<p>La aplicación no está preparada para conectarse a Mercado Pago',
        refuses,
      ],
      [
        'that refuses in Portuguese, with HTTP 200',
        200,
        {},
        '<p>O aplicativo não está pronto para se conectar a Mercado Pago',
        refuses,
      ],
      [
        'that sends an error to the redirect URI',
        302,
        { location: `${redirectUri}?error=invalid_request` },
        '',
        refuses,
      ],
    ]
    for (const [title, status, headers, body, line] of cases) {
      it(`is found ${title}`, async () => {
        const { origin } = await httpServer((response) =>
          response.writeHead(status, headers).end(body),
        )
        const [found, ...others] = await linesAt(origin, 'consent-page')
        if (typeof line === 'string') expect(found).to.equal(line)
        else expect(found).to.match(line)
        expect(others).to.deep.equal([])
      })
    }

    it('is not asked for without a redirect URI', async () => {
      const changes = { MERCADOPAGO_REDIRECT_URI: undefined }
      expect(await linesAt(await closedOrigin(), 'consent-page', changes)).to.deep.equal([
        'unknown  The consent page was not requested. The Client ID or the redirect URI is missing. Set both and run this again.',
      ])
    })
  })
})
