import { readdirSync, readlinkSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  createClient,
  MemoryReplayGuard,
  mercadoPagoProvider,
  SellerTokens,
} from 'mercadopago-oauth'
import { webhookSecret } from '../helpers/signed-delivery.ts'
import { steadyServer } from '../helpers/steady-server.ts'
import { expressApp, type Handler, koaApp } from './linking-apps.ts'
import { openStore } from './opened-store.ts'
import { type MapSizes, mapSizes } from './private-maps.ts'
import { codeOf, type Handlers, serveTasks } from './task-server.ts'
import type { WorkerSettings } from './worker.ts'
import type { Script } from './worker-process.ts'

// A process in which a Koa app and an Express app link sellers. It is run with `--expose-gc`, so that it
// can say what it holds on to.

/** How this process is started. */
export const appScript: Script = { url: import.meta.url, execArgv: ['--expose-gc'] }

/** The adapters, each with its own app. */
export type AppName = 'koa' | 'passport'

/** What this process may be asked, and its response. */
export interface AppTasks {
  ports: [object, Record<AppName, number>]
  /** Sets the clock. */
  clock: [{ offsetMs: number }, null]
  /** After a collection. */
  figures: [object, AppFigures]
  /** What the maps of the sellers, the client, the store and the replay guard hold. */
  maps: [object, MapSizes]
  close: [{ timeoutMs: number }, string]
}

/** What the process holds. */
export interface AppFigures {
  heapUsedBytes: number
  rssBytes: number
  /** Timers that keep the process alive. */
  timers: number
  /** Open sockets, those that keep nothing alive included; 0 where the system does not tell. */
  sockets: number
  /** Warnings of Node, such as that of too many listeners. */
  warnings: string[]
}

async function serve(handler: Handler): Promise<Server> {
  const server = steadyServer((request, response) => void handler(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

async function handlersFor(settings: WorkerSettings): Promise<Handlers<AppTasks>> {
  let { offsetMs } = settings
  const clock = () => new Date(Date.now() + offsetMs)
  const { store } = await openStore(settings.storeUrl, (settings.storeTimeoutMs * 2) / 3)
  const { authorizationEndpoint, tokenEndpoint, userInfoEndpoint, ...others } = settings
  const endpoints = { authorizationEndpoint, tokenEndpoint, userInfoEndpoint }
  const options = { ...others, provider: { ...mercadoPagoProvider(), ...endpoints }, clock }
  const client = createClient(options)
  const sellers = new SellerTokens({ ...options, client, store })
  // Where nothing is shared, the adapters' default; else they take the store for it.
  const replayGuard = new MemoryReplayGuard({ clock })
  const parts = {
    options: { ...options, sellers, ...(settings.storeUrl === 'memory:' && { replayGuard }) },
    webhookSecret,
    profileUrl: userInfoEndpoint,
    fetchTimeoutMs: settings.timeoutMs,
  }
  const koa = await serve(koaApp(parts))
  const passport = await serve(expressApp(parts))
  const warnings: string[] = []
  process.on('warning', ({ name, message }) => warnings.push(`${name}: ${message}`))
  return {
    ports: async () => ({ koa: portOf(koa), passport: portOf(passport) }),
    async clock(task) {
      offsetMs = task.offsetMs
      return null
    },
    async figures() {
      // What the first one finds dead, finalizers included, the second one frees.
      globalThis.gc?.()
      await new Promise((resolve) => setImmediate(resolve))
      globalThis.gc?.()
      const { heapUsed, rss } = process.memoryUsage()
      const timers = process.getActiveResourcesInfo().filter((type) => type === 'Timeout').length
      return { heapUsedBytes: heapUsed, rssBytes: rss, timers, sockets: openSockets(), warnings }
    },
    maps: async () => mapSizes({ sellers, client, store, replayGuard }),
    close: (task) => sellers.close(task).then(() => 'closed', codeOf),
  }
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}

/** Counted in /proc, because Node does not list unreferenced sockets. */
function openSockets(): number {
  if (process.platform !== 'linux') return 0
  const isSocket = (descriptor: string): boolean => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`).startsWith('socket:')
    } catch {
      // The one that the folder itself was read with.
      return false
    }
  }
  return readdirSync('/proc/self/fd').filter(isSocket).length
}

const [, script, settings] = process.argv
if (script === import.meta.filename && settings !== undefined) {
  void serveTasks(handlersFor(JSON.parse(settings) as WorkerSettings))
}
