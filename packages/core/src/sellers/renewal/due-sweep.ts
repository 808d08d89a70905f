import { setTimeout as sleep } from 'node:timers/promises'
import {
  MercadoPagoOAuthError,
  ReauthorizationRequiredError,
  TokenIntegrityError,
} from '../../errors.ts'
import { notNegative, positiveInteger } from '../../option.ts'
import { jittered } from '../../random.ts'
import { type LeasedSeller, type Leases, newHolder } from '../records/leases.ts'
import { dayMs } from '../records/renewal-window.ts'
import type { SellerRecord } from '../records/seller-record.ts'
import type { SellerRecords, UnreadableRecord } from '../records/seller-records.ts'
import { DueQueue } from './due-queue.ts'
import type { Renewer } from './renewer.ts'

/** Options of `renewDue()`. */
export interface RenewDueOptions {
  /** Also renews sellers whose renewal is due within this many days. Default 0. */
  withinDays?: number
  /** How many renewals run at once. Default 4. */
  concurrency?: number
  /** About how long to wait before each renewal, in milliseconds, so that machines do not act in step. Default 0. */
  jitterMs?: number
  /** Begins no further renewal once it is aborted. */
  signal?: AbortSignal
}

/** The outcome of one due seller. */
export type RenewalOutcome =
  | { sellerId: string; renewed: true; expiresAt: Date }
  | { sellerId: string; renewed: false; error: MercadoPagoOAuthError }

/** The dependencies of a sweep. */
export interface SweepParts {
  records: SellerRecords
  leases: Leases
  renewer: Renewer
  clock: () => Date
  leaseMs: number
}

/** One sweep: what it works with, and what it has seen. */
interface Sweep extends SweepParts {
  readonly startedAt: Date
  readonly jitterMs: number
  readonly signal: AbortSignal | undefined
  /** Sellers whose renewal failed in this sweep, which does not try them again. */
  readonly failed: Set<string>
}

/** Renews one more seller; `undefined` when there is none, or no more is wanted. */
type Step = () => Promise<RenewalOutcome | undefined>

/** A step that has ended. */
interface Ended {
  lane: Promise<Ended>
  outcome?: RenewalOutcome | undefined
  error?: unknown
}

/** A century: beyond it lie dates that a store may not have. */
const mostDays = 36_500

/**
 * Renews due sellers, the longest due first, then those that are due soon, and yields the outcome of each. It
 * leases no more sellers than it renews at once. So its memory does not grow with the number of sellers, no lease
 * expires in the queue, and any number of machines may sweep at once. A sweep tries each seller once.
 *
 * @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming the option.
 * @throws StoreUnavailableError after it has yielded the renewals that were under way.
 * @throws KeyManagerUnavailableError likewise, when a new pair could not be sealed: no seller is leased for nothing.
 */
export async function* sweepDue(
  parts: SweepParts,
  options: RenewDueOptions,
): AsyncGenerator<RenewalOutcome, void, undefined> {
  const { signal } = options
  const withinDays = notNegative(options.withinDays, 'withinDays', mostDays)
  const concurrency = positiveInteger(options.concurrency, 'concurrency', 4)
  const jitterMs = notNegative(options.jitterMs, 'jitterMs')
  const startedAt = parts.clock()
  const sweep: Sweep = { ...parts, startedAt, jitterMs, signal, failed: new Set() }
  const { records, leases, clock, leaseMs } = parts
  // With pauses between the renewals, a lease would wait for several of those, too.
  const batchSize = jitterMs > 0 ? 1 : concurrency
  const queue = new DueQueue({ records, leases, clock, leaseMs, dueBefore: startedAt, batchSize })
  try {
    yield* inLanes(concurrency, sweep, () => renewNextDue(sweep, queue))
  } finally {
    await queue.close()
  }
  if (withinDays === 0) return
  const until = new Date(startedAt.getTime() + withinDays * dayMs)
  const soon = parts.records.all({ after: undefined, due: until })
  yield* inLanes(concurrency, sweep, () => renewNextSoon(sweep, soon, until))
}

