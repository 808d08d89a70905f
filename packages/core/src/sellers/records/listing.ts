import { TokenIntegrityError } from '../../errors.ts'
import { invalidValue, positiveInteger } from '../../option.ts'
import type { SellerRecord } from './seller-record.ts'
import type { SellerRecords, UnreadableRecord } from './seller-records.ts'
import { type SellerStatus, type StatusParts, sellerStatus } from './seller-status.ts'

/** Options of `list()`. */
export interface ListOptions {
  /** `relink`: only sellers who must link again. `renewal`: only those whose renewal is due. Default: all. */
  needs?: 'relink' | 'renewal' | undefined
  /** Starts after this seller. Default: from the first. */
  after?: string | undefined
  /** Lists at most this many. Default: all. */
  limit?: number | undefined
}

/** A seller in a list: what a screen may show, or why the record cannot be read. */
export type ListedSeller = SellerStatus | UnreadableRecord

/**
 * Lists the sellers of an application in the order of their ids, read page by page.
 *
 * @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming `needs` or `limit`.
 */
export async function* listSellers(
  records: SellerRecords,
  { needs, after, limit }: ListOptions,
  parts: StatusParts,
): AsyncGenerator<ListedSeller, void, undefined> {
  if (needs !== undefined && needs !== 'relink' && needs !== 'renewal') {
    throw invalidValue('needs', 'must be "relink" or "renewal"')
  }
  let left = limit === undefined ? Number.POSITIVE_INFINITY : positiveInteger(limit, 'limit', 1)
  const due = needs === 'relink' ? 'never' : needs === 'renewal' ? parts.now : undefined
  await records.checkKeys()
  for await (const found of records.all({ after, due })) {
    yield 'error' in found ? found : await listedSeller(records, found, parts)
    left -= 1
    if (left === 0) return
  }
}

/** A record whose tokens cannot be decrypted is no linked seller, whatever the rest of it says. */
async function listedSeller(
  records: SellerRecords,
  record: SellerRecord,
  parts: StatusParts,
): Promise<ListedSeller> {
  try {
    await records.verify(record)
    return sellerStatus(record, parts)
  } catch (error) {
    if (!(error instanceof TokenIntegrityError)) throw error
    return { sellerId: record.sellerId, error }
  }
}
