import type { Check } from './check.ts'
import { fault, ok, unknown, warning } from './finding.ts'

const warningMs = 30_000
const faultMs = 5 * 60_000

/** Checks that the clock of this machine agrees with the clock of the token endpoint. */
export const clock: Check = {
  name: 'clock',
  async look({ provider, clock: now }, probes) {
    const response = await probes.reach(provider.tokenEndpoint)
    const theirs = 'status' in response ? Date.parse(response.headers.date ?? '') : Number.NaN
    if (Number.isNaN(theirs)) {
      return [
        unknown(
          'The response of the token endpoint has no time.',
          'With a wrong clock, notifications are refused and tokens seem to expire at another time.',
          'Make sure that this machine gets its time from NTP.',
        ),
      ]
    }
    const aheadMs = now().getTime() - theirs
    const direction = aheadMs > 0 ? 'ahead of' : 'behind'
    if (Math.abs(aheadMs) > faultMs) {
      return [
        fault(
          `The clock is more than 5 minutes ${direction} the clock of the token endpoint.`,
          'Every notification is refused as stale, and tokens seem to expire at another time.',
          'Synchronize the clock with NTP.',
        ),
      ]
    }
    if (Math.abs(aheadMs) > warningMs) {
      return [
        warning(
          `The clock is more than 30 seconds ${direction} the clock of the token endpoint.`,
          'When the difference reaches 5 minutes, notifications are refused as stale.',
          'Synchronize the clock with NTP.',
        ),
      ]
    }
    return [ok('The clock is within 30 seconds of the clock of the token endpoint.')]
  },
}
