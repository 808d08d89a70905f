import {
  createClient,
  SellerTokens,
  StoreUnavailableError,
  type TokenStore,
} from 'mercadopago-oauth'
import type { OpenedStore } from '../store.ts'
import { usableKeys } from './encryption-keys.ts'
import { fault, type Observation, ok, unknown } from './finding.ts'
import type { DoctorSettings } from './settings.ts'

/** Checks that the configured keys can decrypt the stored tokens. Skipped where the keys themselves are at fault. */
export async function canaryObservation(
  { store, place }: OpenedStore,
  settings: DoctorSettings,
): Promise<Observation[]> {
  const { clientId, provider, environment } = settings
  const encryptionKeys = usableKeys(settings.encryptionKeys)
  if (!clientId || encryptionKeys === undefined) return []
  const reader = readerOf(store)
  // Nothing is sent, so the secret is not needed.
  const parts = { clientSecret: 'unused', redirectUri: 'https://unused.invalid/' }
  const client = createClient({ clientId, provider, ...parts })
  const named = environment === undefined ? {} : { environment }
  const sellers = new SellerTokens({ client, store: reader.store, encryptionKeys, ...named })
  try {
    await sellers.checkKeys()
  } catch (error) {
    return [error instanceof StoreUnavailableError ? unread(place) : wrongKeys(place)]
  }
  if (reader.wasAskedToSave()) return [ok(`${place} has no sellers of this application yet.`)]
  return [ok(`The encryption keys decrypt the tokens in ${place}.`)]
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

/** A store for the check of the keys alone: it reads, and only notes that something was to be saved. */
function readerOf(store: TokenStore): { store: TokenStore; wasAskedToSave(): boolean } {
  let wasAsked = false
  const refuse = () => Promise.reject(new Error('this store is only read'))
  return {
    wasAskedToSave: () => wasAsked,
    store: {
      get: (key) => store.get(key),
      async save() {
        wasAsked = true
        return true
      },
      lease: refuse,
      release: refuse,
      claimDue: refuse,
      byOwner: refuse,
      list: refuse,
      delete: refuse,
      claim: refuse,
    },
  }
}
