import { fault, ok, unknown, warning } from '../../doctor/finding.ts'
import type { Point } from '../point.ts'

/**
 * The last day with security fixes, by the major version.
 *
 * @see https://github.com/nodejs/release#release-schedule
 */
const lastDays: ReadonlyMap<number, string> = new Map([
  [18, '2025-04-30'],
  [19, '2023-06-01'],
  [20, '2026-04-30'],
  [21, '2024-06-01'],
  [22, '2027-04-30'],
  [23, '2025-06-01'],
  [24, '2028-04-30'],
  [25, '2026-06-01'],
  [26, '2029-04-30'],
])

const warningDays = 120
const dayMs = 24 * 60 * 60 * 1000

export const nodeRelease: Point = {
  name: 'node-release',
  looksAt: 'the version of Node that runs this command, and the release schedule of Node',
  look({ settings }) {
    const { nodeVersion, clock } = settings
    const lastDay = lastDays.get(Number(nodeVersion.split('.', 1)[0]))
    if (lastDay === undefined) {
      return [
        unknown(
          `The end of life of Node ${nodeVersion} is not known here.`,
          'After it, holes are not mended.',
          'See https://nodejs.org/en/about/previous-releases.',
        ),
      ]
    }
    const daysLeft = Math.ceil((Date.parse(lastDay) + dayMs - clock().getTime()) / dayMs)
    const why = 'After its end of life, holes are not mended.'
    const todo = 'Move to a release with long-term support.'
    if (daysLeft <= 0)
      return [fault(`The life of Node ${nodeVersion} ended on ${lastDay}.`, why, todo)]
    return daysLeft <= warningDays
      ? [warning(`The life of Node ${nodeVersion} ends on ${lastDay}.`, why, todo)]
      : [ok(`Node ${nodeVersion} gets security fixes until ${lastDay}.`)]
  },
}
