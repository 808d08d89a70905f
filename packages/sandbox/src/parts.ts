import { Reruns } from './attempts/reruns.ts'
import { Tracer } from './attempts/tracer.ts'
import type { Refusal } from './authorization/refusal.ts'
import { Orders } from './checkout/orders.ts'
import { Preferences } from './checkout/preferences.ts'
import { Clock } from './clock.ts'
import { FaultQueue } from './faults/fault-queue.ts'
import { Feed } from './feed/feed.ts'
import { viewApplication, viewConnection, viewPurchase } from './feed/state.ts'
import { Connections } from './grants/connections.ts'
import { GrantLife } from './grants/grant-life.ts'
import { Ledger } from './grants/ledger.ts'
import { Log } from './log.ts'
import type { LoggedRequest } from './logged-request.ts'
import { type LoggedNotification, Outbox } from './notifications/outbox.ts'
import { assertOption } from './option.ts'
import { type ApplicationOptions, Applications } from './registry/application.ts'
import { defaultClientId } from './registry/default-application.ts'
import { type Seller, testSellers } from './registry/seller.ts'
import { putState, type SavedState } from './state-file/saved-state.ts'
import { createSwitches, type Switches } from './switches/switches.ts'

/** The parts of a sandbox, before it listens. */
export interface Parts {
  readonly applications: Applications
  readonly sellers: readonly Seller[]
  readonly clock: Clock
  readonly switches: Switches
  readonly faults: FaultQueue
  readonly life: GrantLife
  readonly ledger: Ledger
  readonly connections: Connections
  readonly preferences: Preferences
  readonly orders: Orders
  readonly requests: Log<LoggedRequest>
  readonly tracer: Tracer
  readonly reruns: Reruns
  readonly refusals: Log<Refusal>
  readonly notifications: Log<LoggedNotification>
  readonly outbox: Outbox
  /** Receives an event for each change of the others. */
  readonly feed: Feed
}

interface PartsOptions {
  startAt?: Date
  applications?: readonly ApplicationOptions[]
  sellers?: readonly Seller[]
  switches?: Partial<Switches>
}

/**
 * Creates the parts. Options take precedence over the saved state, except for the clock: it goes on from
 * the saved time.
 *
 * @throws TypeError with code `ERR_INVALID_ARG_VALUE`.
 */
export function createParts(options: PartsOptions, saved: SavedState | undefined): Parts {
  const feed = new Feed()
  const switches = createSwitches({ ...saved?.switches, ...options.switches }, (name, value) =>
    feed.tell({ type: 'switch', name, value }),
  )
  const sellers = Object.freeze([...(options.sellers ?? testSellers)])
  assertOption(sellers.length > 0, 'sellers', 'at least one')
  const applications = new Applications((application) =>
    feed.tell({ type: 'application', application: viewApplication(application) }),
  )
  for (const each of applicationsOf(options, saved)) applications.add(each)
  const startAt = saved ? new Date(Date.now() + saved.clockOffsetMs) : options.startAt
  const clock: Clock = new Clock(startAt, () => feed.tell({ type: 'clock', now: clock.now() }))

  const faults = new FaultQueue((pending) => feed.tell({ type: 'faults', faults: pending }))
  const requests = new Log<LoggedRequest>((request) => feed.tell({ type: 'request', request }))
  const reruns = new Reruns(clock)
  const tracer = new Tracer(applications, sellers, switches, reruns)
  const refusals = new Log<Refusal>((refusal) => feed.tell({ type: 'refusal', refusal }))
  const notifications = new Log<LoggedNotification>((notification) =>
    feed.tell({ type: 'notification', notification }),
  )
  const outbox = new Outbox(clock, switches, notifications)

  const life = new GrantLife(applications, switches, clock)
  const ledger = new Ledger(clock, switches, life)
  const connections = new Connections(ledger, clock, (change, connection) => {
    const type = change === 'authorized' ? 'connected' : 'disconnected'
    feed.tell({ type, connection: viewConnection(connection) })
    outbox.sendConnection(`application.${change}`, connection.sellerId, connection.application)
  })
  const preferences = new Preferences(clock, (preference) =>
    feed.tell({ type: 'preference', preference: viewPurchase(preference) }),
  )
  const orders = new Orders(clock, (order) =>
    feed.tell({ type: 'order', order: viewPurchase(order) }),
  )

  const logs = { requests, tracer, reruns, refusals, notifications }
  const grants = { life, ledger, connections, preferences, orders }
  const parts = { applications, sellers, clock, switches, faults, ...grants, ...logs, outbox, feed }
  if (saved) putState(saved, parts)
  return parts
}

/** Returns the applications of the options, each merged with its saved settings, then the other saved ones. */
function applicationsOf(
  { applications }: PartsOptions,
  saved: SavedState | undefined,
): readonly ApplicationOptions[] {
  assertOption(applications?.length !== 0, 'applications', 'at least one')
  const before = saved?.applications ?? []
  if (!applications) return before.length > 0 ? before : [{}]
  const ids = applications.map(({ clientId }, index) =>
    index === 0 ? (clientId ?? defaultClientId) : clientId,
  )
  const named = applications.map((each, index) => ({
    ...before.find(({ clientId }) => clientId === ids[index]),
    ...each,
  }))
  return [...named, ...before.filter(({ clientId }) => !ids.includes(clientId))]
}
