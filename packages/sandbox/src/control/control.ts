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
import {
  type SandboxState,
  viewApplication,
  viewConnection,
  viewPreference,
} from '../feed/state.ts'
import { isKnownHost } from '../known-host.ts'
import { type OtherTopic, otherTopics } from '../notifications/notification.ts'
import type { LoggedNotification } from '../notifications/outbox.ts'
import { assertOption } from '../option.ts'
import type { Parts } from '../parts.ts'
import { oneOf, read } from '../reading.ts'
import type {
  Application,
  ApplicationChanges,
  ApplicationOptions,
} from '../registry/application.ts'
import type { Seller } from '../registry/seller.ts'
import type { LoggedRequest } from '../request-log.ts'
import type { Switches } from '../switches/switches.ts'

/** Everything that a sandbox can be told, and asked. The library, the HTTP API and the pages use it. */
export interface Control {
  /** Who can consent. */
  readonly sellers: readonly Seller[]
  /** Codes, tokens and retries age by this clock. */
  readonly clock: Pick<Clock, 'now' | 'advance' | 'reset'>
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
  /** What the sandbox is like now: everything but the logs, and no secret. */
  state(): SandboxState
  /**
   * Calls back for each thing that happens from now on.
   *
   * @returns a function that ends it.
   */
  listen(listener: (event: SandboxEvent) => void): () => void
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
   * Changes settings of an application, all or none. The same as assigning them, but checked.
   *
   * @throws TypeError with code `ERR_INVALID_ARG_VALUE`.
   */
  changeApplication(clientId: string, changes: ApplicationChanges): Application
  /**
   * Says yes to an authorization URL as a seller would, without a browser or a request. Rejects when
   * the consent page would be an error page.
   *
   * @param options.seller - Id of the seller, as a number or as text. Default: the first one's.
   * @returns the URL that the browser would be sent to.
   */
  approve(authorizationUrl: string | URL, options?: ConsentOptions): Promise<string>
  /** Says no. Returns like `approve()`, whichever seller it is; rejects while the switch `denial` is `silent`. */
  deny(authorizationUrl: string | URL, options?: ConsentOptions): Promise<string>
  /**
   * The seller withdraws the application, or without `clientId` all applications: every code and token
   * between the two ends (Mercado Pago's page on managing authorizations). An application that was
   * connected is told `application.deauthorized`.
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
   * Resolves when no notification is on its way: each was answered, or waits for its next retry. In a
   * test, after `approve()`, `withdraw()` or `clock.advance()`.
   */
  settled(): Promise<void>
  /** Empties the three logs and forgets pending faults. Tokens, switches and the clock stay. */
  clear(): void
}

/** Who answers an authorization request. */
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

/** Puts everything behind one object. */
export function createControl(parts: Parts, { saved, site, host }: Surroundings): Control {
  const { applications, sellers, ledger, connections, preferences, clock, switches } = parts
  const { faults, requests, refusals, notifications, outbox, feed } = parts

  function readRequest(authorizationUrl: string | URL): AuthorizationRequest {
    const isUrl = URL.canParse(String(authorizationUrl))
    const { hostname, port, pathname, searchParams } = new URL(
      isUrl ? authorizationUrl : 'about:blank',
    )
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

  return {
    sellers,
    clock,
    switches,
    requests: requests.entries,
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
      preferences: preferences.all().map(viewPreference),
    }),
    listen: (listener) => feed.listen(listener),
    fail: (endpoint, kind, options) => faults.add(readFault(endpoint, kind, options)),
    clearFaults: () => faults.clear(),
    addApplication: (options) => applications.add(options),
    changeApplication: (clientId, changes) => applications.change(clientId, changes),
    async approve(authorizationUrl, { seller } = {}) {
      const request = readRequest(authorizationUrl)
      const redirect = allow(request, findSeller(seller), { ledger, connections, switches })
      await saved()
      return redirect
    },
    async deny(authorizationUrl, { seller } = {}) {
      const request = readRequest(authorizationUrl)
      findSeller(seller)
      if (switches.denial === 'redirect') return deny(request)
      const error = new Error('the denial of this sandbox is silent: there is no redirect')
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
      for (const log of [requests, refusals, notifications]) log.clear()
      faults.clear()
      feed.tell({ type: 'cleared' })
    },
  }
}
