import { randomBytes } from 'node:crypto'
import { fault, type Observation, ok, unknown, warning } from '../../doctor/finding.ts'
import type { OpenedStore } from '../../store.ts'
import type { Point } from '../point.ts'

const minuteMs = 60_000

export const singleUse: Point = {
  name: 'single-use',
  looksAt: 'whether the store lets one made-up attempt be claimed twice',
  async look(evidence) {
    if (evidence.address === 'memory') {
      return [
        fault(
          'The store is in memory.',
          'On a second machine, or after a restart, a callback can be used again.',
          'Use PostgreSQL, MySQL or Redis, or a file on a single machine.',
        ),
      ]
    }
    const opened = await evidence.store()
    return [await claimedTwice(opened, evidence.settings.clock())]
  },
}

async function claimedTwice({ store, place, kind }: OpenedStore, now: Date): Promise<Observation> {
  const key = `doctor-${randomBytes(16).toString('hex')}`
  const expiresAt = new Date(now.getTime() + minuteMs)
  const first = await store.claim(key, expiresAt)
  const second = await store.claim(key, expiresAt)
  if (!first) {
    return unknown(
      `${place} refused the first claim of a made-up attempt.`,
      'It is not known whether a callback can be used twice.',
      'Run this again.',
    )
  }
  if (second) {
    return fault(
      `${place} let one attempt be claimed twice.`,
      'An attacker who has seen a callback can use it again.',
      'Connect to the primary server, not to a replica or a cache.',
    )
  }
  if (kind !== 'sqlite') return ok(`${place} lets each attempt be claimed once, on all machines.`)
  return warning(
    `${place} lets each attempt be claimed once, for the processes of this machine.`,
    'Machines that do not share the file do not know of each other.',
    'Use PostgreSQL, MySQL or Redis if the app runs on several machines.',
  )
}
