import { randomBytes } from 'node:crypto'
import http from 'node:http'
import https from 'node:https'
import net from 'node:net'
import tls from 'node:tls'

// What a process looks like before the packages are loaded, and after sellers were linked and renewed with them.
// Says on its standard output what is different, as JSON. A process that does not exit has something left open.

/** The frameworks and drivers come first: what they change is not ours. */
await Promise.all(
  ['koa', '@koa/router', 'express', 'passport', 'passport-oauth2', 'cookie', 'pg', 'redis'].map(
    (name) => import(name),
  ),
)

const before = look()
const { adapters } = await import('../helpers/adapters.ts')
const { TokenServer } = await import('../helpers/token-server.ts')
const { SellerWorld } = await import('../helpers/seller-world.ts')
await Promise.all(
  ['mysql', 'postgres', 'redis', 'sqlite'].map((store) => import(`mercadopago-oauth-${store}`)),
)
const { createSandbox } = await import('mercadopago-oauth-sandbox')

for (const adapter of adapters) {
  const server = await TokenServer.start()
  const app = await adapter.start({
    clientId: '1234567890123456',
    clientSecret: randomBytes(16).toString('hex'),
    redirectUri: 'https://app.example/callback',
    provider: server.provider,
  })
  const browser = app.browser('shop-1')
  const { state } = await browser.connect()
  const { status } = await browser.callback({ code: 'TG-1', state })
  if (status !== 200) throw new Error(`the link was answered with ${status}`)
  await app.stop()
  await server.stop()
}
const world = await SellerWorld.open()
const machine = world.machine()
await machine.link(world.tokens(), { owner: 'shop-1' })
world.advanceDays(160)
for await (const { renewed } of machine.renewDue()) {
  if (!renewed) throw new Error('the seller was not renewed')
}
await world.close()
await (await createSandbox()).close()

const after = look()
const names = [...new Set([...before.keys(), ...after.keys()])]
const changed = names.filter((name) => before.get(name) !== after.get(name))
process.stdout.write(JSON.stringify({ looked: names.length, changed }))

/** Everything a package could change for others: a value for each name, the same as long as nothing is touched. */
function look(): Map<string, unknown> {
  const seen = new Map<string, unknown>()
  const { prototypes, modules } = shared()
  for (const [name, value] of [...Object.entries(prototypes), ...Object.entries(modules)]) {
    for (const key of Reflect.ownKeys(value)) {
      const { value: member, get, set } = Reflect.getOwnPropertyDescriptor(value, key) ?? {}
      seen.set(`${name}.${String(key)}`, member ?? get ?? set)
    }
  }
  for (const key of Reflect.ownKeys(globalThis)) seen.set(`globalThis.${String(key)}`, true)
  for (const [name, { globalAgent }] of Object.entries({ http, https })) {
    const settings = [globalAgent.maxSockets, Reflect.get(globalAgent, 'options')]
    seen.set(`${name}.globalAgent itself`, globalAgent)
    seen.set(`${name}.globalAgent: ${JSON.stringify(settings)}`, true)
  }
  for (const name of process.eventNames()) {
    seen.set(`listeners of ${String(name)}`, process.listenerCount(name))
  }
  for (const [name, value] of Object.entries(process.env)) seen.set(`environment ${name}`, value)
  return seen
}

function shared() {
  const classes = [Object, Array, Function, String, Number, Date, RegExp, Map, Set, Promise, Error]
  const { IncomingMessage, ServerResponse, ClientRequest, Server, Agent } = http
  const ofNode = [IncomingMessage, ServerResponse, ClientRequest, Server, Agent, net.Socket]
  const ofWeb = [tls.TLSSocket, URL, URLSearchParams, Buffer]
  const prototypes: Record<string, object> = { 'https.Agent.prototype': https.Agent.prototype }
  for (const one of [...classes, ...ofNode, ...ofWeb]) {
    prototypes[`${one.name}.prototype`] = one.prototype
  }
  return { prototypes, modules: { http, https, net, tls, JSON, Math, process } }
}
