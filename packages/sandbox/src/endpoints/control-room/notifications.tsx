import type { Control } from '../../control/control.ts'
import { namesOf } from '../../pages/control-room/names.ts'
import { NotificationsPage } from '../../pages/control-room/notifications.tsx'
import type { RoomSection } from './room-section.tsx'

const mostShown = 100

/** `GET /sandbox/notifications`, and its buttons. */
export function notificationsSection(control: Control): RoomSection {
  return {
    section: 'notifications',
    show: (visit) => {
      const state = control.state()
      return (
        <NotificationsPage
          visit={visit}
          notifications={control.notifications.slice(-mostShown).reverse()}
          names={namesOf(state)}
          anyWebhook={state.applications.some(({ webhookUrl }) => webhookUrl !== undefined)}
        />
      )
    },
    forms: {
      '/sandbox/notifications/redeliver': (form) => control.redeliver(form.number('id')),
    },
  }
}
