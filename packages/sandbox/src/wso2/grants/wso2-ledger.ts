import { randomUUID } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import type { CodeChallenge } from '../../grants/code-challenge.ts'
import { ExpiringMap } from '../../grants/expiring-map.ts'
import type { Wso2User } from '../registry/user.ts'
import { lifetimeSeconds } from './lifetime.ts'

/** What was allowed an application: everything issued for it ends with it. */
export interface Wso2Grant {
  readonly clientId: string
  /** Absent when the application acts for itself. */
  readonly user?: Wso2User
  readonly scopes: readonly string[]
  readonly nonce?: string | undefined
  isRevoked: boolean
}

/** An authorization code that was issued, and what it is bound to. */
export interface Wso2Code {
  readonly grant: Wso2Grant
  /** As the authorization request named it; a request may leave it out. */
  readonly redirectUri: string | undefined
  readonly challenge: CodeChallenge | undefined
  readonly expiresAt: Date
  /** `inactive`: exchanged. `revoked`: an exchange failed. */
  state: 'active' | 'inactive' | 'revoked'
}

/** The tokens of one response. */
export interface Wso2Tokens {
  readonly grant: Wso2Grant
  readonly accessToken: string
  readonly refreshToken: string | undefined
  readonly issuedAt: Date
  /** Renewed: a newer response replaced both. */
  isRenewed: boolean
  isAccessTokenRevoked: boolean
}

// What is dead is remembered for a while: the server tells used, revoked and expired apart.
const memorySeconds = 30 * 86_400
const mostEntries = 10_000

/** Everything that was issued, alive or not. */
export class Wso2Ledger {
  readonly #clock: Clock
  readonly #codes: ExpiringMap<Wso2Code>
  readonly #byAccessToken: ExpiringMap<Wso2Tokens>
  readonly #byRefreshToken: ExpiringMap<Wso2Tokens>

  constructor(clock: Clock) {
    this.#clock = clock
    this.#codes = new ExpiringMap(clock, mostEntries)
    this.#byAccessToken = new ExpiringMap(clock, mostEntries)
    this.#byRefreshToken = new ExpiringMap(clock, mostEntries)
  }

  issueCode(grant: Wso2Grant, binding: Pick<Wso2Code, 'redirectUri' | 'challenge'>): string {
    const code = randomUUID()
    const expiresAt = this.#in(lifetimeSeconds.code)
    this.#codes.set(code, { ...binding, grant, expiresAt, state: 'active' }, memorySeconds)
    return code
  }

  findCode(code: string): Wso2Code | undefined {
    return this.#codes.get(code)
  }

  isLive({ grant, expiresAt, state }: Wso2Code): boolean {
    return state === 'active' && !grant.isRevoked && this.#clock.now() < expiresAt
  }

  issueTokens(grant: Wso2Grant, isRenewable: boolean): Wso2Tokens {
    const tokens: Wso2Tokens = {
      grant,
      accessToken: randomUUID(),
      refreshToken: isRenewable ? randomUUID() : undefined,
      issuedAt: this.#clock.now(),
      isRenewed: false,
      isAccessTokenRevoked: false,
    }
    this.#byAccessToken.set(tokens.accessToken, tokens, memorySeconds)
    if (tokens.refreshToken) this.#byRefreshToken.set(tokens.refreshToken, tokens, memorySeconds)
    return tokens
  }

  findAccessToken(accessToken: string): Wso2Tokens | undefined {
    return this.#byAccessToken.get(accessToken)
  }

  findRefreshToken(refreshToken: string): Wso2Tokens | undefined {
    return this.#byRefreshToken.get(refreshToken)
  }

  isAccessTokenLive(tokens: Wso2Tokens): boolean {
    const isOver = tokens.isAccessTokenRevoked || isReplaced(tokens)
    return !isOver && this.#clock.now() < accessTokenEnd(tokens)
  }

  isRefreshTokenLive(tokens: Wso2Tokens): boolean {
    return !isReplaced(tokens) && this.#clock.now() < refreshTokenEnd(tokens)
  }

  #in(seconds: number): Date {
    return after(this.#clock.now(), seconds)
  }
}

/** The tokens ended before their time. */
export function isReplaced({ grant, isRenewed }: Wso2Tokens): boolean {
  return grant.isRevoked || isRenewed
}

export function accessTokenEnd({ issuedAt }: Wso2Tokens): Date {
  return after(issuedAt, lifetimeSeconds.accessToken)
}

export function refreshTokenEnd({ issuedAt }: Wso2Tokens): Date {
  return after(issuedAt, lifetimeSeconds.refreshToken)
}

function after(time: Date, seconds: number): Date {
  return new Date(time.getTime() + seconds * 1000)
}
