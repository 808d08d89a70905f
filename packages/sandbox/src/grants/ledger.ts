import type { Clock } from '../clock.ts'
import type { Application } from '../registry/application.ts'
import type { Switches } from '../switches/switches.ts'
import type { CodeChallenge } from './code-challenge.ts'
import { ExpiringMap, type SavedEntry } from './expiring-map.ts'
import type { Grant } from './grant.ts'
import type { GrantLife } from './grant-life.ts'
import { lifetimeSeconds } from './lifetime.ts'
import { createAccessToken, createPublicKey, createTicket } from './token-format.ts'

/** An authorization code that was issued, and what it is bound to. */
export interface IssuedCode {
  readonly grant: Grant
  readonly redirectUri: string
  readonly challenge?: CodeChallenge | undefined
}

/** The tokens handed out for a grant. */
export interface IssuedTokens {
  readonly grant: Grant
  readonly accessToken: string
  readonly expiresInSeconds: number
  readonly refreshToken?: string
  readonly publicKey?: string
}

/** A refresh token that was issued, and the access token that it would follow on. */
export interface IssuedRefreshToken {
  readonly grant: Grant
  readonly accessToken: string
  /** The seller withdrew the grant: it gives no tokens any more. */
  readonly isWithdrawn?: boolean
}

/** Codes and tokens as they are saved. */
export interface SavedLedger {
  readonly codes: readonly SavedEntry<IssuedCode>[]
  readonly accessTokens: readonly SavedEntry<Grant>[]
  readonly refreshTokens: readonly SavedEntry<IssuedRefreshToken>[]
}

// A real server has a database. Here the newest are kept, so that a load test cannot fill the memory.
const mostCodes = 10_000
const mostTokens = 100_000

/** Everything that was issued and is still valid. */
export class Ledger {
  readonly #clock: Clock
  readonly #switches: Switches
  readonly #life: GrantLife
  readonly #codes: ExpiringMap<IssuedCode>
  readonly #accessTokens: ExpiringMap<Grant>
  readonly #refreshTokens: ExpiringMap<IssuedRefreshToken>

  constructor(clock: Clock, switches: Switches, life: GrantLife) {
    this.#clock = clock
    this.#switches = switches
    this.#life = life
    this.#codes = new ExpiringMap(clock, mostCodes)
    this.#accessTokens = new ExpiringMap(clock, mostTokens)
    this.#refreshTokens = new ExpiringMap(clock, mostTokens)
  }

  issueCode(userId: number, application: Application, binding: Omit<IssuedCode, 'grant'>): string {
    const { clientId, scopes } = application
    const code = createTicket(userId)
    const secretMark = this.#life.secretMark(clientId)
    const grant = { clientId, userId, scopes: [...scopes], isLive: true, secretMark }
    this.#codes.set(code, { ...binding, grant }, lifetimeSeconds.code)
    this.#life.called(grant)
    return code
  }

  /** Returns a valid code, without spending it. */
  findCode(code: string): IssuedCode | undefined {
    const issued = this.#codes.get(code)
    return issued && this.#life.goesOn(issued.grant) ? issued : undefined
  }

  spendCode(code: string): void {
    this.#codes.take(code)
  }

  /** Whether this code or refresh token of the application has expired. */
  hasExpired(ticket: string, clientId: string): boolean {
    const issued = this.#codes.findExpired(ticket) ?? this.#refreshTokens.findExpired(ticket)
    return issued?.grant.clientId === clientId
  }

