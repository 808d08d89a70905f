import { type ClientOptions, createClient, SellerTokens, type TokenStore } from 'mercadopago-oauth'
import type { EncryptionKeys } from '../settings/encryption-keys.ts'
import { logEvents } from './event-log.ts'

/** What {@link openSellers} needs. */
export interface SellersParts {
  application: ClientOptions
  store: TokenStore
  encryptionKeys: EncryptionKeys
  /** How long a refused refresh token is checked before the seller counts as lost. */
  settleMs: number | undefined
}

/**
 * The sellers whose accounts are linked: their tokens, encrypted in the store.
 *
 * @throws Error one sentence when the keys cannot be used with this store; nothing is written then.
 */
export async function openSellers(parts: SellersParts): Promise<SellerTokens> {
  const { application, store, encryptionKeys, settleMs } = parts
  const { clock } = application
  const { keys, source } = encryptionKeys
  try {
    const client = createClient(application)
    const sellers = new SellerTokens({
      client,
      store,
      encryptionKeys: keys,
      ...(clock && { clock }),
      ...(settleMs !== undefined && { settleMs }),
    })
    await sellers.checkKeys()
    logEvents(sellers)
    return sellers
  } catch (error) {
    if (!isAboutKeys(error)) throw error
    throw new Error(`${source} cannot be used: ${error.message}.`, { cause: error })
  }
}

function isAboutKeys(error: unknown): error is TypeError {
  return error instanceof TypeError && error.message.startsWith('"encryptionKeys"')
}
