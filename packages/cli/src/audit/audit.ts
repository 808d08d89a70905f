import { type Observation, unknown } from '../doctor/finding.ts'
import type { DoctorSettings } from '../doctor/settings.ts'
import { FailedError } from '../failure.ts'
import { Evidence } from './evidence.ts'
import { type Point, type PointResult, resultOf } from './point.ts'
import { keyAge } from './points/key-age.ts'
import { keyPlace } from './points/key-place.ts'
import { keyQuality } from './points/key-quality.ts'
import { nodeRelease } from './points/node-release.ts'
import { secretsElsewhere } from './points/other-processes.ts'
import { packageVersions } from './points/package-versions.ts'
import { providerTransport } from './points/provider-transport.ts'
import { redaction } from './points/redaction.ts'
import { retention } from './points/retention.ts'
import { revocation } from './points/revocation.ts'
import { singleUse } from './points/single-use.ts'
import { stateAndPkce } from './points/state-and-pkce.ts'
import { storeTransport } from './points/store-transport.ts'
import { tokensAtRest } from './points/tokens-at-rest.ts'

/** In the order of docs/audit.md. */
const points: readonly Point[] = [
  tokensAtRest,
  keyQuality,
  keyPlace,
  keyAge,
  providerTransport,
  storeTransport,
  stateAndPkce,
  singleUse,
  redaction,
  retention,
  revocation,
  secretsElsewhere,
  nodeRelease,
  packageVersions,
]

/** Checks every point and yields its results. A point that cannot be checked is `unknown`. Never throws. */
export async function* audit(
  settings: DoctorSettings,
): AsyncGenerator<PointResult, void, undefined> {
  const evidence = new Evidence(settings)
  try {
    for (const point of points) {
      for (const observation of await observed(point, evidence)) yield resultOf(point, observation)
    }
  } finally {
    await evidence.close()
  }
}

async function observed(point: Point, evidence: Evidence): Promise<Observation[]> {
  try {
    return await point.look(evidence)
  } catch (error) {
    // Only these sentences are known to show no secret.
    const why = error instanceof FailedError ? error.message : 'The check ended with an error.'
    return [unknown('It could not be looked at.', why, 'Name what is missing, and run this again.')]
  }
}
