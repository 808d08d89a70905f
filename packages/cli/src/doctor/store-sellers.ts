import { StoreUnavailableError } from 'mercadopago-oauth'
import { StoredSellers } from 'mercadopago-oauth/store'
import type { OpenedStore } from '../store.ts'
import { usableKeys } from './encryption-keys.ts'
import { fault, type Observation, ok, unknown } from './finding.ts'
import type { DoctorSettings } from './settings.ts'
import { backlogObservations } from './store-backlog.ts'

/**
 * Checks that the configured keys can decrypt the stored tokens, and if so, the sellers. Skipped where the keys
 * themselves are at fault.
 */
export async function sellersObservations(
  { store, place }: OpenedStore,
  settings: DoctorSettings,
): Promise<Observation[]> {
  const { clientId, provider, environment = provider.name, timeoutMs } = settings
  const encryptionKeys = usableKeys(settings.encryptionKeys)
  if (!clientId || encryptionKeys === undefined) return []
  const sellers = new StoredSellers({
    clientId,
    store,
    encryptionKeys,
    environment,
    storeTimeoutMs: timeoutMs,
    renewBeforeDays: settings.renewBeforeDays,
    clock: settings.clock,
  })
  try {
    if (!(await sellers.checkKeys())) {
      return [ok(`${place} has no sellers of this application yet.`)]
    }
  } catch (error) {
    return [error instanceof StoreUnavailableError ? unread(place) : wrongKeys(place)]
  }
  return [
    ok(`The encryption keys decrypt the tokens in ${place}.`),
    ...(await backlogObservations(sellers, place)),
  ]
}

function wrongKeys(place: string): Observation {
  return fault(
    `The encryption keys do not decrypt the tokens in ${place}.`,
    'The app refuses to start with them. No seller is lost as long as you have the old key.',
    'Put the key that encrypted them after the new one. Also check the Client ID and --environment.',
  )
}

function unread(place: string): Observation {
  return unknown(
    `${place} did not return the test record.`,
    'It is not known whether the encryption keys are right.',
    'Run this again.',
  )
}
