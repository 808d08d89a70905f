import type { Order } from '../checkout/order.ts'
import type { Orders } from '../checkout/orders.ts'
import type { Preference } from '../checkout/preference.ts'
import type { Preferences } from '../checkout/preferences.ts'
import type { Clock } from '../clock.ts'
import type { Connections } from '../grants/connections.ts'
import type { GrantLife, SavedCall } from '../grants/grant-life.ts'
import type { Ledger, SavedLedger } from '../grants/ledger.ts'
import type { Application, Applications } from '../registry/application.ts'
import type { Switches } from '../switches/switches.ts'

/** What survives a restart. Secrets and tokens are in it. */
export interface SavedState {
  readonly format: typeof savedFormat
  /** How far the sandbox's clock is ahead of real time. */
  readonly clockOffsetMs: number
  readonly switches: Partial<Switches>
  readonly applications: readonly Application[]
  readonly connections: readonly SavedConnection[]
  readonly ledger: SavedLedger
  readonly lastCalls: readonly SavedCall[]
  readonly preferences: readonly Preference[]
  readonly orders: readonly Order[]
}

interface SavedConnection {
  readonly sellerId: number
  readonly clientId: string
  readonly since: Date
}

interface SavedParts {
  clock: Clock
  switches: Switches
  applications: Applications
  connections: Connections
  ledger: Ledger
  life: GrantLife
  preferences: Preferences
  orders: Orders
}

/** Another one as soon as this version's reader could not make sense of it. */
export const savedFormat = 1

export function takeState(parts: SavedParts): SavedState {
  return {
    format: savedFormat,
    clockOffsetMs: parts.clock.offsetMs,
    switches: { ...parts.switches },
    applications: parts.applications.all(),
    connections: parts.connections.all().map(({ sellerId, application, since }) => ({
      sellerId,
      clientId: application.clientId,
      since,
    })),
    ledger: parts.ledger.save(),
    lastCalls: parts.life.save(),
    preferences: parts.preferences.all(),
    orders: parts.orders.all(),
  }
}

/** Puts back what the parts were not constructed with. */
export function putState(saved: SavedState, parts: SavedParts): void {
  parts.ledger.load(saved.ledger)
  parts.life.load(saved.lastCalls)
  parts.preferences.load(saved.preferences)
  parts.orders.load(saved.orders)
  for (const { sellerId, clientId, since } of saved.connections) {
    const application = parts.applications.find(clientId)
    if (application) parts.connections.load({ sellerId, application, since })
  }
}
