import http, {
  type Agent,
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
} from 'node:http'
import https from 'node:https'
import { isIP, type Socket } from 'node:net'
import { proxyOf } from '../proxy.ts'
import { ProxyAgent } from '../proxy-agent.ts'
import type { Terminal } from '../terminal.ts'

/** One request. */
export interface Request {
  readonly method: 'GET' | 'HEAD' | 'POST'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** For `HTTPS_PROXY` and `NO_PROXY`. */
  readonly env: Terminal['env']
  /** For the whole exchange, in milliseconds. */
  readonly timeoutMs: number
}

/** What came back. */
export interface Reply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** The first 64 KiB. */
  readonly body: string
}

/** How far a request without a response got. */
type Phase = 'proxy' | 'resolve' | 'connect' | 'secure' | 'response'

/** Nothing came back. */
export interface Failure {
  /** The phase in which it failed. */
  readonly phase: Phase
  /** Such as `ECONNREFUSED`; `ETIMEDOUT` when the time was over. */
  readonly code: string
}

export type Exchange = Reply | Failure

const mostBytes = 65_536

/**
 * Sends one request, once, over a new connection, and reports how far it got. Follows no redirect. Always checks
 * certificates, whatever the environment says.
 */
export function exchange(request: Request): Promise<Exchange> {
  const { url, body, env, timeoutMs } = request
  return new Promise((resolve) => {
    let phase = firstPhase(new URL(url), env)
    const onOpen = () => {
      phase = 'secure'
    }
    const isProxied = phase === 'proxy'
    const agent = isProxied ? new ProxyAgent(env, { timeoutMs, onOpen }) : false
    const outgoing = open(request, agent)
    const timer = setTimeout(() => end({ phase, code: 'ETIMEDOUT' }), timeoutMs)

    function end(result: Exchange): void {
      clearTimeout(timer)
      resolve(result)
      outgoing.destroy()
    }
    outgoing.on('error', (error) => end({ phase, code: codeOf(error) }))
    outgoing.once('socket', (socket: Socket) => {
      // A TLS socket that is destroyed in its handshake may report a write that was cancelled, to nobody.
      socket.on('error', () => {})
      if (isProxied) phase = 'response'
      socket.once('lookup', (error) => {
        if (!error) phase = 'connect'
      })
      socket.once('connect', () => {
        phase = url.startsWith('https:') ? 'secure' : 'response'
      })
      socket.once('secureConnect', () => {
        phase = 'response'
      })
    })
    outgoing.on('upgrade', () => end({ phase: 'response', code: 'HPE_UPGRADE' }))
    outgoing.on('response', (incoming) => {
      const { statusCode: status = 0, headers } = incoming
      incoming.on('error', (error) => end({ phase, code: codeOf(error) }))
      collect(incoming, (text) => end({ status, headers, body: text }))
    })
    outgoing.end(body)
  })
}

function firstPhase(url: URL, env: Terminal['env']): Phase {
  if (proxyOf(url, env) !== undefined) return 'proxy'
  return isIP(url.hostname.replace(/^\[|\]$/g, '')) === 0 ? 'resolve' : 'connect'
}

function open({ method, url, headers, body }: Request, agent: Agent | false): ClientRequest {
  const { request } = url.startsWith('https:') ? https : http
  return request(url, {
    method,
    agent,
    rejectUnauthorized: true,
    headers: {
      ...headers,
      'accept-encoding': 'identity',
      ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
    },
  })
}

function collect(incoming: IncomingMessage, done: (body: string) => void): void {
  const chunks: Buffer[] = []
  let bytes = 0
  const finish = () => done(Buffer.concat(chunks).subarray(0, mostBytes).toString('utf8'))
  incoming.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes >= mostBytes) finish()
  })
  incoming.on('end', finish)
}

/** Never the message: it may quote what was sent. */
function codeOf(error: Error): string {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && /^[A-Z][A-Z\d_]{1,60}$/.test(code) ? code : 'unknown error'
}
