import type { Duration } from '../../clock.ts'

/** A move of the clock that a button is worth, by what it shows. */
export type Step = 'minutes10' | 'day' | 'days30' | 'days151' | 'days179'

export const steps: Record<Step, Duration> = {
  minutes10: { minutes: 10 },
  day: { days: 1 },
  days30: { days: 30 },
  days151: { days: 151 },
  days179: { days: 179 },
}
