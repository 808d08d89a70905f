import { TokenPersistenceError } from '../../errors.ts'
import { jittered } from '../../random.ts'
import type { LiveToken } from '../records/live-token.ts'
import type { Announce } from '../records/seller-events.ts'
import type { SellerRecord } from '../records/seller-record.ts'
import type { SellerRecords } from '../records/seller-records.ts'

/** `superseded`: the store holds something newer, or nothing, and that stands. */
export type SaveOutcome = 'saved' | 'superseded'

interface PendingSave {
  readonly record: SellerRecord
  readonly expected: number
  /** The refresh token that the pair was given for. */
  readonly sent: string
  readonly holder: string
  /** Served meanwhile. */
  readonly token: LiveToken
  readonly refreshToken: string | undefined
}

const firstRetryMs = 50
const longestRetryMs = 2_000

/**
 * Token pairs that the provider issued and the store does not hold yet. Such a pair exists nowhere else, so
 * saving it is never given up.
 */
export class PendingSaves {
  readonly #records: SellerRecords
  readonly #announce: Announce
  readonly #leaseMs: number
  readonly #pending = new Map<string, PendingSave & { done: Promise<void> }>()
  #isGivenUp = false

  constructor(records: SellerRecords, announce: Announce, leaseMs: number) {
    this.#records = records
    this.#announce = announce
    this.#leaseMs = leaseMs
  }

  /** The unsaved token of a seller, to be served while it is being saved. */
  get(sellerId: string): LiveToken | undefined {
    return this.#pending.get(sellerId)?.token
  }

  /** Saves now; `pending` when the store fails and the saving goes on in the background. */
  async save(save: PendingSave): Promise<SaveOutcome | 'pending'> {
    try {
      return await this.#attempt(save)
    } catch {
      const { sellerId } = save.record
      const done = this.#persist(save).finally(() => this.#pending.delete(sellerId))
      this.#pending.set(sellerId, { ...save, done })
      return 'pending'
    }
  }

  /**
   * Saves the pair of a seller now, if one is kept. The saving in the background finds that done.
   *
   * @returns `undefined` when none is kept.
   * @throws StoreUnavailableError the store still fails; the pair stays kept.
   */
  async saveKept(sellerId: string): Promise<SaveOutcome | undefined> {
    const kept = this.#pending.get(sellerId)
    return kept && (await this.#attempt(kept))
  }

  /**
   * Waits until everything is saved.
   *
   * @throws TokenPersistenceError `token_not_saved` after `timeoutMs`, with the pairs that are left.
   */
  async flush(timeoutMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const deadline = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, timeoutMs)
    })
    const saved = Promise.all([...this.#pending.values()].map(({ done }) => done))
    await Promise.race([saved, deadline])
    clearTimeout(timer)
    if (this.#pending.size === 0) return
    this.#isGivenUp = true
    throw new TokenPersistenceError(
      [...this.#pending.values()].map(({ record, token, refreshToken }) => ({
        sellerId: record.sellerId,
        accessToken: token.accessToken,
        refreshToken,
        expiresAt: record.expiresAt,
      })),
    )
  }

  async #attempt(save: PendingSave): Promise<SaveOutcome> {
    const { record, expected, holder } = save
    if (await this.#records.save(record, expected, holder)) return 'saved'
    const stored = await this.#records.find(record.sellerId)
    // An earlier try that was given up may have arrived after all.
    if (stored?.accessToken === record.accessToken) return 'saved'
    return stored !== undefined && (await this.#isMarkOver(stored, save))
      ? await this.#recover(stored, save)
      : 'superseded'
  }

  /** Whether the seller was marked as lost while this pair was under way: then the mark was wrong. */
  async #isMarkOver(stored: SellerRecord, { record, sent }: PendingSave): Promise<boolean> {
    const isSameLink = stored.linkedAt.getTime() === record.linkedAt.getTime()
    if (stored.lostReason === null || !isSameLink || stored.refreshToken === null) return false
    return (await this.#records.reveal(stored, 'refreshToken')) === sent
  }

  async #recover(stored: SellerRecord, { record, holder }: PendingSave): Promise<SaveOutcome> {
    const { sellerId, generation, lostReason } = stored
    const over = { ...record, generation: generation + 1 }
    if (!(await this.#records.save(over, generation, holder))) return 'superseded'
    if (lostReason !== null) this.#announce('recovered', { sellerId, reason: lostReason })
    return 'saved'
  }

  async #persist(save: PendingSave): Promise<void> {
    const { record, holder } = save
    let waitMs = firstRetryMs
    while (!this.#isGivenUp) {
      await new Promise((resolve) => setTimeout(resolve, jittered(waitMs)))
      waitMs = Math.min(waitMs * 2, longestRetryMs, this.#leaseMs / 3)
      try {
        await this.#attempt(save)
        return
      } catch {
        // Still refused. As long as the store takes the lease, no other machine sends the old token.
        await this.#records.lease(record.sellerId, holder, this.#leaseMs).catch(() => {})
      }
    }
  }
}
