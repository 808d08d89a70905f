import type { Control } from '../../control/control.ts'
import { ActivityPage } from '../../pages/control-room/activity.tsx'
import { namesOf } from '../../pages/control-room/names.ts'
import type { RoomSection } from './room-section.tsx'

const mostShown = 100

/** `GET /sandbox`, and its button. */
export function activitySection(control: Control): RoomSection {
  return {
    section: 'activity',
    show: (visit) => {
      const last = control.requests.findLast(({ path }) => path === '/authorization')
      return (
        <ActivityPage
          visit={visit}
          attempts={control.attempts().slice(0, mostShown)}
          names={namesOf(control.state())}
          refused={last?.explanation === undefined ? undefined : last}
        />
      )
    },
    forms: {
      '/sandbox/clear': () => control.clear(),
    },
  }
}
