import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from 'node:net'
import { steadyServer } from './steady-server.ts'

/** A request as a loopback server saw it. */
interface SeenRequest {
  method: string | undefined
  url: string | undefined
  headers: IncomingMessage['headers']
  body: string
}

/** A server on 127.0.0.1 with a free port. */
export interface Loopback {
  origin: string
  port: number
  requests: SeenRequest[]
  /** The server's end of every connection, in order. */
  connections: Socket[]
  close(): Promise<void>
}

type Handler = (response: ServerResponse, request: IncomingMessage) => void

const running = new Set<Loopback>()

/** An HTTP server that reads each request whole and then responds with `handle`. */
export async function httpServer(handle: Handler): Promise<Loopback> {
  const requests: SeenRequest[] = []
  return await listen(steadyServer(recording(requests, handle)), 'http', requests)
}

/** The same behind TLS. */
export async function httpsServer(
  certificate: { key: string; cert: string },
  handle: Handler,
): Promise<Loopback> {
  const requests: SeenRequest[] = []
  return await listen(
    createSecureServer(certificate, recording(requests, handle)),
    'https',
    requests,
  )
}

/** A server that speaks no protocol but what `handle` writes. */
export async function tcpServer(handle: (socket: Socket) => void): Promise<Loopback> {
  return await listen(
    createTcpServer((socket) => handle(socket.resume())),
    'http',
    [],
  )
}

/** An origin where nothing listens. */
export async function closedOrigin(): Promise<string> {
  const server = await tcpServer(() => {})
  await server.close()
  return server.origin
}

/** Ends every server that a test left running. */
export async function closeServers(): Promise<void> {
  await Promise.all([...running].map((server) => server.close()))
}

function recording(requests: SeenRequest[], handle: Handler) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const { method, url, headers } = request
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      requests.push({ method, url, headers, body: Buffer.concat(chunks).toString('utf8') })
      handle(response, request)
    })
  }
}

async function listen(server: Server, scheme: string, requests: SeenRequest[]): Promise<Loopback> {
  const connections: Socket[] = []
  server.on('connection', (socket: Socket) => {
    connections.push(socket)
    socket.on('error', () => {})
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const loopback: Loopback = {
    origin: `${scheme}://127.0.0.1:${port}`,
    port,
    requests,
    connections,
    async close() {
      running.delete(loopback)
      const closed = once(server, 'close')
      server.close()
      for (const socket of connections) socket.destroy()
      await closed
    },
  }
  running.add(loopback)
  return loopback
}
