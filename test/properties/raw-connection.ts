import { connect, type Socket } from 'node:net'

/** An answer as it came over the wire. */
export interface RawAnswer {
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

  /** The answer to these bytes, each character one of them. Rejects when the server ends without one. */
  async send(request: string, { hasBody = true }: { hasBody?: boolean } = {}): Promise<RawAnswer> {
    const socket = this.#open()
    this.#received = ''
    socket.write(request, 'latin1')
    for (;;) {
      const answer = answerIn(this.#received, hasBody)
      if (answer !== undefined) {
        if (isLast(answer)) this.close()
        return answer
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
    // What broke it is of no interest: there is no answer then.
    socket.on('error', end).on('close', end)
    this.#socket = socket
    return socket
  }
}

/** The first whole answer; `undefined` as long as there is none. */
function answerIn(text: string, hasBody: boolean): RawAnswer | undefined {
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

function isLast({ headers }: RawAnswer): boolean {
  return headers.some(([name, value]) => name === 'connection' && value.toLowerCase() === 'close')
}
