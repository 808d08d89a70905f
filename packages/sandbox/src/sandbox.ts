import Router from '@koa/router'
import { createApi } from './api/api.ts'
import { type Control, createControl } from './control/control.ts'
import { addAssets } from './endpoints/assets.ts'
import { addAuthorizationEndpoint } from './endpoints/authorization.tsx'
import { addCheckout } from './endpoints/checkout.tsx'
import { addControlRoom } from './endpoints/control-room/control-room.ts'
import { cutConnections } from './endpoints/fault-strike.ts'
import { addHome } from './endpoints/home.tsx'
import { showNotFound } from './endpoints/not-found.ts'
import { addOrders } from './endpoints/orders.ts'
import { addPreferences } from './endpoints/preferences.ts'
import { addSellerApplications } from './endpoints/seller-applications.tsx'
import { addSignOut } from './endpoints/sign-out.tsx'
import { addTokenEndpoint } from './endpoints/token.ts'
import { addUsersMeEndpoint } from './endpoints/users-me.ts'
import { refuseUnknownHost } from './known-host.ts'
import { createKoaApp } from './koa-app.ts'
import { assertOption, assertPort } from './option.ts'
import { notFoundPage } from './pages/not-found.tsx'
import { createParts, type Parts } from './parts.ts'
import type { Application, ApplicationOptions } from './registry/application.ts'
import type { Seller } from './registry/seller.ts'
import { logRequests, type NotedState } from './request-log.ts'
import { close, listen, urlOf } from './server.ts'
import { takeState } from './state-file/saved-state.ts'
import { readStateFile, StateFile, saveChanges } from './state-file/state-file.ts'
import { readProfile } from './switches/profile.ts'
import type { Switches } from './switches/switches.ts'

const loggedPaths = [
  '/authorization',
  '/oauth/token',
  '/users/me',
  '/checkout/preferences',
  '/checkout/preferences/:id',
  '/v1/orders',
  '/v1/orders/:id',
]

/** Options of `createSandbox()`. */
export interface SandboxOptions {
  /** Default: 0, any free port. */
  port?: number
  /**
   * Address to listen on. Default: `127.0.0.1`, this machine only, also as `localhost` and `*.localhost`. In a
   * container use `0.0.0.0`: then it is also reachable by the container's name and by IP addresses.
   */
  host?: string
  /** What the sandbox's clock says at the start. Default: real time. */
  startAt?: Date
  /** Default: one application, `Feria`, without a redirect URI. */
  applications?: readonly ApplicationOptions[]
  /** Who can consent. Default: five sellers from five countries. */
  sellers?: readonly Seller[]
  /** Where the documents are silent or contradict each other. Default: as in `switchTable`. */
  switches?: Partial<Switches>
  /**
   * A file written by `mercadopago-oauth verify-live`: how the real service behaved. It sets the switches that were
   * observed; `switches` takes precedence over it. Default: none.
   */
  profile?: string
  /**
   * A file in which codes, tokens, connections, preferences, orders, applications, switches and the clock
   * survive a restart. It holds secrets; only its owner can read it. These options take precedence over
   * it, except for `startAt`. Default: none, everything ends with the sandbox.
   */
  stateFile?: string
}

/** A running local Mercado Pago. */
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
  /** Stops listening, ends every connection at once and drops pending deliveries. */
  close(): Promise<void>
}

/**
 * Starts a local Mercado Pago.
 *
 * @throws TypeError with code `ERR_INVALID_ARG_VALUE` for an option that cannot be right.
 * @throws Error with code `EADDRINUSE` when the port is taken.
 * @throws Error with code `ERR_STATE_FILE` when the state file cannot be read or written.
 * @throws Error with code `ERR_PROFILE` when the profile cannot be read, or names what the sandbox does not have.
 */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, host = '127.0.0.1', stateFile, profile } = options
  assertPort(port)
  assertOption(stateFile !== '', 'stateFile', 'the path of a file')
  assertOption(profile !== '', 'profile', 'the path of a file')
  const seen = profile === undefined ? {} : await readProfile(profile)
  const saved = stateFile === undefined ? undefined : await readStateFile(stateFile)
  const switches = { ...seen, ...options.switches }
  const parts = createParts({ ...options, switches }, saved)
  const file =
    stateFile === undefined ? undefined : new StateFile(stateFile, () => takeState(parts))
  // Before anybody relies on it.
  await file?.save()

  const { clock, faults, outbox, tracer } = parts
  const site = { url: '' }
  const save = async (): Promise<void> => file?.save()
  const control = createControl(parts, { saved: save, site, host })
  const koa = createKoaApp()
  koa.use(cutConnections())
  if (file) koa.use(saveChanges(file, parts.feed))
  koa.use(
    logRequests(parts.requests, clock, loggedPaths, (request, ctx) => tracer.trace(request, ctx)),
  )
  // It has its own check of the host, so that a refusal is JSON.
  koa.use(createApi(control, host).routes())
  koa.use(refuseUnknownHost(host))
  const router = createRouter(parts, control)
  koa.use(showNotFound(notFoundPage)).use(router.routes()).use(router.allowedMethods())
  const server = await listen(koa.callback(), port, host)
  const url = urlOf(server, host)
  site.url = url

  const [application] = parts.applications.all()
  assertOption(application !== undefined, 'applications', 'at least one')
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
      await save()
    },
  }
}

/** Mercado Pago's endpoints, and the pages. */
function createRouter(parts: Parts, control: Control): Router<NotedState> {
  const { applications, sellers, connections, requests } = parts
  const router = new Router<NotedState>()
  addHome(router)
  addControlRoom(router, control, parts)
  addAssets(router)
  addAuthorizationEndpoint(router, parts)
  addSignOut(router, applications)
  addTokenEndpoint(router, parts)
  addSellerApplications(router, applications, sellers, connections, requests.entries)
  addPreferences(router, parts)
  addOrders(router, parts)
  addCheckout(router, parts)
  addUsersMeEndpoint(router, parts)
  return router
}
