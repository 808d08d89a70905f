import type Router from '@koa/router'
import type { Clock } from '../../clock.ts'
import type { FaultQueue } from '../../faults/fault-queue.ts'
import type { Connections } from '../../grants/connections.ts'
import type { Log } from '../../log.ts'
import type { LoggedNotification, Outbox } from '../../notifications/outbox.ts'
import type { Visit } from '../../pages/control-room/frame.tsx'
import type { Names } from '../../pages/control-room/sentence.ts'
import type { Applications } from '../../registry/application.ts'
import type { Seller } from '../../registry/seller.ts'
import type { LoggedRequest, NotedState } from '../../request-log.ts'
import { type SwitchEntry, switchTable } from '../../switches/switch-table.ts'
import type { Switches } from '../../switches/switches.ts'
import { activitySection } from './activity.tsx'
import { applicationsSection } from './applications.tsx'
import { clockSection } from './clock.tsx'
import { faultsSection } from './faults.tsx'
import { notificationsSection } from './notifications.tsx'
import { addRoomSection } from './room-section.tsx'
import { sellersSection } from './sellers.tsx'
import { switchesSection } from './switches.tsx'

interface ControlRoomParts {
  applications: Applications
  sellers: readonly Seller[]
  connections: Connections
  clock: Clock
  faults: FaultQueue
  switches: Switches
  outbox: Outbox
  requests: Log<LoggedRequest>
  notifications: Log<LoggedNotification>
}

/** `/sandbox` and everything below it: what the sandbox sees, and every way to steer it. */
export function addControlRoom(router: Router<NotedState>, parts: ControlRoomParts): void {
  const { applications, sellers, connections, clock, faults, switches, outbox } = parts
  const { requests, notifications } = parts
  const names: Names = {
    application: (clientId) => applications.find(clientId)?.name,
    seller: (sellerId) => sellers.find(({ id }) => id === sellerId)?.nickname,
  }
  const countsNow = (): Visit['counts'] => ({
    faults: faults.pending.length,
    switches: changedOf(switches),
  })
  for (const section of [
    activitySection(requests.entries, names),
    clockSection(clock),
    faultsSection(faults),
    applicationsSection(applications),
    sellersSection(sellers, connections),
    switchesSection(switches),
    notificationsSection(outbox, notifications.entries, applications, names),
  ]) {
    addRoomSection(router, section, countsNow)
  }
}

/** How many switches are not at their default. */
function changedOf(switches: Switches): number {
  const entries = new Map<string, SwitchEntry>(Object.entries(switchTable))
  return Object.entries(switches).filter(([name, at]) => entries.get(name)?.values[0] !== at).length
}
