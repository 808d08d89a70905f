import type { Client } from '../../client.ts'
import {
  MercadoPagoOAuthError,
  ReauthorizationRequiredError,
  RenewalUnavailableError,
  SellerConflictError,
  UpstreamUnavailableError,
} from '../../errors.ts'
import type { TokenSet } from '../../protocol/token-set.ts'
import { jittered } from '../../random.ts'
import { type Note, type RenewalMessage, renewals } from '../../trace-channels.ts'
import type { LeasedSeller, Leases } from '../records/leases.ts'
import { type LiveToken, liveToken } from '../records/live-token.ts'
import { lostScope, released, renewed } from '../records/record-change.ts'
import type { Announce } from '../records/seller-events.ts'
import { sellerHash } from '../records/seller-hash.ts'
import type { SellerRecord } from '../records/seller-record.ts'
import type { SellerRecords } from '../records/seller-records.ts'
import type { StoreDeadline } from '../records/store-deadline.ts'
import type { Sealer } from '../records/token-vault.ts'
import { ConfirmedSaves } from './confirmed-saves.ts'
import { Flights } from './flights.ts'
import { keepingLease } from './heartbeat.ts'
import { markLost } from './lost-seller.ts'
import type { PendingSaves } from './pending-saves.ts'
import { Places } from './places.ts'
import { Refusals } from './refusal.ts'
import { RenewalRate } from './renewal-rate.ts'

/** The dependencies of a renewal. */
export interface RenewerOptions {
  client: Client
  records: SellerRecords
  leases: Leases
  pending: PendingSaves
  announce: Announce
  clock: () => Date
  leaseMs: number
  renewBeforeMs: number
  settleMs: number
  /** How many requests may be under way at once. */
  maxRenewals: number
  /** How many requests may be sent for one seller in a minute. */
  renewalsPerMinute: number
  closing: AbortSignal
}

/** The provider's response to a refresh token. */
interface NewPair {
  readonly tokens: TokenSet
  readonly sent: string
  readonly sealer: Sealer
}

/** How long a seller is left alone, by every machine, after a renewal that did not work. */
const failurePauseMs = 60_000

/**
 * Renews sellers, each once across all machines. Read `renew`, `#send` and `#keep`: the lease, the request, and
 * the save. `Refusals` decides what a refusal means.
 */
export class Renewer {
  readonly #options: RenewerOptions
  readonly #running = new Flights<LiveToken>()
  readonly #places: Places
  readonly #rate: RenewalRate
  readonly #confirmed = new ConfirmedSaves()
  readonly #refusals: Refusals

  constructor(options: RenewerOptions) {
    this.#options = options
    this.#places = new Places(options.maxRenewals)
    this.#rate = new RenewalRate(options.renewalsPerMinute)
    this.#refusals = new Refusals(options)
  }

  /** Whether a renewal would be sent at once; else it waits for others to end. */
  get hasPlace(): boolean {
    return this.#places.isFree
  }

  /**
   * Renews one seller under a lease, or waits for the machine that has it and takes what that one got.
   *
   * @param isRenewed - judges the record as it is now; `true` means that it was done elsewhere.
   * @param deadline - for the lease; of a caller whose steps have one deadline.
   * @throws ReauthorizationRequiredError `reauthorization_required`: the seller is lost, or was before.
   */
  async renew(
    sellerId: string,
    isRenewed: (record: SellerRecord) => boolean,
    deadline?: StoreDeadline,
  ): Promise<LiveToken> {
    const taken = await this.#options.leases.take(sellerId, isRenewed, deadline)
    return 'done' in taken ? await this.#opened(taken.done) : await this.renewLeased(taken)
  }

  /** Renews a seller whose lease is ours. Throws what `renew` throws. */
  renewLeased(seller: LeasedSeller): Promise<LiveToken> {
    const { sellerId } = seller.record
    return this.#running.join(seller.holder + sellerId, () =>
      renewals.trace(
        () => this.#begun(sellerId),
        async (note) => (await this.#kept(seller)) ?? (await this.#send(seller, note)),
      ),
    )
  }