  /** A new access token, and a refresh token if the grant has `offline_access`. */
  issueTokens(grant: Grant): IssuedTokens {
    const tokens = this.#issueAccessToken(grant, lifetimeSeconds.accessToken)
    const response = { ...tokens, publicKey: createPublicKey(this.#prefixOf(grant)) }
    if (!grant.scopes.includes('offline_access')) return response

    const refreshToken = createTicket(grant.userId)
    this.#setRefreshToken(refreshToken, response)
    return { ...response, refreshToken }
  }

  /** An access token for the application's own account: six hours, nothing to renew it with. */
  issueClientCredentialsToken(grant: Omit<Grant, 'secretMark'>): IssuedTokens {
    const secretMark = this.#life.secretMark(grant.clientId)
    return this.#issueAccessToken({ ...grant, secretMark }, lifetimeSeconds.clientCredentialsToken)
  }

  /** Returns the grant of a valid refresh token of this application, without spending the token. */
  findRefreshToken(refreshToken: string, clientId: string): Grant | undefined {
    const { grant, isWithdrawn } = this.#refreshTokens.get(refreshToken) ?? {}
    if (grant?.clientId !== clientId || isWithdrawn) return undefined
    return this.#life.goesOn(grant) ? grant : undefined
  }

  /** Whether this was the application's refresh token until the seller withdrew the grant. */
  wasWithdrawn(refreshToken: string, clientId: string): boolean {
    const { grant, isWithdrawn = false } = this.#refreshTokens.get(refreshToken) ?? {}
    return isWithdrawn && grant?.clientId === clientId
  }

  /** Issues new tokens for a refresh token that was found. Whether that spends it is a switch. */
  renew(refreshToken: string, grant: Grant): IssuedTokens {
    const { refreshToken: mode, renewedAccessToken } = this.#switches
    const old = this.#refreshTokens.get(refreshToken)
    if (old && renewedAccessToken === 'ends') this.#accessTokens.take(old.accessToken)
    if (mode === 'kept') {
      const tokens = this.#issueAccessToken(grant, lifetimeSeconds.accessToken)
      this.#setRefreshToken(refreshToken, tokens)
      return { ...tokens, publicKey: createPublicKey(this.#prefixOf(grant)) }
    }
    if (mode === 'rotates') this.#refreshTokens.take(refreshToken)
    return this.issueTokens(grant)
  }

  findAccessToken(accessToken: string): Grant | undefined {
    const grant = this.#accessTokens.get(accessToken)
    if (!grant || !this.#life.goesOn(grant)) return undefined
    this.#life.called(grant)
    return grant
  }

  /** Ends everything between a seller and an application, or all applications. */
  withdraw(userId: number, clientId: string | undefined): void {
    this.#codes.deleteWhere(({ grant }) => isBetween(grant, userId, clientId))
    this.#accessTokens.deleteWhere((grant) => isBetween(grant, userId, clientId))
    // Remembered, because a switch tells them from those that nobody knows.
    this.#refreshTokens.change((issued) =>
      isBetween(issued.grant, userId, clientId) ? { ...issued, isWithdrawn: true } : issued,
    )
  }

  /** Ends the tokens alone; a code that was not exchanged yet can be. */
  endTokens(userId: number, clientId: string | undefined): void {
    this.#accessTokens.deleteWhere((grant) => isBetween(grant, userId, clientId))
    this.#refreshTokens.deleteWhere(({ grant }) => isBetween(grant, userId, clientId))
  }

  save(): SavedLedger {
    return {
      codes: this.#codes.save(),
      accessTokens: this.#accessTokens.save(),
      refreshTokens: this.#refreshTokens.save(),
    }
  }

  load({ codes, accessTokens, refreshTokens }: SavedLedger): void {
    this.#codes.load(codes)
    this.#accessTokens.load(accessTokens)
    this.#refreshTokens.load(refreshTokens)
  }

  #issueAccessToken(grant: Grant, expiresInSeconds: number): IssuedTokens {
    const accessToken = createAccessToken(this.#prefixOf(grant), grant, this.#clock.now())
    this.#accessTokens.set(accessToken, grant, expiresInSeconds)
    this.#life.called(grant)
    return { grant, accessToken, expiresInSeconds }
  }

  #setRefreshToken(refreshToken: string, { grant, accessToken }: IssuedTokens): void {
    this.#refreshTokens.set(refreshToken, { grant, accessToken }, lifetimeSeconds.refreshToken)
  }

  #prefixOf({ isLive }: Grant): string {
    return isLive ? 'APP_USR' : this.#switches.testTokenPrefix
  }
}

function isBetween(grant: Grant, userId: number, clientId: string | undefined): boolean {
  return grant.userId === userId && (clientId === undefined || grant.clientId === clientId)
}
