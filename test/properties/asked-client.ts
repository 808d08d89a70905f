import {
  type Client,
  createClient,
  ReauthorizationRequiredError,
  TokenSet,
  UpstreamUnavailableError,
} from 'mercadopago-oauth'
import { application } from '../helpers/application.ts'

/** How the provider responds to a request about a seller. */
export type SellerResponse =
  | 'takes the token'
  | 'refuses it'
  | 'fails'
  | 'asks for patience'
  | 'is silent'

const base = createClient(application)
const lifeMs = 180 * 24 * 60 * 60 * 1000

/** A provider in this process that counts its requests and responds as it is told. */
export class AskedClient {
  /** The tokens it was asked with, in order. */
  readonly asked: string[] = []
  response: SellerResponse = 'takes the token'
  readonly client: Client
  readonly #clock: () => Date
  #released: () => void = () => {}

  constructor(clock: () => Date) {
    this.#clock = clock
    this.client = {
      ...base,
      userInfo: async (accessToken) => {
        await this.#decide(accessToken)
        return { id: accessToken.split('-').at(-1) ?? '', json: {}, raw: '{}' }
      },
      refreshTokenGrant: async (refreshToken) => {
        await this.#decide(refreshToken)
        return this.consent(refreshToken.split('-').at(-1) ?? '')
      },
    }
  }

  /** What a seller's consent gives. */
  consent(sellerId: string, changes: { expiresAt?: Date } = {}): TokenSet {
    return new TokenSet({
      accessToken: `APP_USR-c4n4ry-access-${sellerId}`,
      refreshToken: `TG-c4n4ry-refresh-${sellerId}`,
      expiresAt: new Date(this.#clock().getTime() + lifeMs),
      scope: ['offline_access', 'read'],
      sellerId,
      ...changes,
    })
  }

  /** Responds to the waiting request: the token is accepted. */
  release(): void {
    this.#released()
  }

  async #decide(token: string): Promise<void> {
    this.asked.push(token)
    switch (this.response) {
      case 'takes the token':
        return
      case 'refuses it':
        throw new ReauthorizationRequiredError('revoked', { upstreamError: 'invalid_grant' })
      case 'fails':
        throw new UpstreamUnavailableError('upstream_unavailable')
      case 'asks for patience':
        throw new UpstreamUnavailableError('upstream_rate_limited', { retryAfterSeconds: 7 })
      case 'is silent':
        await new Promise<void>((resolve) => {
          this.#released = resolve
        })
    }
  }
}
