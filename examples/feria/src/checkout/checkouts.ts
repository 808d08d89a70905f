import type { MercadoPagoConfig, MercadoPagoError } from 'mercadopago'
import { type SellerTokens, TokenResponseError, UpstreamUnavailableError } from 'mercadopago-oauth'
import { CheckoutRefused, CheckoutSentBefore, NoSuchPage } from '../failure/failure.ts'
import type { Seller } from '../sellers/seller.ts'
import type { CheckoutBy } from '../settings/settings.ts'
import type { Checkout, CheckoutApi } from './checkout.ts'
import { isOrderId, orders } from './orders.ts'
import { preferences } from './preferences.ts'
import type { Sale } from './sale.ts'

/** The APIs that make links to pay. */
export const checkoutApis: Readonly<Record<CheckoutBy, CheckoutApi>> = {
  preference: preferences,
  order: orders,
}

/** The SDK's own patience, 60 s and three more tries, is longer than anybody waits for a page. */
const options = { timeout: 8_000, maxRetries: 1, initialDelay: 500, retryOn: [500, 502, 503, 504] }

/** Links to pay, made with a seller's token by the official SDK. */
export class Checkouts {
  readonly #sellers: SellerTokens
  readonly #api: CheckoutApi
  readonly #origin: string

  /**
   * @param api - Makes new links. Those of the other one can still be found.
   * @param origin - Of our pages: buyers come back to it.
   */
  constructor(sellers: SellerTokens, api: CheckoutApi, origin: string) {
    this.#sellers = sellers
    this.#api = api
    this.#origin = origin
  }

  /**
   * The buyer pays the seller, and Mercado Pago hands the fee to the application.
   *
   * @param key - Sent along, so that a form that is sent twice makes one link.
   * @returns the id.
   * @throws CheckoutRefused
   * @throws CheckoutSentBefore
   * @throws ReauthorizationRequiredError `reauthorization_required`
   * @throws UpstreamUnavailableError `upstream_unavailable`, `upstream_rate_limited`
   * @throws TokenResponseError `token_response_invalid`: the response is not a checkout
   */
  async create(seller: Seller, sale: Sale, key: string): Promise<string> {
    const back = `${this.#origin}/sales/${key}`
    const wayBack = {
      approved: `${back}/approved`,
      pending: `${back}/pending`,
      failed: `${back}/failed`,
    }
    const ask = (config: MercadoPagoConfig) =>
      this.#api.create(config, seller, sale, { key, wayBack })
    const id = await this.#as(seller.sellerId, ask, CheckoutRefused)
    if (typeof id !== 'string' || !isCheckoutId(id)) throw new TokenResponseError()
    return id
  }

  /** @throws NoSuchPage when the seller has no such link to pay; else like `create`. */
  async find(seller: Seller, id: string): Promise<Checkout> {
    if (!isCheckoutId(id)) throw new NoSuchPage()
    const api = isOrderId(id) ? orders : preferences
    const ask = (config: MercadoPagoConfig) => api.find(config, seller, id)
    return await this.#as(seller.sellerId, ask, NoSuchPage)
  }

  /**
   * Asks in the name of a seller. A token that is refused is renewed once: that tells whether the seller withdrew.
   *
   * @param Refused - What 400 and 404 mean.
   */
  async #as<T>(
    sellerId: string,
    ask: (config: MercadoPagoConfig) => Promise<T>,
    Refused: new () => Error,
  ): Promise<T> {
    const { MercadoPagoConfig, MercadoPagoError } = await import('mercadopago')
    const attempt = async () => {
      // Each time: another machine may have renewed it.
      const accessToken = await this.#sellers.accessToken(sellerId)
      return await ask(new MercadoPagoConfig({ accessToken, options }))
    }
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof MercadoPagoError)) throw error
      if (error.status !== 401) throw readable(error, Refused)
    }
    await this.#sellers.renew(sellerId)
    try {
      return await attempt()
    } catch (error) {
      throw error instanceof MercadoPagoError ? readable(error, Refused) : error
    }
  }
}

/** Turns an error of the SDK into one of our failures. The SDK's text comes from outside, so it is not repeated. */
function readable(error: MercadoPagoError, Refused: new () => Error): Error {
  const { status } = error
  if (status === 400 || status === 404) return new Refused()
  // Of orders: the key was used, or its first request is still under way.
  if (status === 409 || status === 423) return new CheckoutSentBefore()
  if (status === 429) return new UpstreamUnavailableError('upstream_rate_limited', { cause: error })
  const hasResponse = status !== 0
  if (hasResponse && status < 500) return new CheckoutRefused()
  return new UpstreamUnavailableError('upstream_unavailable', { cause: error })
}

/** It becomes part of addresses. */
function isCheckoutId(id: string): boolean {
  return /^[\w-]{1,64}$/.test(id)
}
