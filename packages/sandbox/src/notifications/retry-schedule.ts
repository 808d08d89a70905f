const minuteMs = 60 * 1000
const hourMs = 60 * minuteMs

// Mercado Pago's newer page; an older one has other times and five retries as well.
const delaysMs = [15 * minuteMs, 30 * minuteMs, 6 * hourMs, 48 * hourMs, 96 * hourMs]

/**
 * When a retry is due, counted from the first delivery.
 *
 * @param retry - 1 for the first.
 * @returns undefined when there is none any more.
 */
export function retryAt(firstSentAt: Date, retry: number): Date | undefined {
  const delayMs = delaysMs[retry - 1]
  return delayMs === undefined ? undefined : new Date(firstSentAt.getTime() + delayMs)
}
