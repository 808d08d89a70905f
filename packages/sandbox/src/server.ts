import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Tls } from './tls.ts'

/**
 * Listens, and returns when requests can come.
 *
 * @param tls - For https. Default: http.
 * @throws Error with code `EADDRINUSE` when the port is taken.
 */
export async function listen(
  respond: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  port: number,
  host: string,
  tls?: Tls,
): Promise<Server> {
  const server = tls ? createSecureServer(tls) : createServer()
  // Node ends a connection that was idle for 5 s. The next request of a busy client would meet that end and fail, and
  // nobody ordered the failure.
  server.keepAliveTimeout = 0
  server.on('request', (request, response) => void respond(request, response))
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (cause) {
    throw listenError(cause, port, host)
  }
  return server
}

/** Where to reach the server from this machine, without a slash at the end. */
export function urlOf(server: Server, host: string, scheme = 'http'): string {
  const { port } = server.address() as AddressInfo
  const isEverywhere = host === '0.0.0.0' || host === '::'
  const name = isEverywhere ? '127.0.0.1' : host
  return `${scheme}://${name.includes(':') ? `[${name}]` : name}:${port}`
}

/** Stops listening and ends every connection, idle or not. */
export async function close(server: Server): Promise<void> {
  if (!server.listening) return
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
}

function listenError(cause: unknown, port: number, host: string): Error {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  const why = code === 'EADDRINUSE' ? 'the port is taken' : `${code ?? 'unknown error'}`
  const error = new Error(`the sandbox cannot listen on ${host}:${port}: ${why}`, { cause })
  return Object.assign(error, { code })
}
