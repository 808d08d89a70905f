import type { LeasedSeller } from '../records/leases.ts'
import type { SellerRecords } from '../records/seller-records.ts'

/**
 * Runs work under a lease that must not expire meanwhile: a server may be slower than a lease, so it is
 * taken again and again.
 */
export async function keepingLease<T>(
  records: SellerRecords,
  leaseMs: number,
  { record, holder }: LeasedSeller,
  work: () => Promise<T>,
): Promise<T> {
  let lastBeat: Promise<unknown> | undefined
  const timer = setInterval(() => {
    // A lost beat costs nothing as long as one of three arrives.
    lastBeat = records.lease(record.sellerId, holder, leaseMs).catch(() => {})
  }, leaseMs / 3)
  try {
    return await work()
  } finally {
    clearInterval(timer)
    // What is written next ends the lease; a beat that came after it would take it again.
    await lastBeat
  }
}
