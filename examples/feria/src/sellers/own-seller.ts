import type { SellerStatus, SellerTokens } from 'mercadopago-oauth'
import { NoSuchPage } from '../failure/failure.ts'

/**
 * The seller of that id. The id is from an address, so it may be anybody's.
 *
 * @throws NoSuchPage when the owner has no such seller.
 */
export async function ownSeller(
  sellers: SellerTokens,
  owner: string,
  sellerId: unknown,
): Promise<SellerStatus> {
  if (typeof sellerId !== 'string' || !/^\d{1,32}$/.test(sellerId)) throw new NoSuchPage()
  const status = await sellers.status(sellerId)
  if (status?.owner !== owner) throw new NoSuchPage()
  return status
}
