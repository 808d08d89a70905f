import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** What a proxy does with `CONNECT`. */
type Rule = (socket: Duplex, request: IncomingMessage) => void

/** An HTTP proxy on loopback that opens tunnels. Names resolve nowhere but here. */
export class ConnectProxy {
  /** What tunnels were asked for, such as `api.example:443`. */
  readonly targets: (string | undefined)[] = []
  readonly credentials: (string | undefined)[] = []
  rule: Rule
  readonly #sockets = new Set<Socket>()
  readonly #server = createServer((_request, response) => response.writeHead(501).end())

  private constructor(port: number) {
    this.rule = (socket) => {
      const upstream = connect(port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
        socket.pipe(upstream).pipe(socket)
      })
      upstream.on('error', () => socket.destroy())
      socket.on('error', () => upstream.destroy())
    }
    this.#server.on('connection', (socket) => this.#sockets.add(socket))
    this.#server.on('connect', (request, socket) => {
      this.targets.push(request.url)
      this.credentials.push(request.headers['proxy-authorization'])
      this.rule(socket, request)
    })
  }

  /** Every tunnel leads to this port of loopback. */
  static async to(port: number): Promise<ConnectProxy> {
    const proxy = new ConnectProxy(port)
    proxy.#server.listen(0, '127.0.0.1')
    await once(proxy.#server, 'listening')
    return proxy
  }

  /** Without the scheme. */
  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** From now on it refuses with this status. */
  refuse(status: string): void {
    this.rule = (socket) => void socket.end(`HTTP/1.1 ${status}\r\ncontent-length: 0\r\n\r\n`)
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }
}
