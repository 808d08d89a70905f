import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Browser } from './browser.ts'
import { steadyServer } from './steady-server.ts'

/** An app on a real socket, and a browser in front of it. */
export interface ServedApp {
  origin: string
  browser: Browser
  stop(): Promise<void>
}

/** Serves anything that handles Node's requests: Express 4, Express 5, Koa's callback. */
export async function serve(
  handler: (request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<ServedApp> {
  const server = steadyServer((request, response) => void handler(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    browser: new Browser(origin),
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
