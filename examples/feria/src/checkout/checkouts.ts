import type { MercadoPagoError, Preference } from 'mercadopago'
import { type SellerTokens, TokenResponseError, UpstreamUnavailableError } from 'mercadopago-oauth'
import { CheckoutRefused, NoSuchPage } from '../failure/failure.ts'
import type { Seller } from '../sellers/seller.ts'
import { currencyOf } from './currency.ts'
import type { Order } from './order.ts'

/** A link to pay, as Mercado Pago keeps it. */
export interface Checkout extends Order {
  readonly id: string
  readonly currency: string | undefined
  /** Where the buyer pays. */
  readonly payUrl: string
}

/** Loaded with the first checkout: it would take longer than all else at the start. */
const loadSdk = () => import('mercadopago')

type StoredPreference = Awaited<ReturnType<Preference['get']>>

/** The SDK's own patience, 60 s and three more tries, is longer than anybody waits for a page. */
const options = { timeout: 8_000, maxRetries: 1, initialDelay: 500, retryOn: [500, 502, 503, 504] }

/** Links to pay, made with a seller's token by the official SDK. */
export class Checkouts {
  readonly #sellers: SellerTokens

  constructor(sellers: SellerTokens) {
    this.#sellers = sellers
  }

  /**
   * The buyer pays the seller, and Mercado Pago hands the fee to the application.
   *
   * @param key - Sent along, so that a form that is sent twice makes one link.
   * @returns the id.
   * @throws CheckoutRefused
   * @throws ReauthorizationRequiredError `reauthorization_required`
   * @throws UpstreamUnavailableError `upstream_unavailable`, `upstream_rate_limited`
   * @throws TokenResponseError `token_response_invalid`: what was answered is no checkout
   */
  async create(seller: Seller, { item, price, fee }: Order, key: string): Promise<string> {
    const currency = currencyOf(seller.countryId)
    const body = {
      items: [
        {
          id: 'feria',
          title: item,
          quantity: 1,
          unit_price: price,
          ...(currency && { currency_id: currency }),
        },
      ],
      marketplace_fee: fee,
    }
    const requestOptions = { idempotencyKey: key }
    const { id } = await this.#as(seller.sellerId, (preference) =>
      preference.create({ body, requestOptions }),
    )
    if (id === undefined || !isCheckoutId(id)) throw new TokenResponseError()
    return id
  }

  /** @throws NoSuchPage when the seller has no such link to pay; else like `create`. */
  async find({ sellerId, liveMode }: Seller, id: string): Promise<Checkout> {
    if (!isCheckoutId(id)) throw new NoSuchPage()
    const stored = await this.#as(sellerId, (preference) => preference.get({ preferenceId: id }))
    return checkoutOf(stored, liveMode !== false)
  }

  /** Asks in the name of a seller. A token that is refused is renewed once: that tells whether the seller withdrew. */
  async #as<T>(sellerId: string, ask: (preference: Preference) => Promise<T>): Promise<T> {
    const { MercadoPagoConfig, MercadoPagoError, Preference } = await loadSdk()
    const attempt = async () => {
      // Each time: another machine may have renewed it.
      const accessToken = await this.#sellers.accessToken(sellerId)
      return await ask(new Preference(new MercadoPagoConfig({ accessToken, options })))
    }
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof MercadoPagoError)) throw error
      if (error.status !== 401) throw readable(error)
    }
    await this.#sellers.renew(sellerId)
    try {
      return await attempt()
    } catch (error) {
      throw error instanceof MercadoPagoError ? readable(error) : error
    }
  }
}

/** What the SDK throws, as one of our own failures. Its text is from outside and is not repeated. */
function readable(error: MercadoPagoError): Error {
  const { status } = error
  if (status === 404) return new NoSuchPage()
  if (status === 429) return new UpstreamUnavailableError('upstream_rate_limited', { cause: error })
  const isAnswered = status !== 0
  if (isAnswered && status < 500) return new CheckoutRefused()
  return new UpstreamUnavailableError('upstream_unavailable', { cause: error })
}

function checkoutOf(stored: StoredPreference, isLive: boolean): Checkout {
  const [item] = stored.items ?? []
  const payUrl = isLive ? stored.init_point : (stored.sandbox_init_point ?? stored.init_point)
  if (item === undefined || stored.id === undefined || !isWebAddress(payUrl)) {
    throw new TokenResponseError()
  }
  return {
    id: stored.id,
    item: item.title,
    price: item.unit_price,
    fee: stored.marketplace_fee ?? 0,
    currency: item.currency_id,
    payUrl,
  }
}

/** It becomes part of addresses. */
function isCheckoutId(id: string): boolean {
  return /^[\w-]{1,64}$/.test(id)
}

/** It becomes a link on a page of ours. */
function isWebAddress(url: string | undefined): url is string {
  return url !== undefined && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
}
