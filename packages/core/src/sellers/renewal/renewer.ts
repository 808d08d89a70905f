import type { Client } from '../../client.ts'
import {
  MercadoPagoOAuthError,
  ReauthorizationRequiredError,
  SellerConflictError,
  TokenIntegrityError,
  UpstreamUnavailableError,
} from '../../errors.ts'
import type { TokenSet } from '../../protocol/token-set.ts'
import { type LiveToken, liveToken } from '../access/live-token.ts'
import { renewedRecord } from '../record/seller-record.ts'
import type { TokenVault } from '../record/token-vault.ts'
import type { Announce } from '../seller-events.ts'
import type { GuardedStore } from '../store/guarded-store.ts'
import type { SellerKey, TokenRecord } from '../store/token-store.ts'
import { Flights } from './flights.ts'
import { jittered } from './jitter.ts'
import type { LeasedSeller, Leases } from './leases.ts'
import { markLost } from './lost-mark.ts'
import type { PendingSaves } from './pending-saves.ts'

/** What renewals work with. */
export interface RenewerOptions {
  client: Client
  store: GuardedStore
  leases: Leases
  vault: TokenVault
  pending: PendingSaves
  announce: Announce
  clock: () => Date
  leaseMs: number
  renewBeforeMs: number
}

/** How long a seller is left alone, by every machine, after a renewal that the provider did not take. */
const failurePauseMs = 60_000

/**
 * Renews sellers, each once across all machines. Read `renew`, `#send`, `#keep` and `#refused`: the lease,
 * the request, the save, and what a refusal means.
 */
export class Renewer {
  readonly #options: RenewerOptions
  readonly #running = new Flights<LiveToken>()

  constructor(options: RenewerOptions) {
    this.#options = options
  }

  /**
   * Renews one seller under a lease, or waits for the machine that has it and takes what that one got.
   *
   * @param isRenewed - judges the record as it is now; `true` means that it was done elsewhere.
   * @param store - for the lease; of a caller whose steps have one deadline.
   */
  async renew(
    sellerId: string,
    isRenewed: (record: TokenRecord) => boolean,
    store?: GuardedStore,
  ): Promise<LiveToken> {
    const taken = await this.#options.leases.take(sellerId, isRenewed, store)
    return 'done' in taken ? this.open(taken.done) : await this.renewLeased(taken)
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
    let tokens: TokenSet
    try {
      tokens = await this.#granted(seller, refreshToken)
    } catch (error) {
      return await this.#notRenewed(seller, error)
    }
    return await this.#keep(seller, tokens)
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
  async #refreshTokenOf(seller: LeasedSeller): Promise<string> {
    const { record } = seller
    try {
      if (record.lostReason !== null) throw new ReauthorizationRequiredError(record.lostReason)
      return this.#reveal(record, 'refreshToken')
    } catch (error) {
      await this.#pause(seller)
      throw error
    }
  }

  async #granted(seller: LeasedSeller, refreshToken: string): Promise<TokenSet> {
    const heartbeat = this.#keepLease(seller)
    try {
      return await this.#options.client.refreshTokenGrant(refreshToken)
    } finally {
      await heartbeat.stop()
    }
  }

  /** A server may be slower than a lease: while we work, it is taken again and again. */
  #keepLease({ record, holder }: LeasedSeller): { stop: () => Promise<unknown> } {
    const { store, leaseMs } = this.#options
    let lastBeat: Promise<unknown> | undefined
    const timer = setInterval(() => {
      // A lost beat costs nothing as long as one of three arrives.
      lastBeat = store.lease(record, holder, leaseMs).catch(() => {})
    }, leaseMs / 3)
    const stop = async () => {
      clearInterval(timer)
      // What is written next ends the lease; a beat that came after it would take it again.
      await lastBeat
    }
    return { stop }
  }

  /** From here on the new pair exists only in this process: it is saved before anything else happens. */
  async #keep(seller: LeasedSeller, tokens: TokenSet): Promise<LiveToken> {
    const { record, holder } = seller
    const { vault, pending, announce, clock, renewBeforeMs } = this.#options
    const { sellerId, generation } = record
    if (tokens.sellerId !== undefined && tokens.sellerId !== sellerId) {
      await this.#pause(seller)
      announce('sellerMismatch', { sellerId, answeredFor: tokens.sellerId })
      throw new SellerConflictError('seller_mismatch')
    }
    const renewed = renewedRecord(record, tokens, { vault, now: clock(), renewBeforeMs })
    const token = liveToken(renewed, tokens.accessToken)
    const { refreshToken } = tokens
    const save = { record: renewed, expected: generation, holder, token, refreshToken }
    if ((await pending.save(save)) === 'superseded') return await this.#superseded(record, tokens)
    const lostScope = record.scope
      .split(' ')
      .filter((word) => word !== '' && !renewed.scope.split(' ').includes(word))
    announce('renewed', { sellerId, expiresAt: renewed.expiresAt, lostScope })
    return token
  }

  /** Somebody linked the seller again, or removed it: then nobody needs the pair. */
  async #superseded(key: SellerKey, tokens: TokenSet): Promise<LiveToken> {
    const { store, client } = this.#options
    const current = await store.get(key)
    if (current !== undefined) return this.open(current)
    const { accessToken, refreshToken } = tokens
    await client.revoke({ sellerId: key.sellerId, accessToken, refreshToken }).catch(() => {})
    throw new ReauthorizationRequiredError('not_linked')
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
    const { announce } = this.#options
    const store = this.#options.store.withOneDeadline()
    const current = await read(store, record)
    if (current.generation !== record.generation) {
      await store.release(record, holder).catch(() => {})
      return this.open(current)
    }
    const reason = abandoned
      ? 'rotation_lost'
      : refusal.reason === 'expired'
        ? 'expired'
        : 'revoked'
    if (!(await markLost({ store, announce }, { record: current, holder }, reason))) {
      return this.open(await read(store, record))
    }
    if (reason === 'rotation_lost') return this.open({ ...current, lostReason: reason })
    throw new ReauthorizationRequiredError(reason, { cause: refusal })
  }

  /**
   * Ends the lease and puts the next try off, for every machine: a sweep would come past the same seller
   * again and again.
   */
  async #pause({ record, holder }: LeasedSeller): Promise<void> {
    const { store, clock } = this.#options
    const later = new Date(clock().getTime() + jittered(failurePauseMs))
    const dueAt = record.lostReason === null ? later : null
    await store.save({ ...record, dueAt }, record.generation, holder).catch(() => {})
  }
}

async function read(store: GuardedStore, key: SellerKey): Promise<TokenRecord> {
  const record = await store.get(key)
  if (record === undefined) throw new ReauthorizationRequiredError('not_linked')
  return record
}

/** Whether the old refresh token may be spent although no new one arrived. */
function mayHaveRenewed(error: MercadoPagoOAuthError): boolean {
  if (error instanceof UpstreamUnavailableError) {
    return error.requestSent && error.code !== 'upstream_rate_limited'
  }
  return error.code === 'token_response_invalid'
}
