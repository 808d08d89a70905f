import { once } from 'node:events'
import http from 'node:http'
import https, { Agent, type RequestOptions } from 'node:https'
import { isIPv6 } from 'node:net'
import type { Duplex } from 'node:stream'
import { proxyOf } from './proxy.ts'
import type { Terminal } from './terminal.ts'

/** The proxy opened no tunnel. `code` is `PROXY_` and its HTTP status or what the system said. */
class ProxyError extends Error {
  override readonly name = 'ProxyError'
  readonly code: string

  constructor(reason: string) {
    super('The proxy did not open a tunnel.')
    this.code = `PROXY_${reason}`
  }
}

/** How a tunnel is opened. */
export interface TunnelOptions {
  /** From the start to the end of the TLS handshake, in milliseconds. */
  readonly timeoutMs: number
  /** Called when the proxy has opened the tunnel, before the TLS handshake with the server. */
  onOpen?(): void
}

/**
 * Connects through the proxy of the environment, and directly to hosts that need none. A request gets its
 * connection after the TLS handshake, so a request that failed before was not sent.
 */
export class ProxyAgent extends Agent {
  readonly #env: Terminal['env']
  readonly #tunnel: TunnelOptions

  constructor(env: Terminal['env'], tunnel: TunnelOptions) {
    super({ keepAlive: true })
    this.#env = env
    this.#tunnel = tunnel
  }

  override createConnection(
    options: RequestOptions,
    callback: (error: Error | null, socket: Duplex) => void,
  ): Duplex | null | undefined {
    const target = targetOf(options)
    const proxy = proxyOf(new URL(`https://${target}`), this.#env)
    if (proxy === undefined) return super.createConnection(options, callback)
    // With an error, no connection is looked at.
    const failed = (error: Error) => callback(error, undefined as never)
    this.#connect(proxy, target, options).then((socket) => callback(null, socket), failed)
    return undefined
  }

  async #connect(proxy: URL, target: string, options: RequestOptions): Promise<Duplex> {
    const timeout = AbortSignal.timeout(this.#tunnel.timeoutMs)
    const socket = await tunnel(proxy, target, timeout)
    this.#tunnel.onOpen?.()
    const secure = super.createConnection({ ...options, socket } as RequestOptions)
    if (!secure) throw new ProxyError('NO_CONNECTION')
    try {
      await once(secure, 'secureConnect', { signal: timeout })
    } catch (error) {
      // It may report a write that was cancelled.
      secure.on('error', () => {})
      secure.destroy()
      throw timeout.aborted ? Object.assign(new Error(), { code: 'ETIMEDOUT' }) : error
    }
    return secure
  }
}

function targetOf({ host, port }: RequestOptions): string {
  const name = String(host)
  return `${isIPv6(name) ? `[${name}]` : name}:${port ?? 443}`
}

/**
 * @see RFC 9110, section 9.3.6
 * @throws ProxyError
 */
async function tunnel(proxy: URL, target: string, signal: AbortSignal): Promise<Duplex> {
  const { request } = proxy.protocol === 'https:' ? https : http
  const headers = { host: target, ...credentialsOf(proxy) }
  const connect = request({
    protocol: proxy.protocol,
    hostname: proxy.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: proxy.port,
    method: 'CONNECT',
    path: target,
    headers,
    agent: false,
    signal,
  })
  connect.end()
  const [{ statusCode }, socket] = await once(connect, 'connect').catch((error) => {
    throw new ProxyError(signal.aborted ? 'ETIMEDOUT' : String(Object(error).code))
  })
  if (statusCode === 200) return socket
  socket.destroy()
  throw new ProxyError(`HTTP_${statusCode}`)
}

function credentialsOf({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {}
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` }
}

/** The agent that a client of this URL needs behind a proxy. */
export function wayOut(
  url: string,
  env: Terminal['env'],
): { agent?: Agent; connectTimeoutMs?: number } {
  const isProxied = url.startsWith('https:') && Boolean(env.https_proxy || env.HTTPS_PROXY)
  if (!isProxied) return {}
  // Two connections take longer than one; the agent, which knows the reason, gives up first.
  return { agent: new ProxyAgent(env, { timeoutMs: 4_000 }), connectTimeoutMs: 4_500 }
}
