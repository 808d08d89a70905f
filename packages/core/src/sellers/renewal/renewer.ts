import type { Client } from '../../client.ts'
import {
  MercadoPagoOAuthError,
  ReauthorizationRequiredError,
  SellerConflictError,
  UpstreamUnavailableError,
} from '../../errors.ts'
import type { TokenSet } from '../../protocol/token-set.ts'
import { jittered } from '../../random.ts'
import type { LeasedSeller, Leases } from '../records/leases.ts'
import { type LiveToken, liveToken } from '../records/live-token.ts'
import { lostScope, renewed } from '../records/record-change.ts'
import type { Announce } from '../records/seller-events.ts'
import type { SellerRecord } from '../records/seller-record.ts'
import type { SellerRecords } from '../records/seller-records.ts'
import type { StoreDeadline } from '../records/store-deadline.ts'
import { Flights } from './flights.ts'
import { keepingLease } from './heartbeat.ts'
import { markLost } from './lost-seller.ts'
import type { PendingSaves } from './pending-saves.ts'

/** What renewals work with. */
export interface RenewerOptions {
  client: Client
  records: SellerRecords
  leases: Leases
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
   * @param deadline - for the lease; of a caller whose steps have one deadline.
   */
  async renew(
    sellerId: string,
    isRenewed: (record: SellerRecord) => boolean,
    deadline?: StoreDeadline,
  ): Promise<LiveToken> {
    const { leases, records } = this.#options
    const taken = await leases.take(sellerId, isRenewed, deadline)
    return 'done' in taken ? records.open(taken.done) : await this.renewLeased(taken)
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
    const { client, records, leaseMs } = this.#options
    const refreshToken = await this.#refreshTokenOf(seller)
    let tokens: TokenSet
    try {
      tokens = await keepingLease(records, leaseMs, seller, () =>
        client.refreshTokenGrant(refreshToken),
      )
    } catch (error) {
      return await this.#notRenewed(seller, error)
    }
    return await this.#keep(seller, tokens)
  }

  /** Nothing can be sent without it: then the lease ends here. */
  async #refreshTokenOf(seller: LeasedSeller): Promise<string> {
    const { record } = seller
    try {
      if (record.lostReason !== null) throw new ReauthorizationRequiredError(record.lostReason)
      return this.#options.records.reveal(record, 'refreshToken')
    } catch (error) {
      await this.#pause(seller)
      throw error
    }
  }

  /** From here on the new pair exists only in this process: it is saved before anything else happens. */
  async #keep(seller: LeasedSeller, tokens: TokenSet): Promise<LiveToken> {
    const { record, holder } = seller
    const { records, pending, announce, clock, renewBeforeMs } = this.#options
    const { sellerId, generation } = record
    if (tokens.sellerId !== undefined && tokens.sellerId !== sellerId) {
      await this.#pause(seller)
      announce('sellerMismatch', { sellerId, answeredFor: tokens.sellerId })
      throw new SellerConflictError('seller_mismatch')
    }
    const next = renewed(record, tokens, { records, now: clock(), renewBeforeMs })
    const token = liveToken(next, tokens.accessToken)
    const { refreshToken } = tokens
    const save = { record: next, expected: generation, holder, token, refreshToken }
    if ((await pending.save(save)) === 'superseded') return await this.#superseded(sellerId, tokens)
    announce('renewed', {
      sellerId,
      expiresAt: next.expiresAt,
      lostScope: lostScope(record, next),
    })
    return token
  }

  /** The seller was linked again, or removed: then nobody needs the pair. */
  async #superseded(sellerId: string, tokens: TokenSet): Promise<LiveToken> {
    const { records, client } = this.#options
    const current = await records.find(sellerId)
    if (current !== undefined) return records.open(current)
    const { accessToken, refreshToken } = tokens
    await client.revoke({ sellerId, accessToken, refreshToken }).catch(() => {})
    throw new ReauthorizationRequiredError('not_linked')
  }

  async #notRenewed(seller: LeasedSeller, error: unknown): Promise<LiveToken> {
    if (!(error instanceof MercadoPagoOAuthError)) throw error
    if (error instanceof ReauthorizationRequiredError) return await this.#refused(seller, error)
    this.#options.announce('renewalFailed', { sellerId: seller.record.sellerId, error })
    // The provider may have renewed although no response arrived: the open lease tells the next one.
    if (!mayHaveRenewed(error)) await this.#pause(seller)
    throw error
  }

  /** A refusal is a hint: only if nobody renewed meanwhile is the seller lost. */
  async #refused(
    { record, holder, abandoned }: LeasedSeller,
    refusal: ReauthorizationRequiredError,
  ): Promise<LiveToken> {
    const { records, announce } = this.#options
    const { sellerId } = record
    const deadline = records.deadline()
    const current = await records.get(sellerId, deadline)
    if (current.generation !== record.generation) {
      await records.release(sellerId, holder, deadline).catch(() => {})
      return records.open(current)
    }
    const reason = abandoned
      ? 'rotation_lost'
      : refusal.reason === 'expired'
        ? 'expired'
        : 'revoked'
    if (!(await markLost({ records, announce }, { record: current, holder }, reason, deadline))) {
      return records.open(await records.get(sellerId, deadline))
    }
    if (reason === 'rotation_lost') return records.open({ ...current, lostReason: reason })
    throw new ReauthorizationRequiredError(reason, { cause: refusal })
  }

  /**
   * Ends the lease and puts the next try off, for every machine: a sweep would come past the same seller
   * again and again.
   */
  async #pause({ record, holder }: LeasedSeller): Promise<void> {
    const { records, clock } = this.#options
    const later = new Date(clock().getTime() + jittered(failurePauseMs))
    const dueAt = record.lostReason === null ? later : null
    await records.save({ ...record, dueAt }, record.generation, holder).catch(() => {})
  }
}

/** Whether the old refresh token may be spent although no new one arrived. */
function mayHaveRenewed(error: MercadoPagoOAuthError): boolean {
  if (error instanceof UpstreamUnavailableError) {
    return error.requestSent && error.code !== 'upstream_rate_limited'
  }
  return error.code === 'token_response_invalid'
}
