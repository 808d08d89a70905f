import { type Attempt, attemptsOf } from '../attempts/attempt.ts'
import {
  type AuthorizationRequest,
  readAuthorizationRequest,
} from '../authorization/authorization-request.ts'
import { allow, deny } from '../authorization/consent.ts'
import type { Refusal } from '../authorization/refusal.ts'
import type { Clock } from '../clock.ts'
import {
  type Fault,
  type FaultEndpoint,
  type FaultKind,
  type FaultOptions,
  readFault,
} from '../faults/fault.ts'
import type { SandboxEvent } from '../feed/feed.ts'
import { type SandboxState, viewApplication, viewConnection, viewPurchase } from '../feed/state.ts'
import { isKnownHost } from '../known-host.ts'
import type { LoggedRequest } from '../logged-request.ts'
import { type OtherTopic, otherTopics } from '../notifications/notification.ts'
import type { LoggedNotification } from '../notifications/outbox.ts'
import { assertOption } from '../option.ts'
import { parsedUrl } from '../parsed-url.ts'
import type { Parts } from '../parts.ts'
import { oneOf, read } from '../reading.ts'
import type {
  Application,
  ApplicationChanges,
  ApplicationOptions,
} from '../registry/application.ts'
import type { Seller } from '../registry/seller.ts'
import type { Switches } from '../switches/switches.ts'

/** Everything you can do with a sandbox. The library, the HTTP API and the pages use it. */
export interface Control {
  /** Who can consent. */
  readonly sellers: readonly Seller[]
  /** Codes, tokens and retries age by this clock. */
  readonly clock: Pick<Clock, 'now' | 'advance' | 'reset'>
  /** Live: an assignment applies from the next request on. Throws `ERR_INVALID_ARG_VALUE`. */
  readonly switches: Switches
  /** The last thousand requests, oldest first; grows as requests come. */
  readonly requests: readonly LoggedRequest[]
  /**
   * The same requests as attempts to link and renewals, newest first. Secrets are shortened: never whole.
   * `approve()` and `deny()` count as well.
   */
  attempts(): readonly Attempt[]
  /** What the last thousand refused authorization requests got wrong, oldest first. */
  readonly refusals: readonly Refusal[]
  /** The last thousand deliveries of notifications that have ended, oldest first. */
  readonly notifications: readonly LoggedNotification[]
  /** The pending faults, oldest first; live. */
  readonly faults: readonly Fault[]
  /** Returns the present state, without the logs and without a secret. */
  state(): SandboxState
  /**
   * Calls the listener for each event from now on.
   *
   * @returns a function that removes the listener.
   */
  listen(listener: (event: SandboxEvent) => void): () => void
  /**
   * Makes the next request to an endpoint fail, once. Each endpoint has a queue of faults. `approve()`,
   * `deny()` and `withdraw()` make no request, so they never fail this way.
   *
   * @throws TypeError with code `ERR_INVALID_ARG_VALUE` for an impossible fault.
   */
  fail(endpoint: FaultEndpoint, kind: FaultKind, options?: FaultOptions): void
  /** Removes the pending faults. */
  clearFaults(): void
  /** Registers one more application. */
  addApplication(options: ApplicationOptions): Application
  /**
   * Changes settings of an application: all of them, or none if one is wrong.
   *
   * @throws TypeError with code `ERR_INVALID_ARG_VALUE`.
   */
  changeApplication(clientId: string, changes: ApplicationChanges): Application
  /**
   * Consents to an authorization URL in place of a seller, without a browser or a request. Rejects when
   * the seller would see an error page.
   *
   * @param options.seller - Id of the seller, as a number or as text. Default: the first one's.
   * @returns the URL that the browser would be sent to.
   */
  approve(authorizationUrl: string | URL, options?: ConsentOptions): Promise<string>
  /** Denies the consent. Returns like `approve()`; rejects while the switch `denial` is `silent`. */
  deny(authorizationUrl: string | URL, options?: ConsentOptions): Promise<string>
  /**
   * Withdraws an application in place of a seller, or all applications when there is no `clientId`. Their
   * codes and tokens end. Each application that was connected receives `application.deauthorized`.
   *
   * @param sellerId - As a number or as text.
   */
  withdraw(sellerId: number | string, clientId?: string): Promise<void>
  /**
   * Sends a notification of another topic, signed and to the same address, as an app with these topics
   * switched on gets it. Resolves when the first delivery has ended, well or badly.
   *
   * @param options.seller - Default: the first one.
   * @param options.clientId - An application with a `webhookUrl`. Default: the first one.
   */
  notify(
    topic: OtherTopic,
    options?: { seller?: number | string | undefined; clientId?: string | undefined },
  ): Promise<void>
  /**
   * Sends a notification once more with the same body, under a new request id and signature unless
   * switched, as a receiver must expect to happen. Resolves when this delivery has ended, well or badly.
   *
   * @param id - Of one of the last thousand notifications; rejects with `ERR_INVALID_ARG_VALUE` for others.
   */
  redeliver(id: number): Promise<void>
  /**
   * Resolves when no delivery is in progress: each has ended, or waits for its next retry. Await it in a
   * test after `approve()`, `withdraw()` or `clock.advance()`.
   */
  settled(): Promise<void>
  /** Empties the logs and removes pending faults. Tokens, switches and the clock stay. */
  clear(): void
}

