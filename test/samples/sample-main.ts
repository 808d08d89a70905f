/**
 * Runs a sample in a separate process. `node sample-main.js <file> <port>` sends `listening` when the sample does,
 * and then, for the id of a seller, a token of that seller. What the sample exports as `fetch` is served on the
 * port.
 */
import { createServer } from 'node:http'
import { Server } from 'node:net'
import { pathToFileURL } from 'node:url'
import { nodeHandler } from '../helpers/web-handler.ts'

const [, , file = '', port] = process.argv
const { listen } = Server.prototype
Server.prototype.listen = function listenAloud(this: Server, ...args: unknown[]) {
  this.once('listening', () => process.send?.('listening'))
  return Reflect.apply(listen, this, args)
} as typeof listen

const sample = await import(pathToFileURL(file).href)
const tokenFor = sample.tokenFor ?? ((id: string) => sample.sellers.accessToken(id))
process.on('message', (sellerId: string) => void sendToken(sellerId))
if (sample.default?.fetch) {
  const handle = nodeHandler(sample.default.fetch)
  createServer((request, response) => void handle(request, response)).listen(Number(port))
}

async function sendToken(sellerId: string): Promise<void> {
  process.send?.(await tokenFor(sellerId))
}
