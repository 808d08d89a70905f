import Router from '@koa/router'
import Koa from 'koa'
import { createApi } from './api/api.ts'
import { Preferences } from './checkout/preferences.ts'
import { Clock } from './clock.ts'
import { type Control, createControl } from './control/control.ts'
import { Feed } from './control/feed.ts'
import { viewApplication, viewConnection, viewPreference } from './control/state.ts'
import { addAssets } from './endpoints/assets.ts'
import { addAuthorizationEndpoint } from './endpoints/authorization.tsx'
import { addCheckout } from './endpoints/checkout.tsx'
import { addControlRoom } from './endpoints/control-room/control-room.ts'
import { addHome } from './endpoints/home.tsx'
import { addPreferences } from './endpoints/preferences.ts'
import { addSellerApplications } from './endpoints/seller-applications.tsx'
import { addTokenEndpoint } from './endpoints/token.ts'
import { addUsersMeEndpoint } from './endpoints/users-me.ts'
import { FaultQueue } from './faults/fault-queue.ts'
import { cutConnections } from './faults/fault-strike.ts'
import { Connections } from './grants/connections.ts'
import { GrantLife } from './grants/grant-life.ts'
import { Ledger } from './grants/ledger.ts'
import { Log } from './log.ts'
import { type LoggedNotification, Outbox } from './notifications/outbox.ts'
import { assertOption, assertPort } from './option.ts'
import type { Refusal } from './refusals/refusal.ts'
import { type Application, type ApplicationOptions, Applications } from './registry/application.ts'
import { type Seller, testSellers } from './registry/seller.ts'
import { type LoggedRequest, logRequests, type NotedState } from './request-log.ts'
import { close, listen, urlOf } from './server.ts'
import { createSwitches, type Switches } from './switches/switches.ts'

const loggedPaths = [
  '/authorization',
  '/oauth/token',
  '/users/me',
  '/checkout/preferences',
  '/checkout/preferences/:id',
]

/** Options of `createSandbox()`. */
export interface SandboxOptions {
  /** Default: 0, any free port. */
  port?: number
  /** Address to listen on. Default: `127.0.0.1`, this machine only. */
  host?: string
  /** What the sandbox's clock says at the start. Default: real time. */
  startAt?: Date
  /** Default: one application, `Feria`, without a redirect URI. */
  applications?: readonly ApplicationOptions[]
  /** Who can consent. Default: five sellers from five countries. */
  sellers?: readonly Seller[]
  /** Where the documents are silent or contradict each other. Default: as in `switchTable`. */
  switches?: Partial<Switches>
}

/** A running Mercado Pago of one's own. */
export interface Sandbox extends Control {
  /** E.g. `http://127.0.0.1:4400`, without a slash at the end. */
  readonly url: string
  /** Absolute URLs. */
  readonly endpoints: {
    readonly authorizationEndpoint: string
    readonly tokenEndpoint: string
    readonly userInfoEndpoint: string
  }
  /** The first application. Its settings are live: change one, and the next request sees it. */
  readonly application: Application
  /** Stops listening, ends every connection at once and drops what was still to be sent. */
  close(): Promise<void>
}

/**
 * Starts a local Mercado Pago.
 *
 * @throws TypeError with code `ERR_INVALID_ARG_VALUE` for an option that cannot be right.
 * @throws Error with code `EADDRINUSE` when the port is taken.
 */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, host = '127.0.0.1' } = options
  assertPort(port)
  const feed = new Feed()
  const switches = createSwitches(options.switches ?? {}, (name, value) =>
    feed.tell({ type: 'switch', name, value }),
  )
  const sellers = Object.freeze([...(options.sellers ?? testSellers)])
  const [firstSeller] = sellers
  assertOption(firstSeller !== undefined, 'sellers', 'at least one')
  const applications = new Applications((changed) =>
    feed.tell({ type: 'application', application: viewApplication(changed) }),
  )
  const [application] = (options.applications ?? [{}]).map((each) => applications.add(each))
  assertOption(application !== undefined, 'applications', 'at least one')

  const clock: Clock = new Clock(options.startAt, () =>
    feed.tell({ type: 'clock', now: clock.now() }),
  )
  const faults = new FaultQueue((pending) => feed.tell({ type: 'faults', faults: pending }))
  const requests = new Log<LoggedRequest>((request) => feed.tell({ type: 'request', request }))
  const refusals = new Log<Refusal>((refusal) => feed.tell({ type: 'refusal', refusal }))
  const notifications = new Log<LoggedNotification>((notification) =>
    feed.tell({ type: 'notification', notification }),
  )
  const ledger = new Ledger(clock, switches, new GrantLife(applications, switches, clock))
  const outbox = new Outbox(clock, switches, notifications)
  const connections = new Connections(ledger, clock, (change, connection) => {
    const type = change === 'authorized' ? 'connected' : 'disconnected'
    feed.tell({ type, connection: viewConnection(connection) })
    outbox.send(`application.${change}`, connection.sellerId, connection.application)
  })
  const preferences = new Preferences(clock, (preference) =>
    feed.tell({ type: 'preference', preference: viewPreference(preference) }),
  )

  const site = { url: '' }
  const grants = { applications, sellers, ledger, connections, preferences }
  const conduct = { clock, switches, faults }
  const logs = { requests, refusals, notifications }
  const parts = { ...grants, ...conduct, ...logs }
  const control = createControl({ ...parts, firstSeller, outbox, feed, site })

  const router = new Router<NotedState>()
  addHome(router)
  addControlRoom(router, { ...parts, outbox })
  addAssets(router)
  addAuthorizationEndpoint(router, parts)
  addTokenEndpoint(router, parts)
  addSellerApplications(router, applications, sellers, connections, requests.entries)
  addPreferences(router, parts)
  addCheckout(router, preferences, sellers)
  addUsersMeEndpoint(router, parts)
  const koa = new Koa<NotedState>()
  koa.use(cutConnections()).use(logRequests(requests, clock, loggedPaths))
  koa.use(createApi(control, host).routes())
  koa.use(router.routes()).use(router.allowedMethods())
  const server = await listen(koa.callback(), port, host)
  const url = urlOf(server, host)
  site.url = url

  return {
    ...control,
    url,
    endpoints: {
      authorizationEndpoint: `${url}/authorization`,
      tokenEndpoint: `${url}/oauth/token`,
      userInfoEndpoint: `${url}/users/me`,
    },
    application,
    async close() {
      clock.clearAlarms()
      faults.stop()
      await outbox.stop()
      await close(server)
    },
  }
}
