import type { Observation } from './finding.ts'
import type { Probes } from './probes.ts'
import type { DoctorSettings } from './settings.ts'

/** One thing the doctor looks at. */
export interface Check {
  /** Stable: machines read it. */
  readonly name: string
  /** Nothing to say: an empty list. What it throws becomes an `unknown` finding. */
  look(settings: DoctorSettings, probes: Probes): Observation[] | Promise<Observation[]>
}
