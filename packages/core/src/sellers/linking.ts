import { SellerConflictError } from '../errors.ts'
import { assertOptionalString, invalidValue } from '../option.ts'
import type { TokenSet } from '../protocol/token-set.ts'
import type { AccessTokens } from './access/access-tokens.ts'
import { linked } from './records/record-change.ts'
import type { Announce } from './records/seller-events.ts'
import type { Envelope, SellerRecord } from './records/seller-record.ts'
import type { SellerRecords } from './records/seller-records.ts'
import { type SellerStatus, sellerStatus } from './records/seller-status.ts'
import type { Sealer } from './records/token-vault.ts'

/** Options of `link()`. */
export interface LinkOptions {
  /** The app's user or shop the seller belongs to. Default: its previous owner, if it had one. */
  owner?: string | undefined
  /** Let a seller that is linked to another owner move to this one. Default `false`: refused. */
  move?: boolean | undefined
  /** Refuse any other seller, as when a known one links again. */
  expectedSellerId?: string | undefined
}

/** What {@link linkSeller} needs. */
export interface LinkingParts {
  records: SellerRecords
  accessTokens: AccessTokens
  announce: Announce
  clock: () => Date
  renewBeforeMs: number
}

/** New tokens of a seller, and what seals them. */
interface Consent {
  tokens: TokenSet
  sellerId: string
  sealer: Sealer
}

/** The same, and the record that they replace. */
interface Replacement extends Consent {
  previous: Envelope | undefined
}

/** Keeps the tokens of a seller who consented. Throws what `SellerTokens.link` throws. */
export async function linkSeller(
  parts: LinkingParts,
  tokens: TokenSet,
  options: LinkOptions,
): Promise<SellerStatus> {
  const { sellerId } = tokens
  assertOptionalString(options.owner, 'owner')
  if (sellerId === undefined) throw invalidValue('tokens', 'must name their seller')
  await parts.records.checkKeys()
  return await parts.records.sealing((sealer) =>
    linkSealed(parts, { tokens, sellerId, sealer }, options),
  )
}

async function linkSealed(
  parts: LinkingParts,
  consent: Consent,
  options: LinkOptions,
): Promise<SellerStatus> {
  const { move = false, expectedSellerId } = options
  const { sellerId } = consent
  const isExpected = expectedSellerId === undefined || expectedSellerId === sellerId
  for (;;) {
    const previous = await parts.records.envelope(sellerId)
    const replacement = { ...consent, previous }
    const previousOwner = previous?.owner ?? undefined
    const { owner = previousOwner } = options
    const isFree = move || previousOwner === undefined || previousOwner === owner
    if (isExpected && isFree) {
      const status = await link(parts, replacement, owner)
      if (status !== undefined) return status
    } else if (previous === undefined || (await refresh(parts, replacement, previousOwner))) {
      throw new SellerConflictError(isExpected ? 'seller_already_linked' : 'seller_mismatch')
    }
    // A renewal or another link came between: then the newer record is replaced.
  }
}

/** `undefined` when the record was replaced meanwhile. */
async function link(
  parts: LinkingParts,
  replacement: Replacement,
  owner: string | undefined,
): Promise<SellerStatus | undefined> {
  const record = await saved(parts, replacement, owner)
  if (record === undefined) return undefined
  const { sellerId, previous } = replacement
  parts.announce('linked', { sellerId, owner, again: previous !== undefined })
  return sellerStatus(record, { now: parts.clock(), renewBeforeMs: parts.renewBeforeMs })
}

/**
 * Keeps the pair of a consent that may not move the seller, under the owner the seller has: a provider may
 * end the earlier authorization at a new consent. Returns whether the record was still the same.
 */
async function refresh(
  parts: LinkingParts,
  replacement: Replacement,
  owner: string | undefined,
): Promise<boolean> {
  const { tokens, sellerId } = replacement
  // Without a refresh token they would cut a link short that may still stand.
  if (tokens.refreshToken === undefined) return true
  const record = await saved(parts, replacement, owner)
  if (record === undefined) return false
  parts.announce('renewed', { sellerId, expiresAt: record.expiresAt, lostScope: [] })
  return true
}

async function saved(
  { records, accessTokens, clock, renewBeforeMs }: LinkingParts,
  { tokens, sellerId, sealer, previous }: Replacement,
  owner: string | undefined,
): Promise<SellerRecord | undefined> {
  const key = records.keyOf(sellerId)
  const timing = { sealer, now: clock(), renewBeforeMs }
  const record = linked(key, tokens, owner, previous, timing)
  if (!(await records.save(record, previous?.generation, true))) return undefined
  accessTokens.forget(sellerId)
  return record
}