/** The seller who decides on an authorization request. */
interface ConsentOptions {
  seller?: number | string | undefined
}

interface Surroundings {
  /** Resolves when what has changed is in the state file, if there is one. */
  saved: () => Promise<void>
  /** Known once the sandbox listens. */
  site: { readonly url: string }
  /** What the sandbox was started on. */
  host: string
}

/** Creates the control of a sandbox from its parts. */
export function createControl(parts: Parts, { saved, site, host }: Surroundings): Control {
  const { applications, sellers, ledger, connections, preferences, orders, clock, switches } = parts
  const { faults, requests, tracer, reruns, refusals, notifications, outbox, feed } = parts

  function readRequest(authorizationUrl: string | URL): AuthorizationRequest {
    const url = parsedUrl(String(authorizationUrl)) ?? new URL('about:blank')
    const { hostname, port, pathname, searchParams } = url
    const isHere = isKnownHost(hostname, host) && port === new URL(site.url).port
    const isOurs = isHere && pathname === '/authorization'
    assertOption(isOurs, 'authorizationUrl', `a URL of this sandbox's ${site.url}/authorization`)
    return readAuthorizationRequest(searchParams, applications, switches)
  }

  function findSeller(id: number | string | undefined = sellers[0]?.id): Seller {
    const seller = sellers.find((each) => String(each.id) === String(id))
    assertOption(seller !== undefined, 'seller', 'the id of a test seller')
    return seller
  }

  function traceConsent(
    authorizationUrl: string | URL,
    redirect: string,
    consent: { request: AuthorizationRequest; account: Seller; error?: string },
  ): void {
    const { request, account, ...error } = consent
    const { clientId } = request.application
    const about = { clientId, sellerId: account.id, at: clock.now(), ...error }
    tracer.traceConsent(new URL(String(authorizationUrl)), redirect, about)
  }

  return {
    sellers,
    clock,
    switches,
    requests: requests.entries,
    attempts: () => attemptsOf(tracer.traces, clock.now()),
    refusals: refusals.entries,
    notifications: notifications.entries,
    faults: faults.pending,
    state: () => ({
      url: site.url,
      now: clock.now(),
      applications: applications.all().map(viewApplication),
      sellers,
      connections: connections.all().map(viewConnection),
      switches: { ...switches },
      faults: [...faults.pending],
      preferences: preferences.all().map(viewPurchase),
      orders: orders.all().map(viewPurchase),
    }),
    listen: (listener) => feed.listen(listener),
    fail: (endpoint, kind, options) => faults.add(readFault(endpoint, kind, options)),
    clearFaults() {
      faults.clear()
      reruns.clear()
    },
    addApplication: (options) => applications.add(options),
    changeApplication: (clientId, changes) => applications.change(clientId, changes),
    async approve(authorizationUrl, { seller } = {}) {
      const request = readRequest(authorizationUrl)
      const account = findSeller(seller)
      const redirect = allow(request, account, { ledger, connections, switches })
      traceConsent(authorizationUrl, redirect, { request, account })
      await saved()
      return redirect
    },
    async deny(authorizationUrl, { seller } = {}) {
      const request = readRequest(authorizationUrl)
      const account = findSeller(seller)
      if (switches.denial === 'redirect') {
        const redirect = deny(request)
        traceConsent(authorizationUrl, redirect, { request, account, error: 'access_denied' })
        return redirect
      }
      const error = new Error('there is no redirect: the switch "denial" is silent')
      throw Object.assign(error, { code: 'ERR_SILENT_DENIAL' })
    },
    async withdraw(sellerId, clientId) {
      connections.withdraw(findSeller(sellerId).id, clientId)
      await saved()
    },
    async notify(topic, { seller, clientId } = {}) {
      read(oneOf(otherTopics), topic, 'topic')
      const [first] = applications.all()
      const application = clientId === undefined ? first : applications.find(clientId)
      const hasUrl = application?.webhookUrl !== undefined
      assertOption(hasUrl, 'clientId', 'the id of an application with a webhookUrl')
      await outbox.sendOther(topic, findSeller(seller).id, application)
    },
    redeliver: (id) => outbox.redeliver(id),
    settled: () => outbox.settled(),
    clear() {
      for (const log of [requests, tracer, reruns, refusals, notifications]) log.clear()
      faults.clear()
      feed.tell({ type: 'cleared' })
    },
  }
}
