import type { SellerStatus } from 'mercadopago-oauth'

/** A seller as pages show it. Some accounts tell neither name nor country. */
export interface Seller extends SellerStatus {
  nickname?: string | undefined
  /** ISO 3166-1, such as `AR`. */
  countryId?: string | undefined
}
