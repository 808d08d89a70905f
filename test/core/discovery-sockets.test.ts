import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { Agent } from 'node:https'
import { expect } from 'chai'
import {
  createClient,
  discoverProvider,
  TokenResponseError,
  UpstreamUnavailableError,
} from 'mercadopago-oauth'
import { application } from '../helpers/application.ts'
import { printed, rejection } from '../helpers/errors.ts'
import { closeServers, httpServer, httpsServer } from '../helpers/loopback.ts'
import { withRealSockets } from '../helpers/nock.ts'
import { describeWithCertificate } from '../helpers/self-signed.ts'

const openIdPath = '/.well-known/openid-configuration'
const oauthPath = '/.well-known/oauth-authorization-server'
const json = { 'content-type': 'application/json' }

/** What a server at this origin says of itself, in so many bytes if told. */
function metadata(issuer: string, bytes = 0): string {
  const said = {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
  }
  return JSON.stringify(said).padEnd(bytes)
}

describe('discoverProvider() on real sockets', () => {
  withRealSockets()
  afterEach(closeServers)

  describeWithCertificate('TLS', 'localhost', (certificate) => {
    /** A server whose authority nobody but itself vouches for, with a token and a profile to give. */
    async function privateServer() {
      const server = await httpsServer(certificate, (response, { url }) => {
        const issuer = `https://localhost:${server.port}`
        const body =
          url === '/token'
            ? JSON.stringify({ access_token: 'canary', token_type: 'Bearer', expires_in: 3600 })
            : url === '/userinfo'
              ? JSON.stringify({ sub: 'ana' })
              : metadata(issuer)
        response.writeHead(200, json).end(body)
      })
      return { issuer: `https://localhost:${server.port}`, requests: server.requests }
    }

    it('finds a server of a private authority by its agent, and so does the client of it', async () => {
      const { issuer, requests } = await privateServer()
      const agent = new Agent({ ca: certificate.cert })

      const provider = await discoverProvider(issuer, { agent })
      const client = createClient({ ...application, provider, agent })
      const { sellerId } = await client.authorizationCodeGrant({
        code: 'the-code',
        codeVerifier: 'v'.repeat(43),
      })

      expect(sellerId).to.equal('ana')
      expect(requests.map(({ method, url }) => `${method} ${url}`)).to.deep.equal([
        `GET ${openIdPath}`,
        'POST /token',
        'GET /userinfo',
      ])
    })

    it('D10: sends nothing to a server whose authority is unknown', async () => {
      const { issuer, requests } = await privateServer()

      const error = await rejection(discoverProvider(issuer), UpstreamUnavailableError)

      expect([error.code, error.requestSent]).to.deep.equal(['upstream_unavailable', false])
      expect(error.cause).to.have.property('code', 'DEPTH_ZERO_SELF_SIGNED_CERT')
      expect(requests).to.deep.equal([])
    })
  })

  for (const [bytes, what] of [
    [65_536, 'takes metadata of 64 KiB'],
    [65_537, 'D08: refuses metadata of a byte more than 64 KiB'],
  ] as const) {
    it(what, async () => {
      const server = await httpServer((response) =>
        response.writeHead(200, json).end(metadata(server.origin, bytes)),
      )
      const outcome = await discoverProvider(server.origin).catch((error: unknown) => error)
      if (bytes === 65_536) expect(outcome).to.have.property('issuer', server.origin)
      else {
        expect(outcome).to.be.instanceOf(TokenResponseError)
        expect(outcome).to.have.property('code', 'token_response_invalid')
      }
      expect(server.requests.map(({ url }) => url)).to.deep.equal([openIdPath])
    })
  }

  for (const [what, reply] of [
    ['never answers', () => {}],
    [
      'stops in the middle of its metadata',
      (response) => response.writeHead(200, json).write('{"issuer":"canary'),
    ],
  ] as [string, (response: ServerResponse) => void][]) {
    it(`D09: ends at the deadline of a server that ${what}, and hangs up`, async () => {
      const server = await httpServer(reply)

      const error = await rejection(
        discoverProvider(server.origin, { timeoutMs: 400 }),
        UpstreamUnavailableError,
      )

      expect([error.code, error.requestSent]).to.deep.equal(['upstream_timeout', true])
      expect(printed(error)).not.to.include('canary')
      const [connection] = server.connections
      if (connection !== undefined && !connection.destroyed) await once(connection, 'close')
      expect(server.requests.map(({ url }) => url)).to.deep.equal([openIdPath])
    })
  }

  it('asks at both places, and no third time', async () => {
    const server = await httpServer((response) => response.writeHead(404).end())
    await rejection(discoverProvider(`${server.origin}/shops`), TokenResponseError)
    expect(server.requests.map(({ url }) => url)).to.deep.equal([
      `/shops${openIdPath}`,
      `${oauthPath}/shops`,
    ])
  })
})
