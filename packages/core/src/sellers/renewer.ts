import { randomUUID } from 'node:crypto'
import type { Client } from '../client.ts'
import {
  MercadoPagoOAuthError,
  ReauthorizationRequiredError,
  SellerConflictError,
  TokenIntegrityError,
  UpstreamUnavailableError,
} from '../errors.ts'
import type { TokenSet } from '../protocol/token-set.ts'
import { Flights } from './flights.ts'
import { jittered } from './jitter.ts'
import { type LiveToken, liveToken } from './live-token.ts'
import type { PendingSaves } from './pending-saves.ts'
import type { Announce } from './seller-events.ts'
import { renewedRecord } from './seller-record.ts'
import type { LeaseOutcome, SellerKey, TokenRecord, TokenStore } from './token-store.ts'
import type { TokenVault } from './token-vault.ts'

/** What renewals work with. */
export interface RenewerOptions {
  client: Client
  application: string
  store: TokenStore
  vault: TokenVault
  pending: PendingSaves
  announce: Announce
  clock: () => Date
  leaseMs: number
  renewBeforeMs: number
}

/** A seller whose lease is ours. */
export interface LeasedSeller {
  readonly record: TokenRecord
  readonly holder: string
  /** Somebody before us may have died between sending the refresh token and saving the answer. */
  readonly abandoned: boolean
}

/** How often a waiting machine looks whether another has finished. */
const pollMs = 100
/** How long a seller is left alone, by every machine, after a renewal that the provider did not take. */
const failurePauseMs = 60_000

/**
 * Renews sellers, each once across all machines. Read `renew`, `#send`, `#keep` and `#refused`: the lease,
 * the request, the save, and what a refusal means.
 */
export class Renewer {
  readonly #options: RenewerOptions
  readonly #running = new Flights<LiveToken>()
  /** Holders whose lease may have been taken although the store did not say so. */
  readonly #unconfirmed = new Map<string, string>()

  constructor(options: RenewerOptions) {
    this.#options = options
  }

  /**
   * Renews one seller under a lease, or waits for the machine that has it and takes what that one got.
   *
   * @param needsRenewal - judges the record as it is now; `false` means that it was done elsewhere.
   */
  async renew(
    sellerId: string,
    needsRenewal: (record: TokenRecord) => boolean,
  ): Promise<LiveToken> {
    const { application, store } = this.#options
    const key = { application, sellerId }
    const holder = this.#unconfirmed.get(sellerId) ?? randomUUID()
    this.#unconfirmed.delete(sellerId)
    for (;;) {
      const outcome = await this.#lease(key, holder)
      if (outcome.state === 'missing') throw new ReauthorizationRequiredError('not_linked')
      if (outcome.state === 'leased') {
        const { record, abandoned } = outcome
        if (needsRenewal(record)) return await this.renewLeased({ record, abandoned, holder })
        await store.release(key, holder)
        return this.open(record)
      }
      await new Promise((resolve) => setTimeout(resolve, jittered(pollMs)))
      const record = await this.#read(key)
      if (!needsRenewal(record)) return this.open(record)
    }
  }

