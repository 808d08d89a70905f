import { isCanary } from './canary.ts'
import type { TokenStore } from './token-store.ts'
import type { TokenVault } from './token-vault.ts'

/** Options of `rewrap()`. */
export interface RewrapOptions {
  /** Goes on after this seller, where an earlier run ended. Default: from the first. */
  after?: string
  signal?: AbortSignal
}

/** One seller a rewrap came past. */
export interface RewrapStep {
  sellerId: string
  /** Whether it was sealed anew; `false` when it already was with the newest key. */
  rewrapped: boolean
}

const pageSize = 100

/** Seals every record with the newest key. May be stopped and run again, and runs beside renewals. */
export async function* rewrapAll(
  store: TokenStore,
  vault: TokenVault,
  application: string,
  { after, signal }: RewrapOptions,
): AsyncGenerator<RewrapStep, void, undefined> {
  let last = after
  while (!signal?.aborted) {
    const page = await store.list(application, last, pageSize)
    for (const record of page) {
      const renewed = vault.rewrapped(record)
      // Not saved when a renewal came between: that one sealed with the newest key already.
      const rewrapped = renewed !== undefined && (await store.save(renewed, record.generation))
      last = record.sellerId
      if (!isCanary(record)) yield { sellerId: record.sellerId, rewrapped }
    }
    if (page.length < pageSize) return
  }
}
