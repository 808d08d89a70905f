/** How serious a finding is. `unknown`: the check could not run, or its result says nothing either way. */
type Verdict = 'ok' | 'warning' | 'fault' | 'unknown'

/** What a check found. No field holds a secret. */
export interface Finding {
  /** The name of the check; stable. */
  readonly check: string
  readonly verdict: Verdict
  /** What was seen, in one sentence. */
  readonly what: string
  /** Why that matters; empty without a problem. */
  readonly why: string
  /** What to do about it; empty without a problem. */
  readonly todo: string
}

/** What a check says; its name is put to it by {@link examine}. */
export type Observation = Omit<Finding, 'check'>

export function ok(what: string): Observation {
  return { verdict: 'ok', what, why: '', todo: '' }
}

export function warning(what: string, why: string, todo: string): Observation {
  return { verdict: 'warning', what, why, todo }
}

export function fault(what: string, why: string, todo: string): Observation {
  return { verdict: 'fault', what, why, todo }
}

export function unknown(what: string, why: string, todo: string): Observation {
  return { verdict: 'unknown', what, why, todo }
}

/** One line for people: what, why it matters, what to do. */
export function lineOf({ verdict, check, what, why, todo }: Finding): string {
  const sentences = [what, why, todo].filter((sentence) => sentence !== '').join(' ')
  return `${verdict.padEnd(7)}  ${check}: ${sentences}`
}
