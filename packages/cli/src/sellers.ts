import { SellerTokens, TokenPersistenceError } from 'mercadopago-oauth'
import { openClient } from './application.ts'
import { FailedError } from './failure.ts'
import { type ProviderValues, providerOptions } from './provider.ts'
import {
  clientIdOf,
  clientIdOption,
  clientSecretOf,
  encryptionKeysOf,
  storeAddressOf,
  storeNamesOf,
  storeOptions,
} from './settings.ts'
import { openStore, type StoreNames } from './store.ts'
import type { Terminal } from './terminal.ts'
import { keepUnsaved } from './unsaved.ts'

/** The name that separates test sellers from live ones. */
export const environmentOption = {
  environment: {
    type: 'string',
    value: 'name',
    about: 'the environment that the application passes to SellerTokens',
  },
} as const

/** Options of every command that decrypts tokens in a store. */
export const sellerOptions: typeof storeOptions &
  typeof clientIdOption &
  typeof environmentOption &
  typeof providerOptions = {
  ...storeOptions,
  ...clientIdOption,
  ...environmentOption,
  ...providerOptions,
}

/** The end of what their help says. */
export const aboutKeys =
  'MERCADOPAGO_ENCRYPTION_KEYS holds the keys, separated by commas. The first encrypts, all decrypt.'

/** The values of {@link sellerOptions}. */
export interface SellerValues extends ProviderValues, StoreNames {
  store?: string | undefined
  'client-id'?: string | undefined
  environment?: string | undefined
}

const storeTimeoutMs = 10_000
const closeTimeoutMs = 30_000

/**
 * Does some work with the linked sellers of the application, then saves and closes everything.
 *
 * @param isSecretSent - whether the work needs the Client Secret.
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
      `${error.code}: The store did not save the renewed tokens. They are in ${file} and nowhere else.`,
    )
  }
}
