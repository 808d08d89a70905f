import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Handles requests: a Koa app's `callback()`, or an Express app. */
export type Listener = (request: IncomingMessage, response: ServerResponse) => unknown

/** An HTTP server for this machine only, under all its names. */
export interface Loopback {
  readonly port: number
  serve(listener: Listener): void
  /** Stops listening, waits for the responses under way, at most 10 s, and ends every connection. */
  close(): Promise<void>
}

/**
 * Listens on 127.0.0.1 and, where there is one, on ::1: `localhost` may mean either, and another
 * program on the other one would get our callbacks.
 */
export async function listenOnLoopback(port: number): Promise<Loopback> {
  const ipv4 = await listen(port, '127.0.0.1')
  const address = ipv4.address() as AddressInfo
  const ipv6 = await listen(address.port, '::1').catch(absent)
  const servers = ipv6 === undefined ? [ipv4] : [ipv4, ipv6]
  const underWay = new UnderWay()
  return {
    port: address.port,
    serve(listener) {
      for (const server of servers) {
        server.on('request', (request, response) => {
          underWay.add(response)
          void listener(request, response)
        })
      }
    },
    async close() {
      await Promise.all(servers.map((server) => close(server, underWay)))
    },
  }
}

async function listen(port: number, host: string): Promise<Server> {
  const server = createServer().listen(port, host)
  await once(server, 'listening')
  return server
}

/** A machine, or a container, without IPv6. */
function absent(error: { code?: string }): undefined {
  if (error.code !== 'EADDRNOTAVAIL' && error.code !== 'EAFNOSUPPORT') throw error
}

async function close(server: Server, underWay: UnderWay): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  await underWay.ended()
  // Browsers hold connections open that they have not used yet; those would keep the process alive.
  server.closeAllConnections()
  await closed
}

/** How long Mercado Pago may take to respond to a request that users wait for. */
const patienceMs = 10_000

/** The responses that have begun and not ended. */
class UnderWay {
  readonly #responses = new Set<ServerResponse>()

  add(response: ServerResponse): void {
    this.#responses.add(response)
    response.once('close', () => this.#responses.delete(response))
  }

  async ended(): Promise<void> {
    const deadline = AbortSignal.timeout(patienceMs)
    const ends = [...this.#responses].map((response) =>
      once(response, 'close', { signal: deadline }),
    )
    await Promise.allSettled(ends)
  }
}
