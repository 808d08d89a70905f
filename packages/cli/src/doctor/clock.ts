import type { Check } from './check.ts'
import { fault, ok, unknown, warning } from './finding.ts'

const warningMs = 30_000
const faultMs = 5 * 60_000

/** The clock of this machine agrees with that of the token endpoint. */
export const clock: Check = {
  name: 'clock',
  async look({ provider, clock: now }, probes) {
    const answer = await probes.reach(provider.tokenEndpoint)
    const theirs = 'status' in answer ? Date.parse(answer.headers.date ?? '') : Number.NaN
    if (Number.isNaN(theirs)) {
      return [
        unknown(
          'The token endpoint did not tell its time.',
          'A clock that is wrong refuses notifications and misjudges when tokens end.',
          'Make sure that this machine takes its time from NTP.',
        ),
      ]
    }
    const aheadMs = now().getTime() - theirs
    const direction = aheadMs > 0 ? 'ahead of' : 'behind'
    if (Math.abs(aheadMs) > faultMs) {
      return [
        fault(
          `The clock is more than 5 minutes ${direction} that of the token endpoint.`,
          'Every notification is refused as stale, and tokens seem to end at another time.',
          'Let this machine take its time from NTP.',
        ),
      ]
    }
    if (Math.abs(aheadMs) > warningMs) {
      return [
        warning(
          `The clock is more than 30 seconds ${direction} that of the token endpoint.`,
          'From 5 minutes on, notifications are refused as stale.',
          'Let this machine take its time from NTP.',
        ),
      ]
    }
    return [ok('The clock is within 30 seconds of that of the token endpoint.')]
  },
}
