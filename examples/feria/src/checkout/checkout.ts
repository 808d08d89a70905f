import type { MercadoPagoConfig } from 'mercadopago'
import type { SaleOutcome } from '../sales/sale-outcome.ts'
import type { Seller } from '../sellers/seller.ts'
import type { Sale } from './sale.ts'

/** A link to pay, as Mercado Pago keeps it. */
export interface Checkout extends Sale {
  readonly id: string
  readonly currency: string | undefined
  /** Where the buyer pays. */
  readonly payUrl: string
}

/** What makes one payment link of a form. */
interface Attempt {
  /** Sent along, so that a form that is sent twice makes one link. */
  readonly key: string
  /** Where the buyer comes back to. */
  readonly wayBack: Readonly<Record<SaleOutcome, string>>
}

/** An API of Mercado Pago that makes links to pay. It loads the SDK when it is used: that takes longer than all else at the start. */
export interface CheckoutApi {
  /**
   * The buyer pays the seller, and Mercado Pago hands the fee to the application.
   *
   * @returns the id, even if no response arrived.
   */
  create(
    config: MercadoPagoConfig,
    seller: Seller,
    sale: Sale,
    { key, wayBack }: Attempt,
  ): Promise<unknown>
  /** @throws TokenResponseError `token_response_invalid`: the response has no payment link */
  find(config: MercadoPagoConfig, seller: Seller, id: string): Promise<Checkout>
}

/** It becomes a link on a page of ours. */
export function isWebAddress(url: string | undefined): url is string {
  return url !== undefined && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
}
