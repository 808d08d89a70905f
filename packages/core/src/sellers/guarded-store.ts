import { StoreUnavailableError } from '../errors.ts'
import type { TokenStore } from './token-store.ts'

/**
 * The store as the rest of this room sees it: every call ends within `timeoutMs`, and every failure is a
 * `StoreUnavailableError`. A call that was given up may still take effect; each is safe to repeat.
 */
export function guardedStore(store: TokenStore, timeoutMs: number): TokenStore {
  function bounded<T>(work: () => Promise<T>): Promise<T> {
    return withinDeadline(work, timeoutMs)
  }
  return {
    get: (key) => bounded(() => store.get(key)),
    save: (record, expected, holder) => bounded(() => store.save(record, expected, holder)),
    lease: (key, holder, leaseMs) => bounded(() => store.lease(key, holder, leaseMs)),
    release: (key, holder) => bounded(() => store.release(key, holder)),
    claimDue: (query) => bounded(() => store.claimDue(query)),
    byOwner: (application, owner) => bounded(() => store.byOwner(application, owner)),
    list: (application, after, limit) => bounded(() => store.list(application, after, limit)),
    delete: (key) => bounded(() => store.delete(key)),
    claim: (key, expiresAt) => bounded(() => store.claim(key, expiresAt)),
  }
}

async function withinDeadline<T>(work: () => Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new StoreUnavailableError()), timeoutMs)
  })
  try {
    return await Promise.race([work(), deadline])
  } catch (error) {
    if (error instanceof StoreUnavailableError) throw error
    throw new StoreUnavailableError({ cause: error })
  } finally {
    clearTimeout(timer)
  }
}
