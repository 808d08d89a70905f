import { SellerTokens, TokenPersistenceError } from 'mercadopago-oauth'
import { StoredSellers } from 'mercadopago-oauth/store'
import { openClient } from './application.ts'
import { UsageError } from './command.ts'
import { FailedError } from './failure.ts'
import { type ProviderValues, providerOf, providerOptions, sandboxOf } from './provider.ts'
import {
  clientIdOf,
  clientIdOption,
  clientSecretOf,
  encryptionKeysOf,
  storeAddressOf,
  storeNamesOf,
  storeOptions,
} from './settings.ts'
import { openStore, type StoreAddress, type StoreNames } from './store.ts'
import type { Terminal } from './terminal.ts'
import { keepUnsaved } from './unsaved.ts'

/** What the application passes to `SellerTokens`, where it is not the default. */
export const sellerTokensOptions = {
  environment: {
    type: 'string',
    value: 'name',
    about: 'environment of the SellerTokens in the application',
  },
  'renew-before-days': {
    type: 'string',
    value: 'number',
    about: 'renewBeforeDays of the SellerTokens in the application',
    default: '30',
  },
} as const

/** Options of every command that decrypts tokens in a store. */
export const sellerOptions: typeof storeOptions &
  typeof clientIdOption &
  typeof sellerTokensOptions &
  typeof providerOptions = {
  ...storeOptions,
  ...clientIdOption,
  ...sellerTokensOptions,
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
  'renew-before-days': string
}

const storeTimeoutMs = 10_000
const closeTimeoutMs = 30_000
/** A sandbox responds at once: a pair that another process got from it is in the store by then. */
const sandboxSettleMs = 500

/**
 * Does some work with the stored sellers of the application that needs no Client Secret, then closes the store.
 *
 * @throws UsageError, FailedError, and what core throws.
 */
export async function withStoredSellers<Result>(
  terminal: Terminal,
  values: SellerValues,
  work: (sellers: StoredSellers) => Promise<Result>,
): Promise<Result> {
  const settings = await settingsOf(terminal, values)
  const environment = values.environment ?? (await providerOf(values, terminal.env)).name
  const { store, close } = await openStore(settings.address, storeNamesOf(values))
  try {
    const sellers = new StoredSellers({ ...settings, store, environment })
    await sellers.checkKeys()
    return await work(sellers)
  } finally {
    await close()
  }
}

/**
 * Does some work with the linked sellers of the application, then saves and closes everything.
 *
 * @throws UsageError, FailedError, and what core throws.
 */
export async function withSellers<Result>(
  terminal: Terminal,
  values: SellerValues,
  work: (sellers: SellerTokens) => Promise<Result>,
): Promise<Result> {
  const settings = await settingsOf(terminal, values)
  const { clientId } = settings
  const clientSecret = await clientSecretOf(terminal)
  const client = await openClient(terminal, values, { clientId, clientSecret })
  const { environment = client.provider.name } = values
  const { store, close } = await openStore(settings.address, storeNamesOf(values))
  try {
    const isSandbox = sandboxOf(values, terminal.env) !== undefined
    const settle = isSandbox ? { settleMs: sandboxSettleMs } : {}
    const sellers = new SellerTokens({ ...settings, client, store, environment, ...settle })
    try {
      await sellers.checkKeys()
      return await work(sellers)
    } finally {
      await closed(sellers)
    }
  } finally {
    await close()
  }
}

interface SellerSettings {
  clientId: string
  address: StoreAddress
  encryptionKeys: string[]
  renewBeforeDays: number
  storeTimeoutMs: number
  clock: () => Date
}

async function settingsOf(terminal: Terminal, values: SellerValues): Promise<SellerSettings> {
  return {
    clientId: clientIdOf(terminal, values['client-id']),
    address: storeAddressOf(terminal, values.store),
    renewBeforeDays: renewBeforeDaysOf(values['renew-before-days']),
    encryptionKeys: await encryptionKeysOf(terminal),
    storeTimeoutMs,
    clock: terminal.clock,
  }
}

/**
 * The number of days that were typed.
 *
 * @throws UsageError
 */
export function renewBeforeDaysOf(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text)
  throw new UsageError('--renew-before-days must be a whole number from 1 to 9999.')
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
