import type { Clock } from '../clock.ts'
import type { Application, Scope } from '../registry/application.ts'
import type { CodeChallenge } from './code-challenge.ts'
import { ExpiringMap } from './expiring-map.ts'
import { lifetimeSeconds } from './lifetime.ts'
import { createAccessToken, createPublicKey, createTicket } from './token-format.ts'

/** What a user allowed an application. Fixed at consent: later settings do not change it. */
export interface Grant {
  readonly clientId: string
  readonly userId: number
  readonly scopes: readonly Scope[]
  readonly isLive: boolean
}

/** An authorization code that was issued, and what it is bound to. */
export interface IssuedCode {
  readonly grant: Grant
  readonly redirectUri: string
  readonly challenge: CodeChallenge | undefined
}

/** The tokens handed out for a grant. */
export interface IssuedTokens {
  readonly grant: Grant
  readonly accessToken: string
  readonly expiresInSeconds: number
  readonly refreshToken?: string
  readonly publicKey?: string
}

// A real server has a database. Here the newest are kept, so that a load test cannot fill the memory.
const mostCodes = 10_000
const mostTokens = 100_000

/** Everything that was issued and still lives. */
export class Ledger {
  readonly #clock: Clock
  readonly #codes: ExpiringMap<IssuedCode>
  readonly #accessTokens: ExpiringMap<Grant>
  readonly #refreshTokens: ExpiringMap<Grant>

  constructor(clock: Clock) {
    this.#clock = clock
    this.#codes = new ExpiringMap(clock, mostCodes)
    this.#accessTokens = new ExpiringMap(clock, mostTokens)
    this.#refreshTokens = new ExpiringMap(clock, mostTokens)
  }

  issueCode(userId: number, application: Application, binding: Omit<IssuedCode, 'grant'>): string {
    const { clientId, scopes } = application
    const code = createTicket(userId)
    const grant = { clientId, userId, scopes: [...scopes], isLive: true }
    this.#codes.set(code, { ...binding, grant }, lifetimeSeconds.code)
    return code
  }

  /** A code that is alive, without spending it. */
  findCode(code: string): IssuedCode | undefined {
    return this.#codes.get(code)
  }

  spendCode(code: string): void {
    this.#codes.take(code)
  }

  /** A new access token, and a refresh token if the grant has `offline_access`. */
  issueTokens(grant: Grant): IssuedTokens {
    const expiresInSeconds = lifetimeSeconds.accessToken
    const accessToken = this.#issueAccessToken(grant, expiresInSeconds)
    const publicKey = createPublicKey(grant.isLive)
    const tokens = { grant, accessToken, expiresInSeconds, publicKey }
    if (!grant.scopes.includes('offline_access')) return tokens

    const refreshToken = createTicket(grant.userId)
    this.#refreshTokens.set(refreshToken, grant, lifetimeSeconds.refreshToken)
    return { ...tokens, refreshToken }
  }

  /** An access token for the application's own account: six hours, nothing to renew it with. */
  issueClientCredentialsToken(grant: Grant): IssuedTokens {
    const expiresInSeconds = lifetimeSeconds.clientCredentialsToken
    return { grant, accessToken: this.#issueAccessToken(grant, expiresInSeconds), expiresInSeconds }
  }

  /**
   * Spends a refresh token. The access token beside it lives on until it expires: what Mercado Pago
   * does with it is not documented.
   */
  spendRefreshToken(refreshToken: string, clientId: string): Grant | undefined {
    const isOwn = this.#refreshTokens.get(refreshToken)?.clientId === clientId
    return isOwn ? this.#refreshTokens.take(refreshToken) : undefined
  }

  findAccessToken(accessToken: string): Grant | undefined {
    return this.#accessTokens.get(accessToken)
  }

  /** Ends everything between a seller and an application, or all applications. */
  withdraw(userId: number, clientId: string | undefined): void {
    const isWithdrawn = (grant: Grant): boolean =>
      grant.userId === userId && (clientId === undefined || grant.clientId === clientId)
    this.#codes.deleteWhere(({ grant }) => isWithdrawn(grant))
    this.#accessTokens.deleteWhere(isWithdrawn)
    this.#refreshTokens.deleteWhere(isWithdrawn)
  }

  #issueAccessToken(grant: Grant, lifetime: number): string {
    const accessToken = createAccessToken(grant, this.#clock.now())
    this.#accessTokens.set(accessToken, grant, lifetime)
    return accessToken
  }
}
