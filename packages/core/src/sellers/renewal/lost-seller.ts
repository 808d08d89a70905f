import type { LostReason } from '../records/record-body.ts'
import { lost } from '../records/record-change.ts'
import type { Announce } from '../records/seller-events.ts'
import type { SellerRecord } from '../records/seller-record.ts'
import type { SellerRecords } from '../records/seller-records.ts'
import type { StoreDeadline } from '../records/store-deadline.ts'

/** The dependencies of a mark. */
export interface LostSellerParts {
  records: SellerRecords
  announce: Announce
}

/** Marks a seller as lost and announces it, unless the record was replaced meanwhile; returns whether it did. */
export async function markLost(
  { records, announce }: LostSellerParts,
  { record, holder }: { record: SellerRecord; holder: string },
  reason: LostReason,
  deadline?: StoreDeadline,
): Promise<boolean> {
  const isMarked = await records.save(lost(record, reason), record.generation, holder, deadline)
  if (isMarked) announce('reauthorizationRequired', { sellerId: record.sellerId, reason })
  return isMarked
}
