import type { Client, SellerStatus, SellerTokens } from 'mercadopago-oauth'
import type { Seller } from './seller.ts'

type Profile = Pick<Seller, 'nickname' | 'countryId'>

const keptMs = 10 * 60_000
const mostKept = 1_000
/** A page does not wait longer. */
const patienceMs = 2_000

/** Names and countries of sellers, from Mercado Pago. Nothing depends on them but how a page looks. */
export class Profiles {
  readonly #client: Client
  readonly #sellers: SellerTokens
  readonly #clock: () => Date
  readonly #kept = new Map<string, { profile: Profile; untilMs: number }>()
  readonly #underWay = new Map<string, Promise<Profile | undefined>>()

  constructor(client: Client, sellers: SellerTokens, clock: () => Date) {
    this.#client = client
    this.#sellers = sellers
    this.#clock = clock
  }

  /**
   * The seller with its profile, if that can be had soon. Asking for the token of a seller who is due would
   * renew it, and a page only shows: then the profile is the last one that was read.
   */
  async seller(status: SellerStatus): Promise<Seller> {
    const { sellerId, dueAt } = status
    const kept = this.#kept.get(sellerId)
    const isFresh = kept !== undefined && kept.untilMs > Date.now()
    const isDue = dueAt !== undefined && dueAt <= this.#clock()
    const profile = isFresh || isDue ? kept?.profile : await soon(this.#read(sellerId))
    return { ...status, ...(profile ?? kept?.profile) }
  }

  #read(sellerId: string): Promise<Profile | undefined> {
    const underWay = this.#underWay.get(sellerId)
    if (underWay !== undefined) return underWay
    const reading = this.#request(sellerId)
      // A token that has ended, or a Mercado Pago that is down: the page does without.
      .catch(() => undefined)
      .finally(() => this.#underWay.delete(sellerId))
    this.#underWay.set(sellerId, reading)
    return reading
  }

  async #request(sellerId: string): Promise<Profile> {
    const accessToken = await this.#sellers.accessToken(sellerId)
    const { nickname, countryId } = await this.#client.userInfo(accessToken)
    const profile: Profile = { nickname, countryId }
    this.#kept.delete(sellerId)
    this.#kept.set(sellerId, { profile, untilMs: Date.now() + keptMs })
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest)
    return profile
  }
}

async function soon<T>(work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, patienceMs, undefined)
  })
  try {
    return await Promise.race([work, patience])
  } finally {
    clearTimeout(timer)
  }
}
