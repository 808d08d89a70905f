import type { Announce } from '../seller-events.ts'
import type { LostReason, TokenRecord, TokenStore } from '../store/token-store.ts'

/** Marks a seller as lost and says so, unless the record was replaced meanwhile; tells whether it did. */
export async function markLost(
  { store, announce }: { store: TokenStore; announce: Announce },
  { record, holder }: { record: TokenRecord; holder: string },
  reason: LostReason,
): Promise<boolean> {
  const lost: TokenRecord = { ...record, dueAt: null, lostReason: reason }
  const isMarked = await store.save(lost, record.generation, holder)
  if (isMarked) announce('reauthorizationRequired', { sellerId: record.sellerId, reason })
  return isMarked
}
