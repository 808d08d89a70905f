import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { Agent } from 'node:http'
import { Agent as SecureAgent } from 'node:https'
import { connect, type LookupFunction, type Socket } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { expect } from 'chai'
import {
  type Client,
  type ClientOptions,
  CodeExchangeError,
  createClient,
  mercadoPagoProvider,
  TokenResponseError,
  UpstreamUnavailableError,
} from 'mercadopago-oauth'
import { application, codeVerifier, tokenResponse } from '../helpers/application.ts'
import { printed, rejection } from '../helpers/errors.ts'
import {
  closedOrigin,
  closeServers,
  httpServer,
  httpsServer,
  tcpServer,
} from '../helpers/loopback.ts'
import { withRealSockets } from '../helpers/nock.ts'
import { describeWithCertificate } from '../helpers/self-signed.ts'

const json = { 'content-type': 'application/json' }
const good = JSON.stringify(tokenResponse)

/** A client whose provider is at this origin. */
function clientOf(origin: string, options: Partial<ClientOptions> = {}): Client {
  const provider = {
    ...mercadoPagoProvider(),
    tokenEndpoint: `${origin}/oauth/token`,
    userInfoEndpoint: `${origin}/users/me`,
  }
  return createClient({ ...application, provider, ...options })
}

function exchange(client: Client): Promise<unknown> {
  return client.authorizationCodeGrant({ code: 'canary-code', codeVerifier })
}

/** The other end's view that a connection is over. */
async function closed(socket: Socket | undefined): Promise<void> {
  if (socket === undefined || socket.closed) return
  await new Promise((resolve) => socket.once('close', resolve))
}

/** Sends a refresh token that has no good end. */
async function unavailable(client: Client): Promise<UpstreamUnavailableError> {
  return await rejection(client.refreshTokenGrant('canary-refresh'), UpstreamUnavailableError)
}

