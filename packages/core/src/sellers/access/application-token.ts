import type { Client } from '../../client.ts'
import type { TokenSet } from '../../protocol/token-set.ts'
import { Flights } from '../renewal/flights.ts'

/** The application's own token: kept in memory, asked for again in the last sixth of its life. */
export class ApplicationToken {
  readonly #client: Client
  readonly #clock: () => Date
  readonly #flights = new Flights<TokenSet>()
  #current: { accessToken: string; dueAtMs: number } | undefined

  constructor(client: Client, clock: () => Date) {
    this.#client = client
    this.#clock = clock
  }

  async get(): Promise<string> {
    if (this.#current !== undefined && this.#current.dueAtMs > this.#clock().getTime()) {
      return this.#current.accessToken
    }
    const { accessToken } = await this.#flights.join('grant', () => this.#ask())
    return accessToken
  }

  async #ask(): Promise<TokenSet> {
    const askedAtMs = this.#clock().getTime()
    const tokens = await this.#client.clientCredentialsGrant()
    const lifeMs = tokens.expiresAt.getTime() - askedAtMs
    this.#current = { accessToken: tokens.accessToken, dueAtMs: askedAtMs + (lifeMs / 6) * 5 }
    return tokens
  }
}
