import {
  ReauthorizationRequiredError,
  type SellerStatus,
  type SellerTokens,
} from 'mercadopago-oauth'

/**
 * A seller in whose name something can be sold now. One whose token has ended is renewed first.
 *
 * @throws ReauthorizationRequiredError `reauthorization_required`: the seller must link again.
 * @throws MercadoPagoOAuthError whatever else keeps `renew()` from renewing.
 */
export async function ableSeller(
  sellers: SellerTokens,
  status: SellerStatus,
): Promise<SellerStatus> {
  const { sellerId, state, lostReason } = status
  if (lostReason !== undefined) throw new ReauthorizationRequiredError(lostReason)
  return state === 'ended' ? await sellers.renew(sellerId) : status
}
