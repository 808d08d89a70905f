import type { Observation } from '../doctor/finding.ts'
import type { Evidence } from './evidence.ts'

/** One thing that an integrator is asked. */
export interface Point {
  /** Stable: machines read it. */
  readonly name: string
  /** What is checked, as the end of "Looked at: …". */
  readonly looksAt: string
  /** At least one observation. What it throws becomes `unknown`. */
  look(evidence: Evidence): Observation[] | Promise<Observation[]>
}

/** The result of a point. No field holds a secret. */
export interface PointResult {
  readonly point: string
  readonly verdict: 'ok' | 'warning' | 'failure' | 'unknown'
  /** What was looked at. */
  readonly looked: string
  /** What was seen, in one sentence. */
  readonly what: string
  /** Why that matters; empty without a problem. */
  readonly why: string
  /** What to do; empty without a problem. */
  readonly todo: string
}

export function resultOf({ name, looksAt }: Point, observation: Observation): PointResult {
  const { verdict, what, why, todo } = observation
  const said = verdict === 'fault' ? 'failure' : verdict
  return { point: name, verdict: said, looked: looksAt, what, why, todo }
}

/** One line for people. */
export function lineOf({ point, verdict, looked, what, why, todo }: PointResult): string {
  const sentences = [what, why, todo].filter((sentence) => sentence !== '').join(' ')
  return `${verdict.padEnd(7)}  ${point}: ${sentences} Looked at: ${looked}.`
}