/** Runs a step again and again, in so many lanes at once, until one of them finds nothing left to do. */
async function* inLanes(
  concurrency: number,
  { signal, failed }: Sweep,
  step: Step,
): AsyncGenerator<RenewalOutcome, void, undefined> {
  const lanes = new Set<Promise<Ended>>()
  let isOver = false
  let failure: unknown
  for (;;) {
    while (!isOver && !signal?.aborted && lanes.size < concurrency) lanes.add(laneOf(step))
    if (lanes.size === 0) break
    const { lane, outcome, error } = await Promise.race(lanes)
    lanes.delete(lane)
    failure ??= error
    if (outcome === undefined) isOver = true
    else {
      if (!outcome.renewed) failed.add(outcome.sellerId)
      yield outcome
    }
  }
  if (failure !== undefined) throw failure
}

function laneOf(step: Step): Promise<Ended> {
  const lane: Promise<Ended> = step().then(
    (outcome) => ({ lane, outcome }),
    (error) => ({ lane, error }),
  )
  return lane
}

/** Renews the seller that is due the longest. A failure puts its due date after the start of the sweep. */
async function renewNextDue(sweep: Sweep, queue: DueQueue): Promise<RenewalOutcome | undefined> {
  if (!(await isNextWanted(sweep))) return undefined
  const seller = await queue.next()
  if (seller === undefined) return undefined
  if ('error' in seller) return { ...seller, renewed: false }
  return await outcomeOf(sweep, seller)
}

/** Renews the next seller that is due before `until` and that this sweep has not met yet. */
async function renewNextSoon(
  sweep: Sweep,
  soon: AsyncIterator<SellerRecord | UnreadableRecord>,
  until: Date,
): Promise<RenewalOutcome | undefined> {
  for (;;) {
    if (!(await isNextWanted(sweep))) return undefined
    const { done, value: listed } = await soon.next()
    if (done) return undefined
    if (sweep.failed.has(listed.sellerId)) continue
    if ('error' in listed) return { ...listed, renewed: false }
    const outcome = isWanted(listed, sweep, until) && (await renewIfWanted(sweep, listed, until))
    if (outcome) return outcome
  }
}

async function isNextWanted({ records, jitterMs, signal }: Sweep): Promise<boolean> {
  if (jitterMs > 0) await sleep(jittered(jitterMs), undefined, { signal }).catch(() => {})
  if (signal?.aborted) return false
  await records.checkSealing()
  return true
}

/** Whether a record is still due, and was not renewed by this sweep or another machine meanwhile. */
function isWanted({ dueAt, renewedAt }: SellerRecord, { startedAt }: Sweep, until: Date): boolean {
  const isDone = renewedAt !== null && renewedAt >= startedAt
  return dueAt !== null && dueAt <= until && !isDone
}

/** Leases a listed seller and renews it; `undefined` when another machine is at work, or was. */
async function renewIfWanted(
  sweep: Sweep,
  { sellerId }: SellerRecord,
  until: Date,
): Promise<RenewalOutcome | undefined> {
  const holder = newHolder()
  try {
    const leased = await sweep.records.lease(sellerId, holder, sweep.leaseMs)
    if (leased === 'held') return undefined
    const seller = { ...leased, holder }
    if (isWanted(leased.record, sweep, until)) return await outcomeOf(sweep, seller)
    await sweep.leases.end(seller)
    return undefined
  } catch (error) {
    if (error instanceof ReauthorizationRequiredError) return undefined
    if (error instanceof TokenIntegrityError) return { sellerId, renewed: false, error }
    throw error
  }
}

async function outcomeOf({ renewer }: Sweep, seller: LeasedSeller): Promise<RenewalOutcome> {
  const { sellerId } = seller.record
  try {
    const { expiresAt } = await renewer.renewLeased(seller)
    return { sellerId, renewed: true, expiresAt }
  } catch (error) {
    if (!(error instanceof MercadoPagoOAuthError)) throw error
    return { sellerId, renewed: false, error }
  }
}
