import type { TokenSet } from '../../protocol/token-set.ts'
import type { SellerKey, TokenRecord } from '../store/token-store.ts'
import type { TokenVault } from './token-vault.ts'

/**
 * When a renewal is due: in the last sixth of the token's life, at most `renewBeforeMs` before its end.
 * Mercado Pago's 180 days give the 30 that leave a seller weeks to link again.
 */
function dueAtOf(expiresAt: Date, now: Date, renewBeforeMs: number): Date {
  const lifeMs = expiresAt.getTime() - now.getTime()
  return new Date(expiresAt.getTime() - Math.min(renewBeforeMs, lifeMs / 6))
}

/** What {@link sealedTokens} needs beside the tokens. */
export interface Sealing {
  vault: TokenVault
  now: Date
  renewBeforeMs: number
}

type TokenFieldsOfRecord = Pick<
  TokenRecord,
  | 'accessToken'
  | 'refreshToken'
  | 'expiresAt'
  | 'dueAt'
  | 'lostReason'
  | 'scope'
  | 'publicKey'
  | 'liveMode'
>

/** The fields of a record that a token answer fills. */
function sealedTokens(key: SellerKey, tokens: TokenSet, sealing: Sealing): TokenFieldsOfRecord {
  const { vault, now, renewBeforeMs } = sealing
  const { accessToken, refreshToken, expiresAt, scope, publicKey, liveMode } = tokens
  const isRenewable = refreshToken !== undefined
  return {
    accessToken: vault.seal(key, 'accessToken', accessToken),
    refreshToken: isRenewable ? vault.seal(key, 'refreshToken', refreshToken) : null,
    expiresAt,
    dueAt: isRenewable ? dueAtOf(expiresAt, now, renewBeforeMs) : null,
    lostReason: isRenewable ? null : 'no_offline_access',
    scope: scope.join(' '),
    publicKey: publicKey ?? null,
    liveMode: liveMode ?? null,
  }
}

/** The record of a seller who consented, over an earlier one if there is one. */
export function linkedRecord(
  key: SellerKey,
  tokens: TokenSet,
  owner: string | undefined,
  previous: TokenRecord | undefined,
  sealing: Sealing,
): TokenRecord {
  return {
    ...key,
    ...sealedTokens(key, tokens, sealing),
    // Never a number that an earlier link of this seller had: a late save of that one must not match.
    generation: (previous?.generation ?? sealing.now.getTime()) + 1,
    owner: owner ?? null,
    linkedAt: sealing.now,
    renewedAt: null,
  }
}

/** The record after a renewal. What the answer leaves out stays as it was (RFC 6749, section 6). */
export function renewedRecord(
  record: TokenRecord,
  tokens: TokenSet,
  sealing: Sealing,
): TokenRecord {
  const sealed = sealedTokens(record, tokens, sealing)
  const { refreshToken, publicKey, liveMode } = sealed
  const dueAt = dueAtOf(tokens.expiresAt, sealing.now, sealing.renewBeforeMs)
  return {
    ...record,
    ...sealed,
    ...(refreshToken === null
      ? { refreshToken: record.refreshToken, dueAt, lostReason: null }
      : {}),
    scope: sealed.scope === '' ? record.scope : sealed.scope,
    publicKey: publicKey ?? record.publicKey,
    liveMode: liveMode ?? record.liveMode,
    generation: record.generation + 1,
    renewedAt: sealing.now,
  }
}
