import { TokenIntegrityError } from '../../errors.ts'
import { invalidValue } from '../../option.ts'
import type { TokenRecord, TokenStore } from '../store/token-store.ts'
import type { TokenVault } from './token-vault.ts'

/** No seller has it: sellers' ids are digits. It is never due and has no owner. */
const canaryId = '~canary'

export function isCanary({ sellerId }: Pick<TokenRecord, 'sellerId'>): boolean {
  return sellerId === canaryId
}

/**
 * Finds out at the start whether the keys open what the store holds, by a record made for that. Nothing
 * is written over what another key sealed.
 *
 * @throws TypeError `ERR_INVALID_ARG_VALUE`, naming `encryptionKeys`.
 */
export async function checkCanary(
  store: TokenStore,
  vault: TokenVault,
  application: string,
  now: Date,
): Promise<void> {
  const key = { application, sellerId: canaryId }
  const stored = await store.get(key)
  if (stored === undefined) {
    const canary: TokenRecord = {
      ...key,
      generation: 1,
      accessToken: vault.seal(key, 'accessToken', 'canary'),
      refreshToken: null,
      expiresAt: now,
      dueAt: null,
      lostReason: null,
      owner: null,
      scope: '',
      publicKey: null,
      liveMode: null,
      linkedAt: now,
      renewedAt: null,
    }
    await store.save(canary, undefined)
    return
  }
  try {
    vault.open(stored, 'accessToken')
  } catch (error) {
    if (!(error instanceof TokenIntegrityError)) throw error
    throw invalidValue('encryptionKeys', 'must include the key the stored tokens were sealed with')
  }
}
