import { setTimeout as sleep } from 'node:timers/promises'
import {
  CodeExchangeError,
  KeyManagerUnavailableError,
  ReauthorizationRequiredError,
  RenewalUnavailableError,
  StoreUnavailableError,
  TokenResponseError,
  UpstreamUnavailableError,
} from '../../errors.ts'
import { isDue, isUsable, type LiveToken } from '../records/live-token.ts'
import type { SellerRecord } from '../records/seller-record.ts'
import type { SellerRecords } from '../records/seller-records.ts'
import type { StoreDeadline } from '../records/store-deadline.ts'
import { Cooldowns } from '../renewal/cooldowns.ts'
import { Flights } from '../renewal/flights.ts'
import type { PendingSaves } from '../renewal/pending-saves.ts'
import type { Renewer } from '../renewal/renewer.ts'
import { TokenCache } from './token-cache.ts'

/** The dependencies of access tokens. */
export interface AccessTokensOptions {
  records: SellerRecords
  renewer: Renewer
  pending: PendingSaves
  clock: () => Date
  cacheMs: number
  renewalWaitMs: number
}

/** A renewal that is under way. */
interface Renewal {
  readonly outcome: Promise<LiveToken>
  /** Ends when those whose token still works have waited long enough. */
  readonly patience: Promise<void>
}

/**
 * Hands out access tokens: from memory, else from the store, else from a renewal, each of them once for
 * all who ask at the same time.
 */
export class AccessTokens {
  readonly #options: AccessTokensOptions
  readonly #cache: TokenCache
  readonly #cooldowns = new Cooldowns()
  readonly #flights = new Flights<LiveToken>()
  readonly #renewals = new Map<string, Renewal>()

  constructor(options: AccessTokensOptions) {
    this.#options = options
    this.#cache = new TokenCache(options.cacheMs)
  }

  /** The token this process read a moment ago, if nothing is to be done about it. */
  atHand(sellerId: string): LiveToken | undefined {
    const now = this.#options.clock()
    const token = this.#cache.fresh(sellerId, now.getTime())
    return token !== undefined && isUsable(token, now) && !isDue(token, now) ? token : undefined
  }

  /** The token as it should be handed out now. */
  get(sellerId: string): Promise<LiveToken> {
    return this.#flights.join(sellerId, () => this.#current(sellerId))
  }

  /** A token of a later generation, for all whose request was refused with this one. */
  replace(sellerId: string, generation: number): Promise<LiveToken> {
    return this.#flights.join(`${sellerId} ${generation}`, () =>
      this.#renew(sellerId, (record) => record.generation !== generation),
    )
  }

  forget(sellerId: string): void {
    this.#cache.drop(sellerId)
    this.#cooldowns.clear(sellerId)
  }

  async #current(sellerId: string): Promise<LiveToken> {
    const { records, pending, clock } = this.#options
    const deadline = records.deadline()
    let token: LiveToken
    try {
      token = pending.get(sellerId) ?? (await this.#stored(sellerId, deadline))
    } catch (error) {
      return this.#lastSeen(sellerId, error)
    }
    const now = clock()
    if (isDue(token, now)) return await this.#renewed(sellerId, token, deadline)
    if (!isUsable(token, now)) throw new ReauthorizationRequiredError(token.lostReason ?? 'expired')
    return token
  }

  async #stored(sellerId: string, deadline: StoreDeadline): Promise<LiveToken> {
    const { records, clock } = this.#options
    await records.checkKeys()
    const token = await records.open(await records.get(sellerId, deadline))
    this.#cache.put(sellerId, token, clock().getTime())
    return token
  }

  /** For while the store or the key manager is down; renewing would have to wait for it once more. */
  #lastSeen(sellerId: string, error: unknown): LiveToken {
    const last = this.#cache.last(sellerId)
    const isUsed = last !== undefined && isUsable(last, this.#options.clock())
    if (isUsed && isOutage(error)) return last
    throw error
  }

  /** A renewal that fails, or takes long, is no failure as long as the token at hand still works. */
  async #renewed(sellerId: string, token: LiveToken, deadline: StoreDeadline): Promise<LiveToken> {
    const now = this.#options.clock()
    const isEnough = isUsable(token, now)
    try {
      const recent = this.#cooldowns.error(sellerId, now.getTime())
      if (recent !== undefined) throw recent
      // A process that is busy renewing does not make those wait who need not.
      if (isEnough && !this.#options.renewer.hasPlace) return token
      const { outcome, patience } = this.#renewal(sellerId, deadline)
      if (!isEnough) return await outcome
      return await Promise.race([outcome, patience.then(() => token)])
    } catch (error) {
      if (isEnough && leavesToken(error)) return token
      throw error
    }
  }

  #renewal(sellerId: string, deadline: StoreDeadline): Renewal {
    const running = this.#renewals.get(sellerId)
    if (running !== undefined) return running
    const { clock, renewalWaitMs } = this.#options
    const outcome = this.#renew(sellerId, (record) => !isDue(record, clock()), deadline)
    const renewal = {
      outcome: outcome.finally(() => this.#renewals.delete(sellerId)),
      patience: sleep(renewalWaitMs, undefined, { ref: false }),
    }
    this.#renewals.set(sellerId, renewal)
    return renewal
  }

  async #renew(
    sellerId: string,
    isRenewed: (record: SellerRecord) => boolean,
    deadline?: StoreDeadline,
  ): Promise<LiveToken> {
    const { renewer, clock } = this.#options
    try {
      const token = await renewer.renew(sellerId, isRenewed, deadline)
      this.forget(sellerId)
      this.#cache.put(sellerId, token, clock().getTime())
      return token
    } catch (error) {
      // It was read before the refusal.
      if (error instanceof ReauthorizationRequiredError) this.forget(sellerId)
      // These say themselves when they are back, and a wait would outlast them; so does another machine.
      if (!(isOutage(error) || error instanceof RenewalUnavailableError)) {
        this.#cooldowns.note(sellerId, error, clock().getTime())
      }
      throw error
    }
  }
}

/** A failure of a service that this process uses, not of a seller. */
function isOutage(error: unknown): boolean {
  return error instanceof StoreUnavailableError || error instanceof KeyManagerUnavailableError
}

/** A failure after which the token at hand may still be used: nobody withdrew it. */
function leavesToken(error: unknown): boolean {
  if (error instanceof ReauthorizationRequiredError) {
    return error.reason === 'rotation_lost' || error.reason === 'no_offline_access'
  }
  return (
    error instanceof UpstreamUnavailableError ||
    error instanceof TokenResponseError ||
    error instanceof CodeExchangeError ||
    error instanceof RenewalUnavailableError ||
    isOutage(error)
  )
}
