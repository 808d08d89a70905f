import type { SellerTokenSet } from 'mercadopago-oauth'

/** A seller whose account is linked. Some accounts tell neither name nor country. */
export interface LinkedSeller {
  tokens: SellerTokenSet
  nickname?: string | undefined
  /** ISO 3166-1, such as `AR`. */
  countryId?: string | undefined
}
