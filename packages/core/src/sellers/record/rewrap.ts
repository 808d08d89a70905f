import {
  ReauthorizationRequiredError,
  StoreUnavailableError,
  TokenIntegrityError,
} from '../../errors.ts'
import type { LeasedSeller, Leases } from '../renewal/leases.ts'
import type { GuardedStore } from '../store/guarded-store.ts'
import type { TokenRecord, UnreadableSeller } from '../store/token-store.ts'
import { isCanary } from './canary.ts'
import type { TokenVault } from './token-vault.ts'

/** Options of `rewrap()`. */
export interface RewrapOptions {
  /** Goes on after this seller, where an earlier run ended. Default: from the first. */
  after?: string | undefined
  /** Begins no further seller once it is aborted. */
  signal?: AbortSignal | undefined
}

/** One seller a rewrap came past. */
export interface RewrapStep {
  /** Whose record. */
  sellerId: string
  /** Whether it was sealed anew; `false` when it already was with the newest key, or could not be. */
  rewrapped: boolean
  /**
   * Why it could not be: it does not open, another machine is at work on it, or what is stored is no record. Its
   * key must not be retired yet.
   */
  error?: TokenIntegrityError | StoreUnavailableError
}

/** What a rewrap works with. */
export interface RewrapParts {
  application: string
  store: GuardedStore
  leases: Leases
  vault: TokenVault
}

const pageSize = 100

/**
 * Seals every record with the newest key, each under its lease: what a renewal or a mark is about to
 * write must not meet it. May be stopped and run again.
 */
export async function* rewrapAll(
  parts: RewrapParts,
  { after, signal }: RewrapOptions,
): AsyncGenerator<RewrapStep, void, undefined> {
  const { application, store } = parts
  let last = after
  while (!signal?.aborted) {
    const page = await store.list(application, last, pageSize)
    for (const listed of page) {
      if (signal?.aborted) return
      last = listed.sellerId
      const step = await rewrapListed(parts, listed)
      if (!isCanary(listed)) yield step
    }
    if (page.length < pageSize) return
  }
}

async function rewrapListed(
  parts: RewrapParts,
  listed: TokenRecord | UnreadableSeller,
): Promise<RewrapStep> {
  const { sellerId } = listed
  if ('state' in listed) return { sellerId, rewrapped: false, error: new StoreUnavailableError() }
  if (parts.vault.isNewest(listed)) return { sellerId, rewrapped: false }
  return await rewrapOne(parts, sellerId)
}

async function rewrapOne(parts: RewrapParts, sellerId: string): Promise<RewrapStep> {
  const { leases, vault } = parts
  try {
    const taken = await leases.take(sellerId, (record) => vault.isNewest(record))
    if (!('done' in taken)) await saveRewrapped(parts, taken)
    return { sellerId, rewrapped: !('done' in taken) }
  } catch (error) {
    const isGone = error instanceof ReauthorizationRequiredError
    if (isGone) return { sellerId, rewrapped: false }
    const isItsOwn = error instanceof TokenIntegrityError || error instanceof StoreUnavailableError
    if (isItsOwn) return { sellerId, rewrapped: false, error }
    throw error
  }
}

async function saveRewrapped(
  { store, leases, vault }: RewrapParts,
  seller: LeasedSeller,
): Promise<void> {
  const { record, holder, abandoned } = seller
  // An abandoned lease outlives this: the next renewal must hear of it.
  const ended = abandoned ? undefined : holder
  try {
    await store.save(vault.rewrapped(record), record.generation, ended)
  } finally {
    await leases.end(seller)
  }
}
