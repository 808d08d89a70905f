import { UpstreamUnavailableError } from '../../errors.ts'
import { jittered } from '../../random.ts'

const firstMs = 1_000
const longestMs = 5 * 60_000

interface Cooldown {
  readonly waitMs: number
  readonly untilMs: number
  readonly error: unknown
}

/** Sellers whose renewal failed a moment ago, and how long this process leaves them alone: longer each time. */
export class Cooldowns {
  readonly #bySeller = new Map<string, Cooldown>()

  /** The failure that still counts, or `undefined` when another try may be made. */
  error(sellerId: string, nowMs: number): unknown {
    const cooldown = this.#bySeller.get(sellerId)
    if (cooldown === undefined || cooldown.untilMs <= nowMs) return undefined
    return withWait(cooldown.error, Math.ceil((cooldown.untilMs - nowMs) / 1000))
  }

  note(sellerId: string, error: unknown, nowMs: number): void {
    const { waitMs = firstMs / 2 } = this.#bySeller.get(sellerId) ?? {}
    const nextMs = Math.min(waitMs * 2, longestMs)
    this.#bySeller.set(sellerId, { waitMs: nextMs, untilMs: nowMs + jittered(nextMs), error })
  }

  clear(sellerId: string): void {
    this.#bySeller.delete(sellerId)
  }
}

/** The same failure, saying when the next try is made. */
function withWait(error: unknown, seconds: number): unknown {
  if (!(error instanceof UpstreamUnavailableError)) return error
  const { code, requestSent, upstreamError, upstreamStatus, upstreamDescription } = error
  const retryAfterSeconds = Math.max(seconds, error.retryAfterSeconds ?? 0)
  const detail = { upstreamError, upstreamStatus, upstreamDescription }
  return new UpstreamUnavailableError(code, {
    ...detail,
    cause: error,
    requestSent,
    retryAfterSeconds,
  })
}
