import type { Check } from './check.ts'
import { clientId, clientSecret } from './client.ts'
import { clock } from './clock.ts'
import { consentPage } from './consent-page.ts'
import { cookieSecrets } from './cookie-keys.ts'
import { country } from './country.ts'
import { credentials } from './credentials.ts'
import { encryptionKeys } from './encryption-keys.ts'
import { type Finding, type Observation, unknown } from './finding.ts'
import { hosts } from './hosts.ts'
import { nodeVersion } from './node-version.ts'
import { pkce } from './pkce.ts'
import { Probes } from './probes.ts'
import { redirectUri } from './redirect-uri.ts'
import type { DoctorSettings } from './settings.ts'
import { store } from './store.ts'
import { webhookSecret } from './webhook.ts'

/** In the order in which a cause comes before what follows from it. */
const checks: readonly Check[] = [
  nodeVersion,
  clientId,
  clientSecret,
  redirectUri,
  country,
  encryptionKeys,
  cookieSecrets,
  webhookSecret,
  hosts,
  clock,
  credentials,
  consentPage,
  pkce,
  store,
]

/** Runs every check and yields its findings. Never throws. */
export async function* examine(settings: DoctorSettings): AsyncGenerator<Finding, void, undefined> {
  const probes = new Probes(settings)
  for (const check of checks) {
    for (const observation of await observations(check, settings, probes)) {
      yield { check: check.name, ...observation }
    }
  }
}

async function observations(
  check: Check,
  settings: DoctorSettings,
  probes: Probes,
): Promise<Observation[]> {
  try {
    return await check.look(settings, probes)
  } catch {
    return [
      unknown(
        'This check failed with an error.',
        'What it looks at may be right or wrong.',
        'Please report it.',
      ),
    ]
  }
}
