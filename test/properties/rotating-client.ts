import {
  type Client,
  createClient,
  ReauthorizationRequiredError,
  TokenSet,
} from 'mercadopago-oauth'
import { application } from '../helpers/application.ts'

const lifeMs = 180 * 24 * 60 * 60 * 1000

const base = createClient(application)

/** A provider in this process. Its refresh tokens work once, and every token says whose it is. */
export class RotatingClient {
  /** The access tokens each seller ever had, the newest last. */
  readonly issued = new Map<string, string[]>()
  /** How many refresh tokens were refused, by the seller they once belonged to. */
  readonly refused: string[] = []
  readonly client: Client
  readonly #clock: () => Date
  readonly #current = new Map<string, string>()
  #count = 0

  constructor(clock: () => Date) {
    this.#clock = clock
    this.client = {
      ...base,
      refreshTokenGrant: async (refreshToken) => {
        const sellerId = refreshToken.split('-').at(-1) ?? ''
        if (this.#current.get(sellerId) === refreshToken) return this.consent(sellerId)
        this.refused.push(sellerId)
        throw new ReauthorizationRequiredError('revoked')
      },
    }
  }

  /** What a seller's consent gives. */
  consent(sellerId: string): TokenSet {
    this.#count += 1
    const accessToken = `APP_USR-c4n4ry-access-${this.#count}-${sellerId}`
    const refreshToken = `TG-c4n4ry-refresh-${this.#count}-${sellerId}`
    this.#current.set(sellerId, refreshToken)
    this.issued.set(sellerId, [...(this.issued.get(sellerId) ?? []), accessToken])
    const expiresAt = new Date(this.#clock().getTime() + lifeMs)
    const scope = ['offline_access', 'read']
    return new TokenSet({ accessToken, refreshToken, expiresAt, scope, sellerId })
  }
}
