import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { closedOrigin, closeServers, httpsServer, type Loopback } from '../helpers/loopback.ts'
import { withRealSockets } from '../helpers/nock.ts'
import { describeWithCertificate } from '../helpers/self-signed.ts'
import { goodResponse, json, TokenServer } from '../helpers/token-server.ts'
import { run } from './command-line.ts'
import { runProcess } from './command-process.ts'
import { ConnectProxy } from './connect-proxy.ts'
import { visit, visitProcess, withoutNames } from './doctor-visit.ts'

const host = 'api.provider.example'
const sandbox = ['--sandbox', `https://${host}`]
const nobodyLinks = 'No seller can link, and no token can be renewed.'
const checkProxy =
  'Check HTTPS_PROXY, with its user and password, and what the proxy permits. NO_PROXY lists hosts that need no proxy.'

describeWithCertificate('mercadopago-oauth behind a proxy', host, function proxied(certificate) {
  withRealSockets()

  // Some start a process.
  this.timeout(60_000)

  let folder: string
  let server: Loopback
  let proxy: ConnectProxy
  /** For a process that trusts the server. */
  let trusting: Record<string, string>
  let env: Record<string, string>

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'proxy-'))
    writeFileSync(join(folder, 'authority.pem'), certificate.cert)
  })

  after(() => rmSync(folder, { recursive: true }))

  beforeEach(async () => {
    server = await httpsServer(certificate, (response, { url }) => {
      response.setHeader('content-type', 'application/json')
      if (url === '/.well-known/openid-configuration') {
        const issuer = `https://${host}`
        const names = ['authorization_endpoint', 'token_endpoint', 'userinfo_endpoint']
        const endpoints = Object.fromEntries(names.map((name) => [name, `${issuer}/${name}`]))
        response.end(JSON.stringify({ issuer, ...endpoints }))
      } else response.end(JSON.stringify(goodResponse))
    })
    proxy = await ConnectProxy.to(server.port)
    env = {
      MERCADOPAGO_CLIENT_ID: '42',
      MERCADOPAGO_CLIENT_SECRET: 'the-secret',
      MERCADOPAGO_REDIRECT_URI: 'https://shop.example/callback',
      MERCADOPAGO_REFRESH_TOKEN: 'TG-canary',
      HTTPS_PROXY: `http://${proxy.host}`,
    }
    trusting = {
      ...env,
      NODE_OPTIONS: withoutNames,
      NODE_EXTRA_CA_CERTS: join(folder, 'authority.pem'),
    }
  })

  afterEach(async () => {
    await proxy.close()
    await closeServers()
  })

  it('reaches the provider through a tunnel', async () => {
    const { stdout, ...rest } = await runProcess(['refresh', '--show-tokens', ...sandbox], trusting)

    expect(rest).to.deep.equal({ stderr: '', code: 0 })
    expect(stdout).to.include(`refresh token  ${goodResponse.refresh_token}\n`)
    expect(proxy.targets).to.deep.equal([`${host}:443`])
    expect(proxy.credentials).to.deep.equal([undefined])
    expect(server.requests.map(({ url }) => url)).to.deep.equal(['/oauth/token'])
  })

  it('asks an issuer for its metadata through a tunnel, by the lower-case variable, without a scheme', async () => {
    const { HTTPS_PROXY: _, ...others } = trusting
    const { stdout, code } = await runProcess(
      ['authorize-url', '--json', '--provider', `https://${host}`],
      { ...others, https_proxy: proxy.host },
    )

    expect(code).to.equal(0)
    expect(JSON.parse(stdout).authorizationUrl).to.match(
      /^https:\/\/api\.provider\.example\/authorization_endpoint\?/,
    )
    expect(proxy.targets).to.deep.equal([`${host}:443`])
  })

  it('proves itself to the proxy', async () => {
    const HTTPS_PROXY = `http://shop:p%40ss@${proxy.host}`
    const { code } = await runProcess(['client-credentials', ...sandbox], {
      ...trusting,
      HTTPS_PROXY,
    })

    expect(code).to.equal(0)
    expect(proxy.credentials).to.deep.equal([
      `Basic ${Buffer.from('shop:p@ss').toString('base64')}`,
    ])
  })

  for (const [list, isDirect] of [
    ['provider.example', true],
    ['.provider.example', true],
    ['*.provider.example', true],
    ['other.example, API.provider.example:443', true],
    ['*', true],
    ['api.provider.example:8443', false],
    ['vider.example', false],
    ['example.com', false],
  ] as const) {
    it(`goes ${isDirect ? 'directly' : 'through the proxy'} with NO_PROXY=${list}`, async () => {
      const { stderr } = await runProcess(['client-credentials', ...sandbox], {
        ...trusting,
        NO_PROXY: list,
      })

      // The name resolves nowhere but at the proxy.
      expect(stderr).to.equal(
        isDirect
          ? 'upstream_unavailable: The provider cannot be reached or is failing. Check the connection to it (ENOTFOUND).\n'
          : '',
      )
      expect(proxy.targets).to.deep.equal(isDirect ? [] : [`${host}:443`])
    })
  }

  it('never reaches a server on this machine through the proxy', async () => {
    const local = await TokenServer.start()
    local.profile = json({ id: 4242 })
    const { code } = await run(['whoami', '--sandbox', local.origin], {
      ...env,
      HTTP_PROXY: `http://${proxy.host}`,
      MERCADOPAGO_ACCESS_TOKEN: 'APP_USR-1',
    })
    await local.stop()
    const direct = await run(['refresh', '--show-tokens', '--sandbox', server.origin], env)

    expect(code).to.equal(0)
    // It is reached, and its certificate is for another name.
    expect(direct.stderr).to.include('(DEPTH_ZERO_SELF_SIGNED_CERT)')
    expect(proxy.targets).to.deep.equal([])
  })

  it('says what the proxy said, and shows no password', async () => {
    proxy.refuse('407 Proxy Authentication Required')
    const HTTPS_PROXY = `http://shop:CANARY@${proxy.host}`

    expect(
      await run(['refresh', '--show-tokens', ...sandbox], { ...env, HTTPS_PROXY }),
    ).to.deep.equal({
      stdout: '',
      stderr:
        'upstream_unavailable: The provider cannot be reached or is failing. Check the connection to it (PROXY_HTTP_407).\n',
      code: 1,
    })
    expect(server.requests).to.deep.equal([])
  })

  it('says that the proxy is not there', async () => {
    const HTTPS_PROXY = await closedOrigin()

    expect(await run(['refresh', '--show-tokens', ...sandbox], { ...env, HTTPS_PROXY })).to.include(
      {
        stderr:
          'upstream_unavailable: The provider cannot be reached or is failing. Check the connection to it (PROXY_ECONNREFUSED).\n',
        code: 1,
      },
    )
  })

  it('sends nothing to a server with a certificate that is not trusted', async () => {
    expect(await run(['refresh', '--show-tokens', ...sandbox], env)).to.deep.equal({
      stdout: '',
      stderr:
        'upstream_unavailable: The provider cannot be reached or is failing. Check the connection to it (DEPTH_ZERO_SELF_SIGNED_CERT).\n',
      code: 1,
    })
    expect(server.requests).to.deep.equal([])
  })

  for (const value of ['socks5://shop:CANARY@proxy.example', 'http://shop:CANARY@', 'CAN ARY']) {
    it(`refuses the proxy ${value}, and does not show it`, async () => {
      expect(
        await run(['client-credentials', ...sandbox], { ...env, HTTPS_PROXY: value }),
      ).to.deep.equal({
        stdout: '',
        stderr:
          'HTTPS_PROXY must be an http or https URL, such as http://proxy.example:3128.\nSee mercadopago-oauth client-credentials --help\n',
        code: 2,
      })
    })
  }

  describe('doctor', () => {
    const hosts = async (changes: Record<string, string> = {}) => {
      const args = [...sandbox, '--timeout-ms', '1000']
      return (await visit(args, { ...env, ...changes })).linesOf('hosts')
    }

    it('finds a server behind the proxy', async () => {
      const { linesOf } = await visitProcess(sandbox, trusting)

      expect(linesOf('hosts')).to.deep.equal([
        `ok  ${host} responds, through the proxy ${proxy.host}, with a trusted certificate.`,
      ])
      expect([...new Set(proxy.targets)]).to.deep.equal([`${host}:443`])
      // Each request has its own connection.
      expect(proxy.targets).to.have.length(server.requests.length)
      expect(server.requests.map(({ method }) => method))
        .to.include('POST')
        .and.include('GET')
    })

    it('finds that the proxy refuses, and shows no password', async () => {
      proxy.refuse('403 Forbidden')

      expect(await hosts({ HTTPS_PROXY: `http://shop:CANARY@${proxy.host}` })).to.deep.equal([
        `fault  The proxy ${proxy.host} opened no tunnel to ${host} (PROXY_HTTP_403). ${nobodyLinks} ${checkProxy}`,
      ])
    })

    it('finds that the proxy is not there', async () => {
      const origin = await closedOrigin()

      expect(await hosts({ HTTPS_PROXY: origin })).to.deep.equal([
        `fault  The proxy ${new URL(origin).host} opened no tunnel to ${host} (PROXY_ECONNREFUSED). ${nobodyLinks} ${checkProxy}`,
      ])
    })

    it('finds that the proxy says nothing, and asks it once', async () => {
      proxy.rule = () => {}

      expect(await hosts()).to.deep.equal([
        `fault  The proxy ${proxy.host} opened no tunnel to ${host} within 1000 ms. ${nobodyLinks} ${checkProxy}`,
      ])
      expect(proxy.targets).to.have.length(1)
    })

    it('finds a certificate that is not trusted, such as that of the proxy', async () => {
      expect(await hosts()).to.deep.equal([
        `fault  The certificate of ${host} is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT). ${nobodyLinks} The connection may be intercepted. If a company proxy or your own server is expected there, set NODE_EXTRA_CA_CERTS to its certificate authority.`,
      ])
      expect(server.requests).to.deep.equal([])
    })

    it('finds a TLS handshake that does not end', async () => {
      proxy.rule = (socket) => void socket.write('HTTP/1.1 200 OK\r\n\r\n')

      expect(await hosts()).to.deep.equal([
        `fault  ${host} did not finish the TLS handshake within 1000 ms. ${nobodyLinks} Check the proxies and firewalls in between: one of them may drop TLS.`,
      ])
    })
  })
})
