import { SellerTokens, TokenPersistenceError } from 'mercadopago-oauth'
import { openClient } from './application.ts'
import type { Terminal } from './command.ts'
import { FailedError } from './failure.ts'
import { type ProviderValues, providerUsage } from './provider.ts'
import {
  clientIdOf,
  clientSecretOf,
  encryptionKeysOf,
  storeAddressOf,
  storeNamesOf,
  storeUsage,
} from './settings.ts'
import { openStore, type StoreNames } from './store.ts'
import { keepUnsaved } from './unsaved.ts'

/** Options of every command that opens tokens in a store, beside those of the store and the provider. */
export const sellerOptions = {
  'client-id': { type: 'string' },
  environment: { type: 'string' },
} as const

/** The part of all three in the help. */
export const sellerUsage: string = `${storeUsage}
  --client-id <id>      whose sellers; or MERCADOPAGO_CLIENT_ID
  --environment <e>     as the application gives it to SellerTokens, if it does
${providerUsage}

The keys are those of MERCADOPAGO_ENCRYPTION_KEYS, with commas between; the first one seals.`

/** What was given for the three. */
export interface SellerValues extends ProviderValues, StoreNames {
  store?: string | undefined
  'client-id'?: string | undefined
  environment?: string | undefined
}

const storeTimeoutMs = 10_000
const closeTimeoutMs = 30_000

/**
 * Does some work with the linked sellers of the application; afterwards everything is saved and closed.
 *
 * @param isSecretSent - whether the work proves itself to the provider with the Client Secret.
 * @throws UsageError, FailedError, and what core throws.
 */
export async function withSellers<Result>(
  terminal: Terminal,
  values: SellerValues,
  isSecretSent: boolean,
  work: (sellers: SellerTokens) => Promise<Result>,
): Promise<Result> {
  const { environment } = values
  const clientId = clientIdOf(terminal, values['client-id'])
  const address = storeAddressOf(terminal, values.store)
  const encryptionKeys = await encryptionKeysOf(terminal)
  const clientSecret = isSecretSent ? { clientSecret: await clientSecretOf(terminal) } : {}
  const client = await openClient(terminal, values, { clientId, ...clientSecret })
  const opened = await openStore(address, storeNamesOf(values))
  try {
    const sellers = new SellerTokens({
      ...{ client, store: opened.store, encryptionKeys, storeTimeoutMs, clock: terminal.clock },
      ...(environment === undefined ? {} : { environment }),
    })
    try {
      await sellers.checkKeys()
      return await work(sellers)
    } finally {
      await closed(sellers)
    }
  } finally {
    await opened.close()
  }
}

async function closed(sellers: SellerTokens): Promise<void> {
  try {
    await sellers.close({ timeoutMs: closeTimeoutMs })
  } catch (error) {
    if (!(error instanceof TokenPersistenceError)) throw error
    const file = await keepUnsaved(error.unsaved())
    throw new FailedError(
      `${error.code}: The store does not take what was renewed: the new pairs are in ${file}, and nowhere else.`,
    )
  }
}