  /** Resolves when every renewal that is under way has ended, however it did. */
  settled(): Promise<void> {
    return this.#running.settled()
  }

  #begun(sellerId: string): RenewalMessage {
    const { client } = this.#options
    const hash = sellerHash(client, sellerId)
    return { clientId: client.clientId, ...(hash !== undefined && { sellerHash: hash }) }
  }

  /**
   * What a renewal would get, where this process keeps a pair because the store went away for longer than the lease:
   * the refresh token in the record is spent. `undefined` when none is kept.
   */
  async #kept(seller: LeasedSeller): Promise<LiveToken | undefined> {
    const { pending, leases, records } = this.#options
    const { sellerId } = seller.record
    try {
      if ((await pending.saveKept(sellerId)) === undefined) return undefined
    } catch (error) {
      leases.leave(seller)
      throw error
    }
    await records.release(sellerId, seller.holder).catch(() => leases.leave(seller))
    return await this.#opened(await records.get(sellerId))
  }

  /** The key for the new pair is obtained before the refresh token is sent, and kept until the pair is encrypted. */
  async #send(seller: LeasedSeller, note: Note<RenewalMessage>): Promise<LiveToken> {
    const { records, leaseMs } = this.#options
    let isBegun = false
    try {
      // A key manager may be slower than a lease.
      await keepingLease(records, leaseMs, seller, () => records.checkSealing())
      return await records.sealing((sealer) => {
        isBegun = true
        return this.#sendOnce(seller, sealer, note)
      })
    } catch (error) {
      if (!isBegun) await this.#pause(seller)
      throw error
    }
  }

  /** The refresh token is sent once, whatever happens. */
  async #sendOnce(
    seller: LeasedSeller,
    sealer: Sealer,
    note: Note<RenewalMessage>,
  ): Promise<LiveToken> {
    const { client, records, leaseMs } = this.#options
    const refreshToken = await this.#refreshTokenOf(seller)
    let tokens: TokenSet
    try {
      tokens = await keepingLease(records, leaseMs, seller, () =>
        this.#places.in(() => client.refreshTokenGrant(refreshToken)),
      )
    } catch (error) {
      return await this.#notRenewed(seller, error, note)
    }
    return await this.#keep(seller, { tokens, sent: refreshToken, sealer }, note)
  }

  /** An error before the refresh token is sent also ends the lease. */
  async #refreshTokenOf(seller: LeasedSeller): Promise<string> {
    const { records, announce, clock, leaseMs } = this.#options
    const { record } = seller
    try {
      this.#confirmed.assertKept(record)
      if (record.lostReason !== null) throw new ReauthorizationRequiredError(record.lostReason)
      if (record.refreshToken === null) {
        await markLost({ records, announce }, seller, 'no_offline_access')
        throw new ReauthorizationRequiredError('no_offline_access')
      }
      const refreshToken = await keepingLease(records, leaseMs, seller, () =>
        records.reveal(record, 'refreshToken'),
      )
      const waitMs = this.#rate.waitMs(record.sellerId, clock().getTime())
      if (waitMs === 0) return refreshToken
      const retryAfterSeconds = Math.ceil(waitMs / 1000)
      throw new RenewalUnavailableError('renewal_busy', { retryAfterSeconds })
    } catch (error) {
      await this.#pause(seller)
      throw error
    }
  }

  /** From here on the new pair exists only in this process: it is saved before anything else happens. */
  async #keep(
    seller: LeasedSeller,
    { tokens, sent, sealer }: NewPair,
    note: Note<RenewalMessage>,
  ): Promise<LiveToken> {
    const { record, holder } = seller
    const { pending, announce, clock, renewBeforeMs } = this.#options
    const { sellerId, generation } = record
    this.#refusals.clearDoubt()
    if (tokens.sellerId !== undefined && tokens.sellerId !== sellerId) {
      await this.#pause(seller)
      announce('sellerMismatch', { sellerId, receivedSellerId: tokens.sellerId })
      throw new SellerConflictError('seller_mismatch')
    }
    const next = renewed(record, tokens, { sealer, now: clock(), renewBeforeMs })
    const token = liveToken(next, tokens.accessToken)
    const { refreshToken } = tokens
    const save = { record: next, expected: generation, sent, holder, token, refreshToken }
    const outcome = await pending.save(save)
    if (outcome === 'superseded') return await this.#superseded(sellerId, tokens, note)
    if (outcome === 'saved') this.#confirmed.note(next)
    else note({ outcome: 'unsaved' })
    announce('renewed', {
      sellerId,
      expiresAt: next.expiresAt,
      lostScope: lostScope(record, next),
    })
    return token
  }

  /** The seller was linked again, or removed: then nobody needs the pair. */
  async #superseded(
    sellerId: string,
    tokens: TokenSet,
    note: Note<RenewalMessage>,
  ): Promise<LiveToken> {
    const { records, client } = this.#options
    note({ outcome: 'superseded' })
    const current = await records.find(sellerId)
    if (current !== undefined) return await this.#opened(current)
    const { accessToken, refreshToken } = tokens
    await client.revoke({ sellerId, accessToken, refreshToken }).catch(() => {})
    throw new ReauthorizationRequiredError('not_linked')
  }

  async #notRenewed(
    seller: LeasedSeller,
    error: unknown,
    note: Note<RenewalMessage>,
  ): Promise<LiveToken> {
    if (!(error instanceof MercadoPagoOAuthError)) throw error
    if (error instanceof ReauthorizationRequiredError) {
      return await this.#refused(seller, error, note)
    }
    return await this.#failed(seller, error)
  }

  async #refused(
    seller: LeasedSeller,
    refusal: ReauthorizationRequiredError,
    note: Note<RenewalMessage>,
  ): Promise<LiveToken> {
    const { sellerId } = seller.record
    try {
      const newer = await this.#refusals.judge(seller, refusal)
      note({ outcome: 'superseded' })
      await this.#options.records.release(sellerId, seller.holder).catch(() => {})
      return await this.#opened(newer)
    } catch (error) {
      if (!(error instanceof MercadoPagoOAuthError)) throw error
      if (error instanceof ReauthorizationRequiredError) throw error
      return await this.#failed(seller, error)
    }
  }

  async #failed(seller: LeasedSeller, error: MercadoPagoOAuthError): Promise<never> {
    this.#options.announce('renewalFailed', { sellerId: seller.record.sellerId, error })
    await this.#pause(seller, mayHaveRenewed(error))
    throw error
  }

  /** A seller who is lost has a token in the record, but none that was renewed. */
  async #opened(record: SellerRecord): Promise<LiveToken> {
    if (record.lostReason !== null) throw new ReauthorizationRequiredError(record.lostReason)
    return await this.#options.records.open(record)
  }

  /**
   * Ends the lease and puts the next try off, for every machine: a sweep would meet the same seller again
   * and again. The record keeps whether the refresh token may be spent.
   */
  async #pause(seller: LeasedSeller, maybeSpent = false): Promise<void> {
    const { records, leases, clock } = this.#options
    const { record, holder } = seller
    const abandoned = seller.abandoned || maybeSpent
    const now = clock()
    const later = new Date(now.getTime() + jittered(failurePauseMs))
    const dueAt = record.lostReason === null ? later : null
    const paused = { ...released(record, abandoned, now), dueAt }
    await records
      .save(paused, record.generation, holder)
      .catch(() => leases.leave({ record, holder, abandoned }))
  }
}

/** Whether the old refresh token may be spent although no new one arrived. */
function mayHaveRenewed(error: MercadoPagoOAuthError): boolean {
  if (error instanceof UpstreamUnavailableError) {
    return error.requestSent && error.code !== 'upstream_rate_limited'
  }
  return error.code === 'token_response_invalid'
}
