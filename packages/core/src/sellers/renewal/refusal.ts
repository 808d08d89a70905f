import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '../../client.ts'
import {
  CodeExchangeError,
  ReauthorizationRequiredError,
  RenewalUnavailableError,
} from '../../errors.ts'
import type { LeasedSeller } from '../records/leases.ts'
import { isUsable } from '../records/live-token.ts'
import type { LostReason } from '../records/record-body.ts'
import type { Announce } from '../records/seller-events.ts'
import type { SellerRecord } from '../records/seller-record.ts'
import type { SellerRecords } from '../records/seller-records.ts'
import { keepingLease } from './heartbeat.ts'
import { markLost } from './lost-seller.ts'

/** The dependencies of the refusal check. */
export interface RefusalsOptions {
  client: Client
  records: SellerRecords
  announce: Announce
  clock: () => Date
  leaseMs: number
  /** How long another machine may still be about to save what it got for the same token. */
  settleMs: number
  /** Ends every wait. */
  closing: AbortSignal
}

/** The codes that say nothing but that the refresh token is not accepted. */
const plainRefusals = new Set(['invalid_grant', 'expired_grant'])
/** How often the store is read while a refusal settles, at most. */
const longestPollMs = 1_000

/** Judges refused refresh tokens. A refusal is a hint until it was checked. */
export class Refusals {
  readonly #options: RefusalsOptions
  /** The last seller whose renewal was refused although the authorization stands, and with which code. */
  #doubted: { sellerId: string; code: string | undefined } | undefined

  constructor(options: RefusalsOptions) {
    this.#options = options
  }

  /** A renewal worked: the application is in order. */
  clearDoubt(): void {
    this.#doubted = undefined
  }

  /**
   * Marks a seller as lost whose refresh token was refused, unless another machine renewed meanwhile.
   *
   * @returns the record that the other machine saved.
   * @throws ReauthorizationRequiredError `reauthorization_required`: the seller is marked.
   * @throws RenewalUnavailableError `renewal_refused`, `closed`: nothing is marked; likewise what else is thrown.
   * @throws CodeExchangeError `client_rejected`
   * @throws UpstreamUnavailableError `upstream_unavailable`, `upstream_timeout`, `upstream_rate_limited`
   */
  async judge(seller: LeasedSeller, refusal: ReauthorizationRequiredError): Promise<SellerRecord> {
    if (!plainRefusals.has(refusal.upstreamError ?? '')) await this.#assertLost(seller, refusal)
    const newer = await this.#renewedElsewhere(seller)
    if (newer !== undefined) return newer
    const { records, announce } = this.#options
    const { record } = seller
    const reason = reasonOf(seller, refusal)
    const deadline = records.deadline()
    const isMarked = await markLost({ records, announce }, seller, reason, deadline)
    if (!isMarked) return await records.get(record.sellerId, deadline)
    throw new ReauthorizationRequiredError(reason, { cause: refusal })
  }

  /**
   * Checks in another way a refusal that may be about the application or a permission: with the access token
   * while it works, else with the application's own grant.
   */
  async #assertLost(
    { record }: LeasedSeller,
    refusal: ReauthorizationRequiredError,
  ): Promise<void> {
    const { client, records, clock } = this.#options
    const { userInfoEndpoint } = client.provider
    if (userInfoEndpoint === undefined || !isUsable(record, clock())) {
      await client.clientCredentialsGrant()
      return
    }
    try {
      const { accessToken } = await records.open(record)
      await client.userInfo(accessToken)
    } catch (error) {
      if (error instanceof ReauthorizationRequiredError) return
      throw error
    }
    throw this.#doubt(record.sellerId, refusal)
  }

  /** Two sellers in a row who are refused in the same way are no coincidence: then it is the application. */
  #doubt(sellerId: string, refusal: ReauthorizationRequiredError): Error {
    const { upstreamError: code, upstreamStatus, upstreamDescription } = refusal
    const before = this.#doubted
    this.#doubted = { sellerId, code }
    const detail = { cause: refusal, upstreamError: code, upstreamStatus, upstreamDescription }
    return before !== undefined && before.sellerId !== sellerId && before.code === code
      ? new CodeExchangeError('client_rejected', detail)
      : new RenewalUnavailableError('renewal_refused', detail)
  }

  /**
   * Looks again until no other machine can still be about to save a newer pair. A lease makes that rare, and a
   * store that lost its leases makes it possible.
   */
  #renewedElsewhere(seller: LeasedSeller): Promise<SellerRecord | undefined> {
    const { records, leaseMs } = this.#options
    return keepingLease(records, leaseMs, seller, () => this.#newer(seller))
  }

  async #newer({ record }: LeasedSeller): Promise<SellerRecord | undefined> {
    const { records, settleMs, closing } = this.#options
    const endsAtMs = performance.now() + settleMs
    let waitMs = Math.min(50, settleMs)
    for (;;) {
      const current = await records.get(record.sellerId)
      if (current.generation !== record.generation) return current
      const leftMs = endsAtMs - performance.now()
      if (leftMs <= 0) return undefined
      await sleep(Math.min(waitMs, leftMs), undefined, { signal: closing }).catch(() => {})
      if (closing.aborted) throw new RenewalUnavailableError('closed')
      waitMs = Math.min(waitMs * 2, longestPollMs)
    }
  }
}

function reasonOf(
  { record, abandoned }: LeasedSeller,
  refusal: ReauthorizationRequiredError,
): LostReason {
  if (abandoned || record.unansweredAt !== null) return 'rotation_lost'
  return refusal.reason === 'expired' ? 'expired' : 'revoked'
}