  /** A lease whose answer was lost would shut us out, too: the next try is made as the same holder. */
  async #lease(key: SellerKey, holder: string): Promise<LeaseOutcome> {
    const { store, leaseMs } = this.#options
    try {
      return await store.lease(key, holder, leaseMs)
    } catch (error) {
      this.#unconfirmed.set(key.sellerId, holder)
      throw error
    }
  }

  /** Renews a seller whose lease is ours. */
  renewLeased(seller: LeasedSeller): Promise<LiveToken> {
    return this.#running.join(seller.holder + seller.record.sellerId, () => this.#send(seller))
  }

  /** Resolves when every renewal that is under way has ended, however it did. */
  settled(): Promise<void> {
    return this.#running.settled()
  }

  /** The refresh token is sent once, whatever happens. */
  async #send(seller: LeasedSeller): Promise<LiveToken> {
    const refreshToken = await this.#refreshTokenOf(seller)
    const heartbeat = this.#keepLease(seller)
    try {
      let tokens: TokenSet
      try {
        tokens = await this.#options.client.refreshTokenGrant(refreshToken)
      } catch (error) {
        return await this.#notRenewed(seller, error)
      }
      return await this.#keep(seller, tokens)
    } finally {
      clearInterval(heartbeat)
    }
  }

  /** The access token of a record, in the open. */
  open(record: TokenRecord): LiveToken {
    return liveToken(record, this.#reveal(record, 'accessToken'))
  }

  #reveal(record: TokenRecord, field: 'accessToken' | 'refreshToken'): string {
    const { vault, announce } = this.#options
    try {
      return vault.open(record, field)
    } catch (error) {
      const keyId = error instanceof TokenIntegrityError ? error.keyId : undefined
      announce('integrityFailure', { sellerId: record.sellerId, keyId })
      throw error
    }
  }

  /** Nothing can be sent without it: then the lease ends here. */
  async #refreshTokenOf({ record, holder }: LeasedSeller): Promise<string> {
    try {
      if (record.lostReason !== null) throw new ReauthorizationRequiredError(record.lostReason)
      return this.#reveal(record, 'refreshToken')
    } catch (error) {
      await this.#options.store.release(record, holder)
      throw error
    }
  }

  /** A server may be slower than a lease: while we work, it is taken again and again. */
  #keepLease({ record, holder }: LeasedSeller): NodeJS.Timeout {
    const { store, leaseMs } = this.#options
    return setInterval(() => {
      // A lost beat costs nothing as long as one of three arrives.
      store.lease(record, holder, leaseMs).catch(() => {})
    }, leaseMs / 3)
  }

  /** From here on the new pair exists only in this process: it is saved before anything else happens. */
  async #keep({ record, holder }: LeasedSeller, tokens: TokenSet): Promise<LiveToken> {
    const { store, vault, pending, announce, clock, renewBeforeMs } = this.#options
    const { sellerId, generation } = record
    if (tokens.sellerId !== undefined && tokens.sellerId !== sellerId) {
      await store.release(record, holder).catch(() => {})
      announce('sellerMismatch', { sellerId, answeredFor: tokens.sellerId })
      throw new SellerConflictError('seller_mismatch')
    }
    const renewed = renewedRecord(record, tokens, { vault, now: clock(), renewBeforeMs })
    const token = liveToken(renewed, tokens.accessToken)
    const { refreshToken } = tokens
    const save = { record: renewed, expected: generation, holder, token, refreshToken }
    if ((await pending.save(save)) === 'superseded') return this.open(await this.#read(record))
    const lostScope = record.scope
      .split(' ')
      .filter((word) => word !== '' && !renewed.scope.split(' ').includes(word))
    announce('renewed', { sellerId, expiresAt: renewed.expiresAt, lostScope })
    return token
  }

  async #notRenewed(seller: LeasedSeller, error: unknown): Promise<LiveToken> {
    if (!(error instanceof MercadoPagoOAuthError)) throw error
    if (error instanceof ReauthorizationRequiredError) return await this.#refused(seller, error)
    this.#options.announce('renewalFailed', { sellerId: seller.record.sellerId, error })
    // The provider may have renewed without our hearing of it: the open lease tells the next one.
    if (!mayHaveRenewed(error)) await this.#pause(seller)
    throw error
  }

  /** A refusal is a hint: only if nobody renewed meanwhile is the seller lost. */
  async #refused(
    { record, holder, abandoned }: LeasedSeller,
    refusal: ReauthorizationRequiredError,
  ): Promise<LiveToken> {
    const { store, announce } = this.#options
    const current = await this.#read(record)
    if (current.generation !== record.generation) {
      await store.release(record, holder)
      return this.open(current)
    }
    const reason = abandoned
      ? 'rotation_lost'
      : refusal.reason === 'expired'
        ? 'expired'
        : 'revoked'
    const lost: TokenRecord = { ...current, dueAt: null, lostReason: reason }
    if (!(await store.save(lost, record.generation, holder))) {
      return this.open(await this.#read(record))
    }
    announce('reauthorizationRequired', { sellerId: record.sellerId, reason })
    if (reason === 'rotation_lost') return this.open(lost)
    throw new ReauthorizationRequiredError(reason, { cause: refusal })
  }

  /** Ends the lease and puts the next try off, for every machine. */
  async #pause({ record, holder }: LeasedSeller): Promise<void> {
    const { store, vault, clock } = this.#options
    const dueAt = new Date(clock().getTime() + jittered(failurePauseMs))
    // It may have been sealed with the newest key since it was read.
    const newest = vault.rewrapped(record) ?? record
    await store.save({ ...newest, dueAt }, record.generation, holder).catch(() => {})
  }

  async #read(key: SellerKey): Promise<TokenRecord> {
    const record = await this.#options.store.get(key)
    if (record === undefined) throw new ReauthorizationRequiredError('not_linked')
    return record
  }
}

/** Whether the old refresh token may be spent although no new one arrived. */
function mayHaveRenewed(error: MercadoPagoOAuthError): boolean {
  if (error instanceof UpstreamUnavailableError) {
    return error.requestSent && error.code !== 'upstream_rate_limited'
  }
  return error.code === 'token_response_invalid'
}
