import type { VNode } from 'preact'
import type { LoggedNotification } from '../../notifications/outbox.ts'
import { Frame, type Visit } from './frame.tsx'
import { Moment } from './moment.tsx'
import type { Names } from './names.ts'
import { pathOf } from './section.ts'
import { controlRoomWords } from './words.ts'

interface NotificationsProps {
  visit: Visit
  /** Newest first. */
  notifications: readonly LoggedNotification[]
  names: Names
  /** Whether any application has a webhook URL. */
  anyWebhook: boolean
}

/** The notifications that applications received, their responses, and a button to send one again. */
export function NotificationsPage(props: NotificationsProps): VNode {
  const { visit, notifications, names, anyWebhook } = props
  const all = controlRoomWords[visit.language]
  const text = all.notifications
  return (
    <Frame visit={visit} section="notifications" intro={text.intro}>
      {!anyWebhook && (
        <p class="explanation">
          {text.noWebhook}{' '}
          <a href={`${pathOf('applications')}?lang=${visit.language}`}>
            {all.sections.applications}
          </a>
        </p>
      )}
      <ol
        id="deliveries"
        class="log"
        data-live="items"
        aria-live="polite"
        aria-relevant="additions"
        aria-label={all.sections.notifications}
      >
        {notifications.length === 0 && (
          <li id="nothing" class="empty">
            <p>{text.empty}</p>
            <p>
              <small>{text.emptyMore}</small>
            </p>
          </li>
        )}
        {notifications.map((notification) => {
          const id = `n-${notification.id}-${notification.attempt}-${notification.sentAt.getTime()}`
          return (
            <li key={id} id={id} data-testid="notification">
              <Delivery visit={visit} notification={notification} names={names} />
            </li>
          )
        })}
      </ol>
    </Frame>
  )
}

interface DeliveryProps {
  visit: Visit
  notification: LoggedNotification
  names: Names
}

function Delivery({ visit, notification, names }: DeliveryProps) {
  const { language } = visit
  const { id, topic, action, clientId, sellerId, url, attempt, sentAt, delivered } = notification
  const { notifications: text, events } = controlRoomWords[language]
  const application = names.application(clientId) ?? events.anApplication
  const seller = names.seller(sellerId) ?? events.somebody
  return (
    <>
      <span class={delivered ? 'status good' : 'status bad'}>
        {notification.status ?? notification.error}
      </span>
      <div>
        <p>
          {action
            ? text.actions[action](application, seller)
            : text.otherTopic(application, topic, seller)}
          <span class="why">
            , {delivered ? text.delivered : text.notDelivered}, {text.attempt(attempt)}
          </span>
        </p>
        <p class="wire">
          <code>POST {url}</code>
          <code>id={id}</code>
          <Moment at={sentAt} language={language} />
        </p>
      </div>
      <form method="post" action="/sandbox/notifications/redeliver">
        <input type="hidden" name="lang" value={language} />
        <input type="hidden" name="id" value={String(id)} />
        <button type="submit" class="secondary outline small" aria-label={text.againLabel(id)}>
          {text.again}
        </button>
      </form>
    </>
  )
}
