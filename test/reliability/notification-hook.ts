import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { steadyServer } from '../helpers/steady-server.ts'
import type { ArrivedNotification } from './worker.ts'

/** Takes the provider's notifications to wherever a run wants them. */
export class NotificationHook {
  /** Returns the status of the reply. */
  readonly #deliver: (arrived: ArrivedNotification) => Promise<number>
  readonly #server = steadyServer((request, response) => {
    void this.#statusFor(request).then((status) => response.writeHead(status).end())
  })

  private constructor(deliver: (arrived: ArrivedNotification) => Promise<number>) {
    this.#deliver = deliver
  }

  static async start(
    deliver: (arrived: ArrivedNotification) => Promise<number>,
  ): Promise<NotificationHook> {
    const hook = new NotificationHook(deliver)
    await new Promise<void>((resolve) => hook.#server.listen(0, '127.0.0.1', resolve))
    return hook
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/notifications`
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #statusFor(request: IncomingMessage): Promise<number> {
    const arrived = await arrivedIn(request)
    // What cannot be delivered now comes again.
    return await this.#deliver(arrived).catch(() => 503)
  }
}

async function arrivedIn(request: IncomingMessage): Promise<ArrivedNotification> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  )
  const [, query = ''] = (request.url ?? '').split('?')
  return { headers, query, body: Buffer.concat(chunks).toString() }
}
