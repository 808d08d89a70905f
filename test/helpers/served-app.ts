import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Application } from 'express'
import { Browser } from './browser.ts'

/** An app on a real socket, and a browser in front of it. */
export interface ServedApp {
  browser: Browser
  stop(): Promise<void>
}

/** Serves anything that handles Node requests: Express 4, Express 5, Koa's callback. */
export async function serve(
  handler: Application | Parameters<typeof createServer>[1],
): Promise<ServedApp> {
  const server = createServer(handler as Parameters<typeof createServer>[1])
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    browser: new Browser(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
