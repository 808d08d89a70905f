import { ActivityPage } from '../../pages/control-room/activity.tsx'
import type { Names } from '../../pages/control-room/sentence.ts'
import type { LoggedRequest } from '../../request-log.ts'
import type { RoomSection } from './room-section.tsx'

const mostShown = 100

/** `GET /sandbox` */
export function activitySection(requests: readonly LoggedRequest[], names: Names): RoomSection {
  return {
    section: 'activity',
    show: (visit) => {
      const last = requests.findLast(({ path }) => path === '/authorization')
      return (
        <ActivityPage
          visit={visit}
          requests={requests.slice(-mostShown).reverse()}
          names={names}
          refused={last?.explanation === undefined ? undefined : last}
        />
      )
    },
  }
}
