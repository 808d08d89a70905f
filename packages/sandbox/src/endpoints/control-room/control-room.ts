import type Router from '@koa/router'
import type { Reruns } from '../../attempts/reruns.ts'
import type { Control } from '../../control/control.ts'
import type { Visit } from '../../pages/control-room/frame.tsx'
import type { Applications } from '../../registry/application.ts'
import type { NotedState } from '../../request-log.ts'
import { defaultPositions } from '../../switches/switches.ts'
import { activitySection } from './activity.tsx'
import { applicationsSection } from './applications.tsx'
import { addAttempts } from './attempts.tsx'
import { clockSection } from './clock.tsx'
import { faultsSection } from './faults.tsx'
import { notificationsSection } from './notifications.tsx'
import { addRoomSection } from './room-section.tsx'
import { sellersSection } from './sellers.tsx'
import { switchesSection } from './switches.tsx'

const sections = [
  activitySection,
  clockSection,
  faultsSection,
  applicationsSection,
  sellersSection,
  switchesSection,
  notificationsSection,
]

/** `/sandbox` and everything below it: what the sandbox sees, and every way to steer it. */
export function addControlRoom(
  router: Router<NotedState>,
  control: Control,
  parts: { applications: Applications; reruns: Reruns },
): void {
  for (const createSection of sections) {
    addRoomSection(router, createSection(control), () => countsNow(control))
  }
  addAttempts(router, { control, ...parts, countsNow: () => countsNow(control) })
}

function countsNow({ faults, switches }: Control): Visit['counts'] {
  const standard = new Map(Object.entries(defaultPositions()))
  const changed = Object.entries(switches).filter(([name, at]) => standard.get(name) !== at)
  return { faults: faults.length, switches: changed.length }
}
