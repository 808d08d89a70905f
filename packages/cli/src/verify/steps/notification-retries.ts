import type { Inbox, Notification } from '../inbox.ts'
import { sawNothing } from '../linked.ts'
import { notSeen, type Sighting, seen } from '../sighting.ts'
import type { Step } from '../step.ts'

/** By then the two schedules, which begin the same way, differ. */
const longestMinutes = 80

/** Waits for further deliveries of the first notification, which was refused. */
export const notificationRetries: Step = {
  name: 'notification-retries',
  tells: ['notificationRetrySignature', 'notificationRetries'],
  question: 'Wait for Mercado Pago to repeat a refused notification (5 to 80 minutes)?',
  async run({ inbox, person, clock }) {
    if (inbox?.first === undefined) return sawNothing(this, 'No notification came.')
    const { at } = inbox.first
    const minutes = () => Math.floor((clock().getTime() - at.getTime()) / 60_000)
    while (scheduleOf(inbox, minutes()).position === undefined && minutes() < longestMinutes) {
      const isPatient = await person.says(
        `${minutes()} minutes after the first delivery there are ${inbox.deliveriesOfFirst.length} deliveries. Look again?`,
      )
      if (!isPatient) break
    }
    const schedule = scheduleOf(inbox, minutes())
    return { said: schedule.said, sightings: [signatureOf(inbox.deliveriesOfFirst), schedule] }
  },
}

function signatureOf([first, second]: readonly Notification[]): Sighting {
  if (first === undefined || second === undefined) {
    return notSeen('notificationRetrySignature', 'There was no second delivery.')
  }
  return first.headers['x-signature'] === second.headers['x-signature']
    ? seen(
        'notificationRetrySignature',
        'first',
        'A retry has the signature of the first delivery.',
      )
    : seen('notificationRetrySignature', 'anew', 'Each retry has a new signature.')
}

function scheduleOf({ deliveriesOfFirst: [first, ...retries] }: Inbox, watched: number): Sighting {
  const offsets = retries.map(({ at }) => minutesBetween(first, at))
  const said = `Deliveries came after ${[0, ...offsets].join(', ')} minutes; watched for ${watched}.`
  const [one = 0, two = 0, three] = offsets
  if (isAbout(one, 5)) return seen('notificationRetries', '5-minutes', said)
  const beginsSlowly = isAbout(one, 15) && isAbout(two, 30)
  if (beginsSlowly && three !== undefined && isAbout(three, 60)) {
    return seen('notificationRetries', 'exponential', said)
  }
  return beginsSlowly && three === undefined && watched >= longestMinutes
    ? seen('notificationRetries', '15-minutes', said)
    : notSeen('notificationRetries', said)
}

function minutesBetween(first: Notification | undefined, at: Date): number {
  return first === undefined ? 0 : Math.round((at.getTime() - first.at.getTime()) / 60_000)
}

function isAbout(minutes: number, expected: number): boolean {
  return Math.abs(minutes - expected) <= expected / 4
}
