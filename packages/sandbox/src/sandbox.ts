import Router from '@koa/router'
import Koa from 'koa'
import { Preferences } from './checkout/preferences.ts'
import { Clock } from './clock.ts'
import { addAssets } from './endpoints/assets.ts'
import { addAuthorizationEndpoint } from './endpoints/authorization.tsx'
import {
  type AuthorizationRequest,
  readAuthorizationRequest,
} from './endpoints/authorization-request.ts'
import { addCheckout } from './endpoints/checkout.tsx'
import { allow, deny } from './endpoints/consent.ts'
import { addControlRoom } from './endpoints/control-room/control-room.ts'
import { addHome } from './endpoints/home.tsx'
import { addPreferences } from './endpoints/preferences.ts'
import { addSellerApplications } from './endpoints/seller-applications.tsx'
import { addTokenEndpoint } from './endpoints/token.ts'
import { addUsersMeEndpoint } from './endpoints/users-me.ts'
import {
  type Fault,
  type FaultEndpoint,
  type FaultKind,
  type FaultOptions,
  readFault,
} from './faults/fault.ts'
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
export interface Sandbox {
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
  readonly sellers: readonly Seller[]
  /** Everything's age is judged by this clock. */
  readonly clock: Pick<Clock, 'now' | 'advance'>
  /** Live: assign one, and the next request sees it. Throws `ERR_INVALID_ARG_VALUE`. */
  readonly switches: Switches
  /** The last thousand requests, oldest first; grows as requests come. */
  readonly requests: readonly LoggedRequest[]
  /** What the last thousand refused authorization requests got wrong, oldest first. */
  readonly refusals: readonly Refusal[]
  /** The last thousand deliveries of notifications, oldest first, each once it has ended. */
  readonly notifications: readonly LoggedNotification[]
  /** The faults that have yet to strike, oldest first; live. */
  readonly faults: readonly Fault[]
  /**
   * Lets the next request to an endpoint fail, once. Further faults wait their turn, each endpoint's for
   * itself. `approve()`, `deny()` and `withdraw()` make no request, so no fault strikes them.
   *
   * @throws TypeError with code `ERR_INVALID_ARG_VALUE` for a fault that cannot be.
   */
  fail(endpoint: FaultEndpoint, kind: FaultKind, options?: FaultOptions): void
  /** Forgets the faults that have yet to strike. */
  clearFaults(): void
  /** Registers one more application. */
  addApplication(options: ApplicationOptions): Application
  /**
   * Says yes to an authorization URL as a seller would, without a browser or a request. Rejects when
   * the consent page would be an error page.
   *
   * @param options.seller - Id of the seller. Default: the first one's.
   * @returns the URL that the browser would be sent to.
   */
  approve(
    authorizationUrl: string | URL,
    options?: { seller?: number | undefined },
  ): Promise<string>
  /** Says no. Returns like `approve()`; rejects while the switch `denial` is `silent`. */
  deny(authorizationUrl: string | URL): Promise<string>
  /**
   * The seller withdraws the application, or without `clientId` all applications: every code and token
   * between the two is dead (Mercado Pago's page on managing authorizations). An application that was
   * connected is told `application.deauthorized`.
   */
  withdraw(sellerId: number, clientId?: string): Promise<void>
  /**
   * Sends a notification once more with the same body, under a new request id and signature, as a
   * receiver must expect to happen. Resolves when this delivery has ended, well or badly.
   *
   * @param id - Of one of the last thousand notifications; rejects with `ERR_INVALID_ARG_VALUE` for others.
   */
  redeliver(id: number): Promise<void>
  /**
   * Resolves when no notification is on its way: each was answered, or waits for its next retry. In a
   * test, after `approve()`, `withdraw()` or `clock.advance()`.
   */
  settled(): Promise<void>
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
  const switches = createSwitches(options.switches ?? {}, () => {})
  const sellers = Object.freeze([...(options.sellers ?? testSellers)])
  const [firstSeller] = sellers
  assertOption(firstSeller !== undefined, 'sellers', 'at least one')
  const applications = new Applications()
  const [application] = (options.applications ?? [{}]).map((each) => applications.add(each))
  assertOption(application !== undefined, 'applications', 'at least one')

  const clock = new Clock(options.startAt)
  const ledger = new Ledger(clock, switches, new GrantLife(applications, switches, clock))
  const log = new Log<LoggedRequest>()
  const refusals = new Log<Refusal>()
  const faults = new FaultQueue()
  const outbox = new Outbox(clock, switches)
  const connections = new Connections(ledger, clock, (change, sellerId, application) =>
    outbox.send(`application.${change}`, sellerId, application),
  )

  const preferences = new Preferences(clock, () => {})

  const router = new Router<NotedState>()
  addHome(router)
  addControlRoom(router, {
    applications,
    sellers,
    connections,
    clock,
    faults,
    switches,
    outbox,
    requests: log.entries,
  })
  addAssets(router)
  addAuthorizationEndpoint(router, {
    applications,
    sellers,
    ledger,
    connections,
    clock,
    faults,
    switches,
    refusals,
  })
  addTokenEndpoint(router, { applications, ledger, faults, switches })
  addSellerApplications(router, applications, sellers, connections, log.entries)
  addPreferences(router, { preferences, ledger, faults, switches })
  addCheckout(router, preferences, sellers)
  addUsersMeEndpoint(router, applications, sellers, ledger, faults, switches)
  const koa = new Koa<NotedState>()
  koa.use(cutConnections()).use(logRequests(log, clock, loggedPaths))
  koa.use(router.routes()).use(router.allowedMethods())
  const server = await listen(koa.callback(), port, host)
  const url = urlOf(server, host)

  function readRequest(authorizationUrl: string | URL): AuthorizationRequest {
    const { href, searchParams } = new URL(authorizationUrl)
    const isOurs = href.startsWith(`${url}/authorization?`)
    assertOption(isOurs, 'authorizationUrl', `a URL of this sandbox's ${url}/authorization`)
    return readAuthorizationRequest(searchParams, applications, switches)
  }

  function findSeller(id: number): Seller {
    const seller = sellers.find((each) => each.id === id)
    assertOption(seller !== undefined, 'seller', 'the id of a test seller')
    return seller
  }

  return {
    url,
    endpoints: {
      authorizationEndpoint: `${url}/authorization`,
      tokenEndpoint: `${url}/oauth/token`,
      userInfoEndpoint: `${url}/users/me`,
    },
    application,
    sellers,
    clock,
    switches,
    requests: log.entries,
    refusals: refusals.entries,
    notifications: outbox.log,
    faults: faults.pending,
    fail: (endpoint, kind, options) => faults.add(readFault(endpoint, kind, options)),
    clearFaults: () => faults.clear(),
    addApplication: (each) => applications.add(each),
    async approve(authorizationUrl, { seller = firstSeller.id } = {}) {
      return allow(readRequest(authorizationUrl), findSeller(seller), {
        ledger,
        connections,
        switches,
      })
    },
    async deny(authorizationUrl) {
      const request = readRequest(authorizationUrl)
      if (switches.denial === 'redirect') return deny(request)
      throw new Error('the denial of this sandbox is silent: there is no redirect')
    },
    async withdraw(sellerId, clientId) {
      connections.withdraw(findSeller(sellerId).id, clientId)
    },
    redeliver: (id) => outbox.redeliver(id),
    settled: () => outbox.settled(),
    async close() {
      clock.clearAlarms()
      faults.stop()
      await outbox.stop()
      await close(server)
    },
  }
}
