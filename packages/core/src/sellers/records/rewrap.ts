import {
  KeyManagerUnavailableError,
  type MercadoPagoOAuthError,
  ReauthorizationRequiredError,
  RenewalUnavailableError,
  StoreUnavailableError,
  TokenIntegrityError,
} from '../../errors.ts'
import type { LeasedSeller, Leases } from './leases.ts'
import { released, rewrapped } from './record-change.ts'
import type { SellerRecord } from './seller-record.ts'
import type { SellerRecords, UnreadableRecord } from './seller-records.ts'
import type { Sealer } from './token-vault.ts'

/** Options of `rewrap()`. */
export interface RewrapOptions {
  /** Starts after this seller, where an earlier run ended. Default: from the first. */
  after?: string | undefined
  /** Starts no further seller once it is aborted. */
  signal?: AbortSignal | undefined
}

/** One seller of a rewrap. */
export interface RewrapStep {
  /** Whose record. */
  sellerId: string
  /** Whether the record was encrypted again; `false` if it already used the newest key, or if encryption failed. */
  rewrapped: boolean
  /**
   * Why it could not be: it cannot be decrypted or read (`TokenIntegrityError`), another machine is at work
   * on it (`RenewalUnavailableError`), or the store or a key manager failed. Its key must not be retired yet.
   */
  error?: MercadoPagoOAuthError
}

/** The dependencies of a rewrap. */
export interface RewrapParts {
  records: SellerRecords
  leases: Leases
  clock: () => Date
}

/**
 * Seals every record with the newest key, each under its lease: what a renewal or a mark is about to
 * write must not meet it. May be stopped and run again.
 */
export async function* rewrapAll(
  parts: RewrapParts,
  { after, signal }: RewrapOptions,
): AsyncGenerator<RewrapStep, void, undefined> {
  const { records } = parts
  let isWhole = after === undefined
  const isChecked = await records.checkKeys()
  for await (const listed of records.all({ after, due: undefined })) {
    if (signal?.aborted) return
    const step = await rewrapListed(parts, listed)
    isWhole &&= step.error === undefined
    yield step
    if (signal?.aborted) return
  }
  if (isChecked) await records.rewrapKeyCheck()
  if (isWhole) await records.dropReplacedDataKeys()
}

async function rewrapListed(
  parts: RewrapParts,
  listed: SellerRecord | UnreadableRecord,
): Promise<RewrapStep> {
  const { sellerId } = listed
  if ('error' in listed) return { sellerId, rewrapped: false, error: listed.error }
  return await parts.records.sealing(async (sealer) => {
    if (sealer.sealed(listed)) return { sellerId, rewrapped: false }
    try {
      return { sellerId, rewrapped: await rewrapOne(parts, sellerId, sealer) }
    } catch (error) {
      if (error instanceof ReauthorizationRequiredError) return { sellerId, rewrapped: false }
      if (isOfOneSeller(error)) return { sellerId, rewrapped: false, error }
      throw error
    }
  })
}

async function rewrapOne(parts: RewrapParts, sellerId: string, sealer: Sealer): Promise<boolean> {
  const taken = await parts.leases.take(sellerId, (record) => sealer.sealed(record))
  if ('done' in taken) return false
  await saveRewrapped(parts, taken, sealer)
  return true
}

function isOfOneSeller(error: unknown): error is MercadoPagoOAuthError {
  return (
    error instanceof TokenIntegrityError ||
    error instanceof StoreUnavailableError ||
    error instanceof KeyManagerUnavailableError ||
    error instanceof RenewalUnavailableError
  )
}

async function saveRewrapped(
  { records, leases, clock }: RewrapParts,
  seller: LeasedSeller,
  sealer: Sealer,
): Promise<void> {
  const { record, holder, abandoned } = seller
  try {
    const next = await rewrapped(released(record, abandoned, clock()), records, sealer)
    await records.save(next, record.generation, holder)
  } catch (error) {
    await leases.end(seller)
    throw error
  }
}
