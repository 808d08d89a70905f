import type { LeasedSeller } from '../records/leases.ts'
import type { SellerRecords } from '../records/seller-records.ts'

/**
 * Runs work under a lease that must not expire meanwhile: a server may be slower than a lease, so it is
 * taken again and again.
 */
export async function keepingLease<T>(
  records: SellerRecords,
  leaseMs: number,
  seller: LeasedSeller,
  work: () => Promise<T>,
): Promise<T> {
  let lastBeat: Promise<void> | undefined
  const timer = setInterval(() => {
    // A lost beat costs nothing as long as one of three arrives.
    lastBeat = beat(records, leaseMs, seller).catch(() => {})
  }, leaseMs / 3)
  try {
    return await work()
  } finally {
    clearInterval(timer)
    // What is written next ends the lease; a beat that came after it would take it again.
    await lastBeat
  }
}

/** A seller who was linked anew meanwhile is not kept from being renewed. */
async function beat(
  records: SellerRecords,
  leaseMs: number,
  { record: { sellerId, generation }, holder }: LeasedSeller,
): Promise<void> {
  const leased = await records.lease(sellerId, holder, leaseMs)
  const isReplaced = leased !== 'held' && leased.record.generation !== generation
  if (isReplaced) await records.release(sellerId, holder)
}
