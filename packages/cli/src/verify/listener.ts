import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { FailedError, reasonOf } from '../failure.ts'
import type { Delivery, Inbox } from './inbox.ts'

const mostBytes = 65_536
const page = '<!doctype html><title>Received</title><p>Received. Go back to the terminal.'

/** Listens on this machine for what the browser brings back, and for notifications. */
export class Listener {
  readonly #inbox: Inbox
  readonly #server: Server
  readonly #callbacks = new Map<string, URLSearchParams>()

  private constructor(inbox: Inbox) {
    this.#inbox = inbox
    this.#server = createServer((request, response) => this.#receive(request, response))
  }

  /** @throws FailedError when the port cannot be used. */
  static async on(port: number, inbox: Inbox): Promise<Listener> {
    const listener = new Listener(inbox)
    try {
      listener.#server.listen(port, '127.0.0.1')
      await once(listener.#server, 'listening')
    } catch (error) {
      throw new FailedError(`Port ${port} of this machine cannot be used: ${reasonOf(error)}.`)
    }
    return listener
  }

  /** The query that came back with this state, if one did. */
  callback(state: string): URLSearchParams | undefined {
    return this.#callbacks.get(state)
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.#server.closeAllConnections()
    await closed
  }

  #receive(request: IncomingMessage, response: ServerResponse): void {
    const query = (request.url ?? '').split('?', 2)[1] ?? ''
    if (request.method === 'POST') {
      this.#take(request, response, query)
      return
    }
    const values = new URLSearchParams(query)
    const state = values.get('state')
    const isCallback = state !== null && (values.has('code') || values.has('error'))
    if (isCallback && request.method === 'GET') this.#callbacks.set(state, values)
    response.writeHead(isCallback ? 200 : 404, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    })
    response.end(isCallback ? page : 'Not found')
  }

  #take(request: IncomingMessage, response: ServerResponse, query: string): void {
    const chunks: Buffer[] = []
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > mostBytes) request.destroy()
      else chunks.push(chunk)
    })
    request.on('end', () => {
      const { headers } = request
      const delivery: Delivery = { headers, query, body: Buffer.concat(chunks).toString('utf8') }
      response.writeHead(this.#inbox.take(delivery)).end()
    })
  }
}
