import { connect, type Socket } from 'node:net'

/** A response as it came over the wire. */
export interface RawResponse {
  status: number
  /** Name in lower case and value, in order. */
  headers: readonly (readonly [name: string, value: string])[]
  body: string
}

/** A connection to a server that stays open, over which any bytes can be sent as a request. */
export class RawConnection {
  readonly #port: number
  #socket: Socket | undefined
  #received = ''
  #arrived: () => void = () => {}
  #isEnded = false

  constructor(origin: string) {
    this.#port = Number(new URL(origin).port)
  }

  /** The response to these bytes, each character one of them. Rejects when the server ends without one. */
  async send(
    request: string,
    { hasBody = true }: { hasBody?: boolean } = {},
  ): Promise<RawResponse> {
    const socket = this.#open()
    this.#received = ''
    socket.write(request, 'latin1')
    for (;;) {
      const response = responseIn(this.#received, hasBody)
      if (response !== undefined) {
        if (isLast(response)) this.close()
        return response
      }
      if (this.#isEnded) throw new Error('the server ended the connection without an answer')
      await new Promise<void>((resolve) => {
        this.#arrived = resolve
      })
    }
  }

  close(): void {
    this.#socket?.destroy()
    this.#socket = undefined
  }

  #open(): Socket {
    if (this.#socket !== undefined && !this.#isEnded) return this.#socket
    const socket = connect(this.#port, '127.0.0.1').setEncoding('latin1').setNoDelay()
    this.#isEnded = false
    socket.on('data', (text: string) => {
      this.#received += text
      this.#arrived()
    })
    const end = () => {
      if (this.#socket !== socket) return
      this.#isEnded = true
      this.#arrived()
    }
    // What broke it is of no interest: there is no response then.
    socket.on('error', end).on('close', end)
    this.#socket = socket
    return socket
  }
}

/** The first whole response; `undefined` as long as there is none. */
function responseIn(text: string, hasBody: boolean): RawResponse | undefined {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const [first = '', ...lines] = text.slice(0, end).split('\r\n')
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
  })
  const length = Number(headers.find(([name]) => name === 'content-length')?.[1] ?? 0)
  const body = text.slice(end + 4)
  if (hasBody && body.length < length) return undefined
  return { status: Number(first.split(' ')[1]), headers, body: body.slice(0, length) }
}

function isLast({ headers }: RawResponse): boolean {
  return headers.some(([name, value]) => name === 'connection' && value.toLowerCase() === 'close')
}
