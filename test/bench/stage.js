import { once } from 'node:events'
import { createServer } from 'node:net'
import { callbackPath } from './application.js'
import { Child } from './child.js'

const serverCore = 0
const otherCore = 1

/** A token endpoint and the sellers, on one core; the servers that link them, one at a time, on another. */
export class Stage {
  #settings
  #tokenEndpoint
  #load
  #server

  static async open() {
    const stage = new Stage()
    const [port, tokenPort] = await freePorts(2)
    stage.#settings = {
      port,
      tokenPort,
      redirectUri: `http://127.0.0.1:${port}${callbackPath}`,
      tokenEndpoint: `http://127.0.0.1:${tokenPort}/oauth/token`,
    }
    const others = { core: otherCore, settings: stage.#settings }
    stage.#tokenEndpoint = await Child.start('logins/token-endpoint.js', others)
    stage.#load = await Child.start('logins/load.js', others)
    return stage
  }

  /** Starts the server of a contender, in place of the one before. */
  async serve(contender) {
    await this.#server?.end()
    const settings = { ...this.#settings, contender }
    const execArgv = ['--expose-gc']
    this.#server = await Child.start('logins/server.js', { core: serverCore, settings, execArgv })
  }

  /**
   * Has sellers visit the server, so many at a time, and tells what a visit cost.
   *
   * @param kind - one of those that `logins/load.js` knows
   */
  async visits(kind, { count, width = 16 }) {
    const before = await this.#server.ask('usage')
    const { seconds, p50Ms, p99Ms } = await this.#load.ask(kind, {
      origin: this.origin,
      count,
      width,
    })
    const { cpuMs, peakMib } = await this.#server.ask('usage')
    const perVisitMs = (cpuMs - before.cpuMs) / count
    return { cpuMs: perVisitMs, perSecond: count / seconds, p50Ms, p99Ms, peakMib }
  }

  /** Where the contender listens. */
  get origin() {
    return `http://127.0.0.1:${this.#settings.port}`
  }

  get tokenEndpoint() {
    return this.#settings.tokenEndpoint
  }

  /** What the server's heap holds after a forced collection. */
  heapMib() {
    return this.#server.ask('heapMib')
  }

  /** How many refresh requests came since this was asked last, and the most for one seller. */
  renewals() {
    return this.#tokenEndpoint.ask('renewals')
  }

  async close() {
    for (const child of [this.#server, this.#load, this.#tokenEndpoint]) await child?.end()
  }
}

/** Ports where nothing listens just now. */
async function freePorts(count) {
  const probes = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(probes.map((probe) => once(probe, 'listening')))
  const ports = probes.map((probe) => probe.address().port)
  await Promise.all(probes.map((probe) => once(probe.close(), 'close')))
  return ports
}
