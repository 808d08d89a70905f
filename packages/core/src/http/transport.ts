import type { Agent, ClientRequest, IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { TokenResponseError, UpstreamUnavailableError } from '../errors.ts'
import { invalidType, positiveInteger } from '../option.ts'

/** Limits of one request. None can be switched off. */
export interface TransportOptions {
  /** From the start to the last byte of the response, in milliseconds. Default 10,000. */
  timeoutMs?: number
  /** From the start to a usable connection, TLS included, in milliseconds. Default 3,000. */
  connectTimeoutMs?: number
  /** Most bytes a response's body may have. Default 65,536. */
  maxBodyBytes?: number
  /** For a proxy or a private certificate authority. Default: Node's global agent. */
  agent?: Agent
}

/** Default of `timeoutMs`. */
export const defaultTimeoutMs = 10_000

export interface HttpRequest {
  method: 'GET' | 'POST' | 'DELETE'
  url: string
  headers: Record<string, string>
  body?: string
}

export interface HttpResponse {
  /** The request: its secrets must not appear in an error. */
  request: HttpRequest
  status: number
  headers: IncomingMessage['headers']
  body: string
}

/** Sends one request and reads its response whole. */
export type Transport = (request: HttpRequest) => Promise<HttpResponse>

/**
 * The transport of a client, over `node:https`; `node:http` on loopback. It follows no redirect,
 * takes no compressed body, and ends at its deadline whatever the server does.
 *
 * A request that never reached the server is retried once. A request that may have reached it is never retried,
 * because a code and a refresh token are single use.
 */
export function createTransport(options: TransportOptions = {}): Transport {
  assertAgent(options.agent)
  const limits: Limits = {
    timeoutMs: positiveInteger(options.timeoutMs, 'timeoutMs', defaultTimeoutMs),
    connectTimeoutMs: positiveInteger(options.connectTimeoutMs, 'connectTimeoutMs', 3_000),
    maxBodyBytes: positiveInteger(options.maxBodyBytes, 'maxBodyBytes', 65_536),
    agent: options.agent,
  }
  return async (request) => {
    const deadline = Date.now() + limits.timeoutMs
    try {
      return await send(request, limits, limits.timeoutMs)
    } catch (error) {
      const remainingMs = deadline - Date.now()
      if (!isUnsent(error) || remainingMs <= 0) throw error
      return await send(request, limits, remainingMs)
    }
  }
}

/** As `node:http` itself tells one. An agent of undici, which `fetch` takes, is none. */
function assertAgent(agent: unknown): void {
  if (agent === undefined || typeof Object(agent).addRequest === 'function') return
  throw invalidType('agent', 'must be an http.Agent or https.Agent of Node, not one of undici')
}

interface Limits {
  timeoutMs: number
  connectTimeoutMs: number
  maxBodyBytes: number
  agent: Agent | undefined
}

function isUnsent(error: unknown): boolean {
  return (
    error instanceof UpstreamUnavailableError &&
    error.code === 'upstream_unavailable' &&
    !error.requestSent
  )
}

function send(request: HttpRequest, limits: Limits, timeoutMs: number): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const outgoing = open(request, limits.agent)
    let connected = false
    const total = setTimeout(() => fail(timeout()), timeoutMs)
    const connecting = outgoing.reusedSocket
      ? undefined
      : setTimeout(() => fail(timeout()), Math.min(limits.connectTimeoutMs, timeoutMs))

    function timeout(): UpstreamUnavailableError {
      return new UpstreamUnavailableError('upstream_timeout', { requestSent: connected })
    }
    function settle(): void {
      clearTimeout(total)
      clearTimeout(connecting)
    }
    function fail(error: Error): void {
      settle()
      outgoing.destroy()
      reject(error)
    }
    function lost(cause: Error): void {
      // A parser's error keeps the bytes it stumbled over, and they may hold tokens.
      Reflect.deleteProperty(cause, 'rawPacket')
      fail(new UpstreamUnavailableError('upstream_unavailable', { cause, requestSent: connected }))
    }

    onConnected(outgoing, request.url, () => {
      connected = true
      clearTimeout(connecting)
    })
    onResent(outgoing, () => {
      fail(new UpstreamUnavailableError('upstream_unavailable', { requestSent: true }))
    })
    outgoing.on('error', lost)
    outgoing.on('upgrade', (incoming, socket) => {
      socket.destroy()
      fail(new TokenResponseError({ upstreamStatus: incoming.statusCode }))
    })
    outgoing.on('response', (incoming) => {
      incoming.on('error', lost)
      collect(incoming, limits.maxBodyBytes, fail, (body) => {
        settle()
        resolve({ request, status: incoming.statusCode ?? 0, headers: incoming.headers, body })
      })
    })
    outgoing.end(request.body)
  })
}

function open({ method, url, headers }: HttpRequest, agent: Agent | undefined): ClientRequest {
  const { protocol, hostname, port, pathname, search } = new URL(url)
  // Asked for here, not imported: a process that only starts should not wait for TLS to load. The property is read
  // at each request, because nock and agents patch it.
  const { request } = process.getBuiltinModule(protocol === 'https:' ? 'node:https' : 'node:http')
  return request({
    protocol,
    // A URL writes the address of IPv6 in brackets, a socket does not.
    hostname: hostname.replace(/^\[(.*)\]$/, '$1'),
    port,
    path: pathname + search,
    method,
    headers: { ...headers, accept: 'application/json', 'accept-encoding': 'identity' },
    agent,
  })
}

/** Tells when bytes of the request may start to reach the server; over TLS that is after the handshake. */
function onConnected(outgoing: ClientRequest, url: string, connected: () => void): void {
  outgoing.once('socket', (socket: Socket) => {
    if (outgoing.reusedSocket || !socket.connecting) return connected()
    socket.once(url.startsWith('https:') ? 'secureConnect' : 'connect', connected)
    // A TLS socket that is destroyed in its handshake may report a cancelled write when nobody listens any more.
    socket.on('error', () => {})
  })
  // workerd has no sockets to watch: there, any request that was passed on may have been sent.
  outgoing.once('finish', () => {
    if (!outgoing.socket) connected()
  })
}

/**
 * Tells when the runtime is about to send the request a second time. Deno does (2.9.6), on a new socket, after
 * a kept connection broke; a code or a refresh token must not go out twice.
 */
function onResent(outgoing: ClientRequest, resent: () => void): void {
  outgoing.once('socket', () => outgoing.once('socket', resent))
}

function collect(
  incoming: IncomingMessage,
  maxBytes: number,
  fail: (error: Error) => void,
  done: (body: string) => void,
): void {
  const { 'content-encoding': encoding = 'identity' } = incoming.headers
  if (encoding !== 'identity') {
    fail(new TokenResponseError({ upstreamStatus: incoming.statusCode }))
    return
  }
  const chunks: Buffer[] = []
  let bytes = 0
  incoming.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > maxBytes) fail(new TokenResponseError({ upstreamStatus: incoming.statusCode }))
    else chunks.push(chunk)
  })
  incoming.on('end', () => done(Buffer.concat(chunks).toString('utf8')))
}
