import { randomUUID } from 'node:crypto'
import { MercadoPagoOAuthError } from '../errors.ts'
import { jittered } from './jitter.ts'
import type { LeasedSeller, Renewer } from './renewer.ts'
import type { TokenStore } from './token-store.ts'

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
  application: string
  store: TokenStore
  renewer: Renewer
  clock: () => Date
  leaseMs: number
}

/**
 * Renews due sellers, the longest due first, and tells of each. It leases as many as it works on and no
 * more, so its memory does not grow with their number, and any number of machines may sweep at once.
 */
export async function* sweepDue(
  parts: SweepParts,
  { withinDays = 0, concurrency = 4, jitterMs = 0, signal }: RenewDueOptions,
): AsyncGenerator<RenewalOutcome, void, undefined> {
  const { application, store, clock, leaseMs } = parts
  const dueBefore = new Date(clock().getTime() + withinDays * 24 * 60 * 60 * 1000)
  const running = new Set<Promise<RenewalOutcome>>()
  let isExhausted = false
  for (;;) {
    if (!isExhausted && !signal?.aborted && running.size < concurrency) {
      const holder = randomUUID()
      const limit = concurrency - running.size
      const claimed = await store.claimDue({ application, dueBefore, limit, holder, leaseMs })
      isExhausted = claimed.length < limit
      for (const seller of claimed) running.add(outcomeOf(parts, { ...seller, holder }, jitterMs))
    }
    if (running.size === 0) return
    const [finished, outcome] = await Promise.race(
      [...running].map(async (each) => [each, await each] as const),
    )
    running.delete(finished)
    yield outcome
  }
}

async function outcomeOf(
  { renewer }: SweepParts,
  seller: LeasedSeller,
  jitterMs: number,
): Promise<RenewalOutcome> {
  const { sellerId } = seller.record
  if (jitterMs > 0) await new Promise((resolve) => setTimeout(resolve, jittered(jitterMs)))
  try {
    const { expiresAt } = await renewer.renewLeased(seller)
    return { sellerId, renewed: true, expiresAt }
  } catch (error) {
    if (!(error instanceof MercadoPagoOAuthError)) throw error
    return { sellerId, renewed: false, error }
  }
}
