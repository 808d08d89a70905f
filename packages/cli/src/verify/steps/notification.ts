import type { Inbox, Notification } from '../inbox.ts'
import { sawNothing } from '../linked.ts'
import type { Person } from '../person.ts'
import { notSeen, type Sighting, seen } from '../sighting.ts'
import type { Step } from '../step.ts'

/** Looks at the first notification about linking, and whether one about the withdrawal came. */
export const notification: Step = {
  name: 'notification',
  tells: [
    'notificationTimestamp',
    'notificationUserId',
    'notificationApplicationId',
    'notificationDataId',
    'notificationLiveMode',
  ],
  async run({ inbox, person, settings }) {
    if (inbox === undefined) {
      return sawNothing(this, 'No notification can arrive without --notifications.')
    }
    const first = await awaited(inbox, person)
    if (first === undefined) return sawNothing(this, nothingCame(inbox))
    const signature = inbox.isVerified ? 'is genuine' : 'was not verified (no secret)'
    const withdrawn = inbox.has('application.deauthorized') ? 'came' : 'did not come'
    return {
      said: `Its signature ${signature}. A notification of the withdrawal ${withdrawn}.`,
      sightings: [
        timestampOf(first),
        userIdOf(first),
        applicationIdOf(first),
        dataIdOf(first, settings.clientId),
        liveModeOf(first),
      ],
    }
  },
}

function nothingCame({ forged }: Inbox): string {
  return forged === 0
    ? 'No notification came.'
    : `${forged} notifications came that are not signed with MERCADOPAGO_WEBHOOK_SECRET.`
}

async function awaited(inbox: Inbox, person: Person): Promise<Notification | undefined> {
  while (inbox.first === undefined && inbox.forged === 0) {
    if (!(await person.says('No notification has come yet. Look again?'))) return undefined
  }
  return inbox.first
}

function timestampOf({ headers }: Notification): Sighting {
  const { length } = /(?:^|,)\s*ts=(\d+)/.exec(String(headers['x-signature']))?.[1] ?? ''
  const said = `ts has ${length} digits.`
  if (length === 10) return seen('notificationTimestamp', 'seconds', said)
  return length === 13
    ? seen('notificationTimestamp', 'milliseconds', said)
    : notSeen('notificationTimestamp', said)
}

function userIdOf({ fields }: Notification): Sighting {
  const type = typeof fields.user_id
  const said = `user_id is of the type ${type}.`
  return type === 'number' || type === 'string'
    ? seen('notificationUserId', type, said)
    : notSeen('notificationUserId', said)
}

function applicationIdOf({ fields }: Notification): Sighting {
  return fields.application_id === undefined
    ? seen('notificationApplicationId', 'absent', 'The body has no application_id.')
    : seen('notificationApplicationId', 'present', 'The body has application_id.')
}

function dataIdOf({ fields }: Notification, clientId: string): Sighting {
  const id = String(Object(fields.data).id)
  if (id === String(fields.user_id)) {
    return seen('notificationDataId', 'seller', 'data.id is the id of the seller.')
  }
  return id === clientId
    ? seen('notificationDataId', 'application', 'data.id is the id of the application.')
    : notSeen('notificationDataId', 'data.id is neither the seller nor the application.')
}

function liveModeOf({ fields }: Notification): Sighting {
  const { live_mode: liveMode } = fields
  return typeof liveMode === 'boolean'
    ? seen('notificationLiveMode', liveMode ? 'true' : 'false', `live_mode is ${liveMode}.`)
    : notSeen('notificationLiveMode', 'The body has no live_mode.')
}
