/** What a run found. */
export interface Report {
  readonly run: string
  /** How large the run was. */
  readonly size: string
  readonly figures: Readonly<Record<string, number | string>>
  /** The bounds that did not hold, one sentence each. */
  readonly broken: readonly string[]
  /** The times and sizes that were missed: they depend on what else the machine does, so no test asks for them. */
  readonly late?: readonly string[]
}

/** Collects the bounds of a run. */
export class Bounds {
  readonly broken: string[] = []
  readonly late: string[] = []

  equal(what: string, found: number | string, expected: number | string): void {
    if (found !== expected) this.broken.push(`${what}: ${found} instead of ${expected}`)
  }

  atMost(what: string, found: number, limit: number): void {
    if (found > limit) this.broken.push(`${what}: ${found}, at most ${limit}`)
  }

  withinMs(what: string, foundMs: number, limitMs: number): void {
    if (foundMs > limitMs) this.late.push(`${what}, ms: ${foundMs}, at most ${limitMs}`)
  }

  withinMib(what: string, foundMib: number, limitMib: number): void {
    if (foundMib > limitMib) this.late.push(`${what}, MiB: ${foundMib}, at most ${limitMib}`)
  }

  atLeast(what: string, found: number, limit: number): void {
    if (found < limit) this.late.push(`${what}: ${found}, at least ${limit}`)
  }
}

/** The value that a share of all is not above. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? 0)
}
