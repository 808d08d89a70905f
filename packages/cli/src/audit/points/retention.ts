import { fault, type Observation, ok, warning } from '../../doctor/finding.ts'
import { keepsRemoved } from '../../doctor/store-write.ts'
import type { Point } from '../point.ts'

export const retention: Point = {
  name: 'retention',
  looksAt:
    'a made-up seller that is stored and removed, and records whose token ended 180 days ago',
  async look(evidence) {
    const { store, place } = await evidence.store()
    const found: Observation[] = [
      (await keepsRemoved(store))
        ? fault(
            `${place} returns a seller that was removed.`,
            'What a seller asked you to delete is still there.',
            'Connect to the primary server, not to a replica or a cache.',
          )
        : ok(
            `A removed seller is gone from ${place}. Its backups keep it as long as you keep them.`,
          ),
    ]
    const { longEnded } = await evidence.records()
    if (longEnded > 0) {
      found.push(
        warning(
          `${longEnded} stored sellers have had no working access token for 180 days.`,
          'Data that nobody needs any more should not be kept.',
          'Ask them to link again, or remove them with "sellers unlink".',
        ),
      )
    }
    return found
  },
}
