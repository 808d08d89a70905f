/** A value at a time. */
export interface Sample {
  readonly atMs: number
  readonly value: number
}

/** The straight line through samples, by least squares. */
export interface Trend {
  /** Its value at the first sample. */
  readonly start: number
  /** How much it rises from the first sample to the last. */
  readonly growth: number
}

/** Throws for fewer than two samples, through which no line goes. */
export function trendOf(samples: readonly Sample[]): Trend {
  const [first, last] = [samples[0], samples.at(-1)]
  if (first === undefined || last === undefined || first.atMs === last.atMs) {
    throw new RangeError('a trend needs samples of two times')
  }
  const meanMs = mean(samples.map(({ atMs }) => atMs))
  const meanValue = mean(samples.map(({ value }) => value))
  const spread = samples.reduce((sum, { atMs }) => sum + (atMs - meanMs) ** 2, 0)
  const together = samples.reduce(
    (sum, { atMs, value }) => sum + (atMs - meanMs) * (value - meanValue),
    0,
  )
  const slope = together / spread
  return {
    start: meanValue + slope * (first.atMs - meanMs),
    growth: slope * (last.atMs - first.atMs),
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
