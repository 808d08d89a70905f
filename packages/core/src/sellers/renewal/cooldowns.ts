import { jittered } from '../../random.ts'

const firstMs = 1_000
const longestMs = 5 * 60_000

/** Sellers whose renewal failed a moment ago, and how long this process leaves them alone: longer each time. */
export class Cooldowns {
  readonly #byId = new Map<string, { waitMs: number; untilMs: number; error: unknown }>()

  /** The failure that still counts, or `undefined` when another try may be made. */
  error(sellerId: string, nowMs: number): unknown {
    const cooldown = this.#byId.get(sellerId)
    return cooldown !== undefined && cooldown.untilMs > nowMs ? cooldown.error : undefined
  }

  note(sellerId: string, error: unknown, nowMs: number): void {
    const { waitMs = firstMs / 2 } = this.#byId.get(sellerId) ?? {}
    const nextMs = Math.min(waitMs * 2, longestMs)
    this.#byId.set(sellerId, { waitMs: nextMs, untilMs: nowMs + jittered(nextMs), error })
  }

  clear(sellerId: string): void {
    this.#byId.delete(sellerId)
  }
}
