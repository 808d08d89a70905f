import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { MercadoPagoOAuthError, ReauthorizationRequiredError } from '../../errors.ts'
import { jittered } from '../../random.ts'
import type { LeasedSeller } from '../records/leases.ts'
import type { SellerRecords } from '../records/seller-records.ts'
import type { Renewer } from './renewer.ts'

/** Options of `renewDue()`. */
export interface RenewDueOptions {
  /** Also those whose renewal is due this many days from now. Default 0. */
  withinDays?: number
  /** How many renewals run at once. Default 4. */
  concurrency?: number
  /** About how long to wait before each renewal, in milliseconds, so that machines do not act in step. Default 0. */
  jitterMs?: number
  /** Begins no further renewal once it is aborted. */
  signal?: AbortSignal
}

/** What became of one due seller. */
export type RenewalOutcome =
  | { sellerId: string; renewed: true; expiresAt: Date }
  | { sellerId: string; renewed: false; error: MercadoPagoOAuthError }

/** What a sweep works with. */
export interface SweepParts {
  records: SellerRecords
  renewer: Renewer
  clock: () => Date
  leaseMs: number
}

/**
 * Renews due sellers, the longest due first, and tells of each. It leases a seller when it is about to
 * work on it and no sooner, so its memory does not grow with their number, no lease runs out in a queue,
 * and any number of machines may sweep at once.
 *
 * @throws StoreUnavailableError after it has told of the renewals that were under way.
 */
export async function* sweepDue(
  parts: SweepParts,
  options: RenewDueOptions,
): AsyncGenerator<RenewalOutcome, void, undefined> {
  const { withinDays = 0, concurrency = 4, jitterMs = 0, signal } = options
  const dueBefore = new Date(parts.clock().getTime() + withinDays * 24 * 60 * 60 * 1000)
  const lanes = new Set<Promise<RenewalOutcome | undefined>>()
  let isOver = false
  let failure: unknown
  for (;;) {
    while (!isOver && !signal?.aborted && lanes.size < concurrency) {
      lanes.add(renewNext(parts, dueBefore, jitterMs, signal))
    }
    if (lanes.size === 0) break
    const { lane, outcome, error } = await Promise.race([...lanes].map(settled))
    lanes.delete(lane)
    failure ??= error
    if (outcome === undefined) isOver = true
    else yield outcome
  }
  if (failure !== undefined) throw failure
}

async function settled<T>(
  lane: Promise<T>,
): Promise<{ lane: Promise<T>; outcome?: T; error?: unknown }> {
  try {
    return { lane, outcome: await lane }
  } catch (error) {
    return { lane, error }
  }
}

/** Renews the seller that is due the longest; `undefined` when there is none, or no more is wanted. */
async function renewNext(
  { records, renewer, leaseMs }: SweepParts,
  dueBefore: Date,
  jitterMs: number,
  signal: AbortSignal | undefined,
): Promise<RenewalOutcome | undefined> {
  if (jitterMs > 0) await sleep(jittered(jitterMs), undefined, { signal }).catch(() => {})
  if (signal?.aborted) return undefined
  const holder = randomUUID({ disableEntropyCache: true })
  const claimed = await records.claimDue(dueBefore, holder, leaseMs)
  if (claimed === undefined) return undefined
  if ('error' in claimed) return { ...claimed, renewed: false }
  return await outcomeOf(renewer, { ...claimed, holder })
}

async function outcomeOf(renewer: Renewer, seller: LeasedSeller): Promise<RenewalOutcome> {
  const { sellerId } = seller.record
  try {
    const { expiresAt, lostReason } = await renewer.renewLeased(seller)
    // Its access token is served on, but it is the old one.
    if (lostReason !== null) throw new ReauthorizationRequiredError(lostReason)
    return { sellerId, renewed: true, expiresAt }
  } catch (error) {
    if (!(error instanceof MercadoPagoOAuthError)) throw error
    return { sellerId, renewed: false, error }
  }
}
