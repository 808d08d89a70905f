import { connect, type Socket } from 'node:net'

/** How many responses had which status. */
export type Statuses = Map<number, number>

/** How many requests are sent before the first response is awaited. */
const atOnce = 20
const firstLine = /HTTP\/1\.1 (\d{3}) /g

/** A connection on which requests follow each other without a pause. Their responses are only counted. */
export class FloodConnection {
  readonly #socket: Socket

  private constructor(socket: Socket) {
    this.#socket = socket
  }

  static async open(port: number): Promise<FloodConnection> {
    const socket = connect(port, '127.0.0.1').setEncoding('latin1').setNoDelay()
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve).once('error', reject)
    })
    return new FloodConnection(socket)
  }

  /**
   * Rejects when the server ends the connection.
   *
   * @param request - makes the text of the next request, which has no body.
   */
  async send(count: number, request: () => string, statuses: Statuses): Promise<void> {
    for (let left = count; left > 0; left -= atOnce) {
      const size = Math.min(left, atOnce)
      const responses = this.#responses(size, statuses)
      this.#socket.write(Array.from({ length: size }, request).join(''))
      await responses
    }
  }

  close(): void {
    this.#socket.destroy()
  }

  #responses(count: number, statuses: Statuses): Promise<void> {
    const socket = this.#socket
    return new Promise((resolve, reject) => {
      let text = ''
      const ended = () => reject(new Error('the server ended the connection'))
      const read = (more: string) => {
        text += more
        const found = [...text.matchAll(firstLine)]
        if (found.length < count) return
        socket.off('data', read).off('close', ended)
        for (const [, status] of found) {
          statuses.set(Number(status), (statuses.get(Number(status)) ?? 0) + 1)
        }
        resolve()
      }
      socket.on('data', read).once('close', ended)
    })
  }
}