describe('the transport of a client', () => {
  withRealSockets()
  afterEach(closeServers)

  it('sends exactly these headers with a form', async () => {
    const server = await httpServer((response) => response.writeHead(200, json).end(good))

    await clientOf(server.origin).refreshTokenGrant('TG-old')

    expect(server.requests).to.deep.equal([
      {
        method: 'POST',
        url: '/oauth/token',
        headers: {
          accept: 'application/json',
          'accept-encoding': 'identity',
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': '119',
          host: `127.0.0.1:${server.port}`,
          connection: 'keep-alive',
        },
        body: 'grant_type=refresh_token&refresh_token=TG-old&client_id=1234567890123456&client_secret=canary-client-secret-of-32-chars',
      },
    ])
  })

  it('sends exactly these headers for a profile', async () => {
    const server = await httpServer((response) => response.writeHead(200, json).end('{"id":1}'))

    await clientOf(server.origin).userInfo('token-1')

    expect(server.requests).to.deep.equal([
      {
        method: 'GET',
        url: '/users/me',
        headers: {
          authorization: 'Bearer token-1',
          accept: 'application/json',
          'accept-encoding': 'identity',
          host: `127.0.0.1:${server.port}`,
          connection: 'keep-alive',
        },
        body: '',
      },
    ])
  })

  it('reads a response that comes in pieces, cut inside a character', async () => {
    const bytes = Buffer.from(JSON.stringify({ ...tokenResponse, note: 'ñandú' }))
    const cut = bytes.indexOf(0xc3) + 1
    const server = await httpServer((response) => {
      response.writeHead(200, json)
      response.write(bytes.subarray(0, cut), () => response.end(bytes.subarray(cut)))
    })

    const tokens = await clientOf(server.origin).refreshTokenGrant('TG-old')

    expect(tokens.response.note).to.equal('ñandú')
  })

  for (const status of [301, 302, 303, 307, 308]) {
    it(`D05: follows no redirect with HTTP ${status}`, async () => {
      const target = await httpServer((response) => response.writeHead(200, json).end(good))
      const server = await httpServer((response) =>
        response.writeHead(status, { ...json, location: `${target.origin}/oauth/token` }).end(good),
      )

      const error = await rejection(exchange(clientOf(server.origin)), TokenResponseError)

      expect(error.code).to.equal('token_response_invalid')
      expect(error.upstreamStatus).to.equal(status)
      expect(server.requests).to.have.length(1)
      expect(target.connections).to.have.length(0)
    })
  }

  for (const encoding of ['gzip', 'deflate', 'br', 'gzip, identity']) {
    it(`refuses a response compressed by ${encoding}`, async () => {
      const server = await httpServer((response) =>
        response.writeHead(200, { ...json, 'content-encoding': encoding }).end(gzipSync(good)),
      )

      const error = await rejection(exchange(clientOf(server.origin)), TokenResponseError)

      expect(error.code).to.equal('token_response_invalid')
      expect(error.upstreamStatus).to.equal(200)
    })
  }

  it('refuses a response that only says it is compressed', async () => {
    const server = await httpServer((response) =>
      response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(good),
    )

    const error = await rejection(exchange(clientOf(server.origin)), TokenResponseError)

    expect(error.code).to.equal('token_response_invalid')
  })

  it('reads a response that says it is not compressed', async () => {
    const server = await httpServer((response) =>
      response.writeHead(200, { ...json, 'content-encoding': 'identity' }).end(good),
    )

    const tokens = await clientOf(server.origin).refreshTokenGrant('TG-old')

    expect(tokens.sellerId).to.equal('987654321')
  })

  describe('size', () => {
    it('D08: reads a response of exactly the limit', async () => {
      const server = await httpServer((response) => response.writeHead(200, json).end(good))
      const client = clientOf(server.origin, { maxBodyBytes: good.length })

      expect((await client.refreshTokenGrant('TG-old')).sellerId).to.equal('987654321')
    })

    it('D08: refuses a response of one byte more', async () => {
      const server = await httpServer((response) => response.writeHead(200, json).end(good))
      const client = clientOf(server.origin, { maxBodyBytes: good.length - 1 })

      expect((await rejection(exchange(client), TokenResponseError)).code).to.equal(
        'token_response_invalid',
      )
    })

    it('D08: reads 64 KiB and refuses more, unless told otherwise', async () => {
      const padded = good + ' '.repeat(65_536 - good.length)
      const server = await httpServer((response, { url }) =>
        response.writeHead(200, json).end(url === '/oauth/token' ? padded : `${padded} `),
      )
      const client = clientOf(server.origin)

      expect((await client.refreshTokenGrant('TG-old')).sellerId).to.equal('987654321')
      expect((await rejection(client.userInfo('token'), TokenResponseError)).code).to.equal(
        'token_response_invalid',
      )
    })

    it('D08: cuts an endless response at the limit and closes the connection', async () => {
      const chunk = Buffer.alloc(16_384, ' ')
      const server = await httpServer((response) => {
        response.writeHead(200, json)
        const pour = (): void => {
          while (!response.destroyed && response.write(chunk)) {}
        }
        response.on('drain', pour)
        pour()
      })
      const agent = new Agent()
      const clientSockets: Socket[] = []
      agent.on('free', (socket: Socket) => clientSockets.push(socket))
      const request = rejection(exchange(clientOf(server.origin, { agent })), TokenResponseError)
      await soon(() => Object.values(agent.sockets).length > 0)
      const [socket] = Object.values(agent.sockets).flatMap((sockets) => sockets ?? [])

      const error = await request

      expect(error.code).to.equal('token_response_invalid')
      expect(error.upstreamStatus).to.equal(200)
      await closed(server.connections[0])
      expect(socket?.destroyed).to.equal(true)
      // The limit, and what one read of the socket may bring beyond it.
      expect(socket?.bytesRead).to.be.below(65_536 + 2 * 65_536)
    })
  })

  describe('deadline', () => {
    const timeoutMs = 400

    for (const [what, handle] of [
      ['the headers never arrive', () => {}],
      ['nothing follows the headers', (response) => response.writeHead(200, json).flushHeaders()],
      [
        'the body stops half way',
        (response) => {
          response.writeHead(200, json).write(good.slice(0, 40))
        },
      ],
      [
        'a byte at a time keeps the connection busy',
        (response) => {
          response.writeHead(200, json)
          const dribble = setInterval(() => response.write(' '), 5)
          response.on('close', () => clearInterval(dribble))
        },
      ],
    ] satisfies [string, Parameters<typeof httpServer>[0]][]) {
      it(`D09: ends the wait when ${what}`, async () => {
        const server = await httpServer(handle)

        const error = await unavailable(clientOf(server.origin, { timeoutMs }))

        expect(error.code).to.equal('upstream_timeout')
        expect(error.status).to.equal(503)
        expect(error.requestSent).to.equal(true)
        expect(error.upstreamStatus).to.equal(undefined)
        expect(server.requests).to.have.length(1)
        await closed(server.connections[0])
      })

      it(`D11: leaves the outcome of a code unknown when ${what}`, async () => {
        const server = await httpServer(handle)

        const error = await rejection(
          exchange(clientOf(server.origin, { timeoutMs })),
          CodeExchangeError,
        )

        expect(error.code).to.equal('exchange_outcome_unknown')
        expect(error.status).to.equal(502)
        expect(error.cause).to.be.instanceOf(UpstreamUnavailableError)
        expect(server.requests).to.have.length(1)
        expect(printed(error)).to.not.include('canary')
      })
    }

    it('D09: ends the wait for a TLS handshake, with nothing sent', async () => {
      const server = await tcpServer(() => {})
      const origin = server.origin.replace('http:', 'https:')
      const limits = { connectTimeoutMs: timeoutMs, timeoutMs: 2_000_000 }

      const error = await unavailable(clientOf(origin, limits))

      expect(error.code).to.equal('upstream_timeout')
      expect(error.requestSent).to.equal(false)
      expect(server.connections).to.have.length(1)
      await closed(server.connections[0])
    })

    it('D09: ends the wait for a socket of a busy agent, with nothing sent', async () => {
      const server = await httpServer(() => {})
      const agent = new Agent({ maxSockets: 1 })
      const client = clientOf(server.origin, {
        agent,
        timeoutMs: 4 * timeoutMs,
        connectTimeoutMs: timeoutMs,
      })
      const first = unavailable(client)
      await soon(() => server.requests.length === 1)

      const error = await unavailable(client)

      expect(error.code).to.equal('upstream_timeout')
      expect(error.requestSent).to.equal(false)
      expect(server.requests).to.have.length(1)
      expect((await first).requestSent).to.equal(true)
    })

    it('lets a response take longer than the connection may', async () => {
      const server = await httpServer((response) => {
        setTimeout(() => response.writeHead(200, json).end(good), 600)
      })
      const client = clientOf(server.origin, { connectTimeoutMs: 500 })

      expect((await client.refreshTokenGrant('TG-old')).sellerId).to.equal('987654321')
    })
  })

  describe('connection', () => {
    it('D10: tells that nothing was sent when nobody listens', async () => {
      const error = await unavailable(clientOf(await closedOrigin()))

      expect(error.code).to.equal('upstream_unavailable')
      expect(error.status).to.equal(503)
      expect(error.requestSent).to.equal(false)
      expect(error.cause).to.have.property('code', 'ECONNREFUSED')
    })

    it('D10: does not call a code spent that never left', async () => {
      const error = await rejection(
        exchange(clientOf(await closedOrigin())),
        UpstreamUnavailableError,
      )

      expect(error.code).to.equal('upstream_unavailable')
      expect(error.requestSent).to.equal(false)
      expect(printed(error)).to.not.include('canary')
    })

    it('D10: tries a name that cannot be resolved twice, and sends nothing', async () => {
      const lookup = failingLookup(Number.POSITIVE_INFINITY)
      const agent = new SecureAgent({ lookup: lookup.function })

      const error = await unavailable(clientOf('https://api.server.example', { agent }))

      expect(error.code).to.equal('upstream_unavailable')
      expect(error.requestSent).to.equal(false)
      expect(error.cause).to.have.property('code', 'ENOTFOUND')
      expect(lookup.calls()).to.equal(2)
    })

    it('D10: succeeds at the second try when nothing was sent at the first', async () => {
      const server = await httpServer((response) => response.writeHead(200, json).end(good))
      const lookup = failingLookup(1)
      const agent = new Agent({ lookup: lookup.function })
      const client = clientOf(`http://localhost:${server.port}`, { agent })

      const tokens = await client.refreshTokenGrant('TG-old')

      expect(tokens.sellerId).to.equal('987654321')
      expect(lookup.calls()).to.equal(2)
      expect(server.requests).to.have.length(1)
    })

    it('D11: counts a request as sent when the server hangs up at once', async () => {
      const server = await tcpServer((socket) => socket.destroy())

      const error = await unavailable(clientOf(server.origin))

      expect(error.code).to.equal('upstream_unavailable')
      expect(error.requestSent).to.equal(true)
      expect(server.connections).to.have.length(1)
    })

    it('D11: never sends a request again that the server read before it hung up', async () => {
      const server = await httpServer((response) => response.destroy())

      const error = await unavailable(clientOf(server.origin))

      expect(error.code).to.equal('upstream_unavailable')
      expect(error.requestSent).to.equal(true)
      expect(server.requests).to.have.length(1)
      expect(server.connections).to.have.length(1)
    })

    it('D11: leaves the outcome of a code unknown when the server hangs up', async () => {
      const server = await httpServer((response) => response.destroy())

      const error = await rejection(exchange(clientOf(server.origin)), CodeExchangeError)

      expect(error.code).to.equal('exchange_outcome_unknown')
      expect(error.status).to.equal(502)
      expect(server.requests).to.have.length(1)
      expect(printed(error)).to.not.include('canary')
    })

    it('D11: leaves the outcome of a code unknown when the server resets', async () => {
      const server = await httpServer((response) => response.socket?.resetAndDestroy())

      const error = await rejection(exchange(clientOf(server.origin)), CodeExchangeError)

      expect(error.code).to.equal('exchange_outcome_unknown')
      expect(server.requests).to.have.length(1)
    })

    it('D11: does not take a body cut short for a response', async () => {
      const server = await httpServer((response) => {
        response.writeHead(200, { ...json, 'content-length': good.length + 10 })
        response.write(good, () => response.destroy())
      })

      const error = await unavailable(clientOf(server.origin))

      expect(error.code).to.equal('upstream_unavailable')
      expect(error.requestSent).to.equal(true)
      expect(server.requests).to.have.length(1)
    })

    it('D11: does not take a chunked body without its end for a response', async () => {
      const server = await httpServer((response) => {
        response.writeHead(200, json)
        response.write(good, () => response.destroy())
      })

      const error = await rejection(exchange(clientOf(server.origin)), CodeExchangeError)

      expect(error.code).to.equal('exchange_outcome_unknown')
      expect(server.requests).to.have.length(1)
    })

    it('D11: does not send a request again that met a stale connection', async () => {
      const server = await httpServer((response) => {
        if (server.requests.length === 1) response.writeHead(200, json).end(good)
        else response.destroy()
      })
      const agent = new Agent({ keepAlive: true, maxSockets: 1 })
      const client = clientOf(server.origin, { agent })
      await client.refreshTokenGrant('TG-1')

      const error = await rejection(exchange(client), CodeExchangeError)

      expect(error.code).to.equal('exchange_outcome_unknown')
      expect(server.connections).to.have.length(1)
      expect(server.requests.map(({ body }) => body.slice(0, 31))).to.deep.equal([
        'grant_type=refresh_token&refres',
        'grant_type=authorization_code&c',
      ])
    })

    it('opens a new connection when the old one was closed in between', async () => {
      const server = await httpServer((response) => response.writeHead(200, json).end(good))
      const agent = new Agent({ keepAlive: true })
      const client = clientOf(server.origin, { agent })
      await client.refreshTokenGrant('TG-1')
      await soon(() => Object.values(agent.freeSockets).length === 1)
      server.connections[0]?.destroy()
      await soon(() => Object.values(agent.freeSockets).length === 0)

      await client.refreshTokenGrant('TG-2')

      expect(server.requests).to.have.length(2)
      expect(server.connections).to.have.length(2)
    })

    it('uses the agent it was given, and its open connection', async () => {
      const server = await httpServer((response) => response.writeHead(200, json).end(good))
      const agent = new Agent({ keepAlive: true })
      const client = clientOf(server.origin, { agent })

      await client.refreshTokenGrant('TG-1')
      await soon(() => Object.values(agent.freeSockets).length === 1)
      await client.refreshTokenGrant('TG-2')

      expect(server.requests).to.have.length(2)
      expect(server.connections).to.have.length(1)
      agent.destroy()
    })

    it('asks for the address of IPv6 without the brackets of its URL', async () => {
      const server = await httpServer((response) => response.writeHead(200, json).end(good))
      const asked: (string | undefined)[] = []
      const agent = new Agent()
      const createConnection = ({ host }: { host?: string }) => {
        asked.push(host)
        return connect(server.port, '127.0.0.1')
      }
      Object.assign(agent, { createConnection })

      await clientOf(`http://[::1]:${server.port}`, { agent }).refreshTokenGrant('TG-old')

      expect(asked).to.deep.equal(['::1'])
      expect(server.requests.map(({ headers }) => headers.host)).to.deep.equal([
        `[::1]:${server.port}`,
      ])
    })

    it('D11: counts a request as sent that an agent put on a connection it had open', async () => {
      const server = await tcpServer((socket) => socket.once('data', () => socket.destroy()))
      const open = connect(server.port, '127.0.0.1')
      await once(open, 'connect')
      const agent = new Agent()
      Object.assign(agent, { createConnection: () => open })

      const error = await unavailable(clientOf(server.origin, { agent }))

      expect(error.code).to.equal('upstream_unavailable')
      expect(error.requestSent).to.equal(true)
      expect(server.connections).to.have.length(1)
    })

    it('shows nothing of a response that is not HTTP', async () => {
      const server = await tcpServer((socket) => {
        socket.once('data', () => socket.end('canary-header: canary\r\n\r\ncanary'))
      })

      const error = await unavailable(clientOf(server.origin))

      expect(error.code).to.equal('upstream_unavailable')
      expect(error.requestSent).to.equal(true)
      expect(bytesShown(error)).to.not.include('canary')
    })

    it('shows nothing of a response whose body breaks the protocol', async () => {
      const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n'
      const server = await tcpServer((socket) => {
        socket.once('data', () => socket.end(`${head}transfer-encoding: chunked\r\n\r\ncanary`))
      })

      const error = await rejection(exchange(clientOf(server.origin)), CodeExchangeError)

      expect(error.code).to.equal('exchange_outcome_unknown')
      expect(bytesShown(error)).to.not.include('canary')
    })

    it('refuses headers without end', async () => {
      const server = await tcpServer((socket) => {
        socket.once('data', () => {
          socket.write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}`)
        })
      })

      const error = await unavailable(clientOf(server.origin))

      expect(error.code).to.equal('upstream_unavailable')
      await closed(server.connections[0])
    })
  })

  describeWithCertificate('TLS', 'api.server.example', (certificate) => {
    /** An agent that finds api.server.example on this machine. */
    function agentWith(options: { ca?: string }): SecureAgent {
      return new SecureAgent({ ...options, lookup: failingLookup(0).function })
    }

    it('trusts the authority of the agent', async () => {
      const server = await httpsServer(certificate, (response) =>
        response.writeHead(200, json).end(good),
      )
      const agent = agentWith({ ca: certificate.cert })

      const client = clientOf(`https://api.server.example:${server.port}`, { agent })

      expect((await client.refreshTokenGrant('TG-old')).sellerId).to.equal('987654321')
      expect(server.requests).to.have.length(1)
    })

    it('D11: never sends a request again that the server read before it hung up', async () => {
      const server = await httpsServer(certificate, (response) => response.destroy())
      const agent = agentWith({ ca: certificate.cert })

      const error = await unavailable(
        clientOf(`https://api.server.example:${server.port}`, { agent }),
      )

      expect(error.code).to.equal('upstream_unavailable')
      expect(error.requestSent).to.equal(true)
      expect(server.requests).to.have.length(1)
    })

    it('D10: sends nothing to a server whose authority is unknown', async () => {
      const server = await httpsServer(certificate, (response) =>
        response.writeHead(200, json).end(good),
      )
      const agent = agentWith({})

      const error = await unavailable(
        clientOf(`https://api.server.example:${server.port}`, { agent }),
      )

      expect(error.code).to.equal('upstream_unavailable')
      expect(error.requestSent).to.equal(false)
      expect(error.cause).to.have.property('code', 'DEPTH_ZERO_SELF_SIGNED_CERT')
      expect(server.requests).to.have.length(0)
      expect(server.connections).to.have.length(2)
    })

    it('D10: sends nothing to a server whose certificate is for another name', async () => {
      const server = await httpsServer(certificate, (response) =>
        response.writeHead(200, json).end(good),
      )
      const agent = agentWith({ ca: certificate.cert })

      const error = await rejection(
        exchange(clientOf(`https://other.server.example:${server.port}`, { agent })),
        UpstreamUnavailableError,
      )

      expect(error.requestSent).to.equal(false)
      expect(error.cause).to.have.property('code', 'ERR_TLS_CERT_ALTNAME_INVALID')
      expect(server.requests).to.have.length(0)
      expect(printed(error)).to.not.include('canary')
    })

    it('D10: sends nothing to a server that does not speak TLS', async () => {
      const server = await httpServer((response) => response.writeHead(200, json).end(good))

      const error = await unavailable(clientOf(`https://127.0.0.1:${server.port}`))

      expect(error.code).to.equal('upstream_unavailable')
      expect(error.requestSent).to.equal(false)
      expect(server.requests).to.have.length(0)
    })
  })

  it('lets the process end as soon as its work is done', async () => {
    const server = await httpServer((response) => response.writeHead(200, json).end(good))
    const script = `
      import { createClient, mercadoPagoProvider } from 'mercadopago-oauth'
      const clientOf = (origin) => createClient({
        clientId: '1', clientSecret: 's', redirectUri: 'https://app.example/callback',
        provider: { ...mercadoPagoProvider(), tokenEndpoint: origin + '/oauth/token' },
        timeoutMs: 2_000_000, connectTimeoutMs: 2_000_000,
      })
      const tokens = await clientOf('${server.origin}').refreshTokenGrant('TG-old')
      const error = await clientOf('${await closedOrigin()}').refreshTokenGrant('TG-old').catch((one) => one)
      process.stdout.write(tokens.sellerId + ' ' + error.code)
    `

    const { stdout } = await promisify(execFile)(process.execPath, [
      '--input-type=module',
      '--eval',
      script,
    ])

    expect(stdout).to.equal('987654321 upstream_unavailable')
  })
})

/** A name service that fails so many times and then knows every name as this machine. */
function failingLookup(failures: number): { function: LookupFunction; calls: () => number } {
  let calls = 0
  return {
    calls: () => calls,
    function(hostname, options, callback) {
      calls += 1
      const isFailure = calls <= failures
      // Never at once: a real server does not respond before the caller has its socket.
      setImmediate(() => {
        if (isFailure) {
          callback(Object.assign(new Error(`no ${hostname}`), { code: 'ENOTFOUND' }), '')
        } else if (options.all) callback(null, [{ address: '127.0.0.1', family: 4 }])
        else callback(null, '127.0.0.1', 4)
      })
    },
  }
}

/** What is printed of an error and its causes, with every list of bytes read as text. */
function bytesShown(error: unknown): string {
  const decoded: string[] = []
  for (let one = error; one instanceof Error; one = one.cause) {
    for (const value of Object.values(one)) {
      if (value instanceof Uint8Array) decoded.push(Buffer.from(value).toString('latin1'))
    }
  }
  return [printed(error), ...decoded].join('\n')
}

/** Waits, turn by turn of the event loop, for something that is certain to happen. */
async function soon(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await nextTurn()
}
