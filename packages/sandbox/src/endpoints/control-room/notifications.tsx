import type { LoggedNotification, Outbox } from '../../notifications/outbox.ts'
import { NotificationsPage } from '../../pages/control-room/notifications.tsx'
import type { Names } from '../../pages/control-room/sentence.ts'
import type { Applications } from '../../registry/application.ts'
import type { RoomSection } from './room-section.tsx'

const mostShown = 100

/** `GET /sandbox/notifications`, and its buttons. */
export function notificationsSection(
  outbox: Outbox,
  sent: readonly LoggedNotification[],
  applications: Applications,
  names: Names,
): RoomSection {
  return {
    section: 'notifications',
    show: (visit) => (
      <NotificationsPage
        visit={visit}
        notifications={sent.slice(-mostShown).reverse()}
        names={names}
        anyWebhook={applications.all().some(({ webhookUrl }) => webhookUrl !== undefined)}
      />
    ),
    forms: {
      '/sandbox/notifications/redeliver': (form) => outbox.redeliver(form.number('id')),
    },
  }
}
