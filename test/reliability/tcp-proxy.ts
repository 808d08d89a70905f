import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** Stands before a database server, so that its line can be cut or go dead. */
export class TcpProxy {
  readonly #target: { host: string; port: number }
  readonly #sockets = new Set<Socket>()
  #server: Server | undefined
  #port = 0
  #isStalled = false

  constructor(url: string) {
    const { hostname, port } = new URL(url)
    this.#target = { host: hostname, port: Number(port) }
  }

  /** The same address through the proxy. */
  through(url: string): string {
    const address = new URL(url)
    address.port = String(this.#port)
    return address.href
  }

  async open(): Promise<void> {
    const server = createServer((socket) => this.#relay(socket))
    server.listen(this.#port, '127.0.0.1')
    await once(server, 'listening')
    this.#server = server
    this.#port = (server.address() as AddressInfo).port
  }

  /** From now on nothing arrives, either way, and nobody is told. */
  stall(): void {
    this.#isStalled = true
    for (const socket of this.#sockets) socket.pause()
  }

  /** What was on the line arrives late. */
  resume(): void {
    this.#isStalled = false
    for (const socket of this.#sockets) socket.resume()
  }

  /** Ends every connection, and takes no new one until it is opened again. */
  async cut(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    this.#isStalled = false
    for (const socket of this.#sockets) socket.destroy()
    if (server === undefined) return
    const closed = once(server, 'close')
    server.close()
    await closed
  }

  #relay(near: Socket): void {
    const far = connect(this.#target)
    this.#join(near, far)
    this.#join(far, near)
  }

  #join(from: Socket, to: Socket): void {
    this.#sockets.add(from)
    from.on('data', (chunk) => to.write(chunk))
    from.on('error', () => {})
    from.on('close', () => {
      this.#sockets.delete(from)
      to.destroy()
    })
    if (this.#isStalled) from.pause()
  }
}
