import type { Duration } from '../../clock.ts'

export const stepNames = ['minutes10', 'day', 'days30', 'days151', 'days179'] as const

/** A move of the clock that a button is worth, by what it shows. */
export type Step = (typeof stepNames)[number]

export const steps: Record<Step, Duration> = {
  minutes10: { minutes: 10 },
  day: { days: 1 },
  days30: { days: 30 },
  days151: { days: 151 },
  days179: { days: 179 },
}
