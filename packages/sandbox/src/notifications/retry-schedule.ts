import type { Switches } from '../switches/switches.ts'

type Schedule = Switches['notificationRetries']

const minuteMs = 60 * 1000
const hourMs = 60 * minuteMs

// Mercado Pago's newer page, an older one, and its plugin, which names no times.
const delaysMs: Record<Schedule, readonly number[]> = {
  '15-minutes': [15 * minuteMs, 30 * minuteMs, 6 * hourMs, 48 * hourMs, 96 * hourMs],
  '5-minutes': [5 * minuteMs, 45 * minuteMs, 6 * hourMs, 48 * hourMs, 96 * hourMs],
  exponential: [0.25, 0.5, 1, 2, 4, 8, 16, 24].map((hours) => hours * hourMs),
}

/**
 * When a retry is due, counted from the first delivery.
 *
 * @param retry - 1 for the first.
 * @returns undefined when there is none any more.
 */
export function retryAt(firstSentAt: Date, retry: number, schedule: Schedule): Date | undefined {
  const delayMs = delaysMs[schedule][retry - 1]
  return delayMs === undefined ? undefined : new Date(firstSentAt.getTime() + delayMs)
}
