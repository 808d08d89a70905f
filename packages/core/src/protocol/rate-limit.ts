import { UpstreamUnavailableError } from '../errors.ts'

/** Runs a request, unless the provider asked to wait and the wait is not over. */
export type RateLimit = <T>(request: () => Promise<T>) => Promise<T>

/**
 * Remembers the wait that a provider asked for with 429 and `Retry-After`, and sends nothing before it ends. Each
 * grant of an application has its own wait.
 */
export function createRateLimit(clock: () => Date): RateLimit {
  let openAtMs = 0
  return async (request) => {
    const waitMs = openAtMs - clock().getTime()
    if (waitMs > 0) {
      throw new UpstreamUnavailableError('upstream_rate_limited', {
        retryAfterSeconds: Math.ceil(waitMs / 1000),
      })
    }
    try {
      return await request()
    } catch (error) {
      if (error instanceof UpstreamUnavailableError && error.retryAfterSeconds !== undefined) {
        openAtMs = Math.max(openAtMs, clock().getTime() + error.retryAfterSeconds * 1000)
      }
      throw error
    }
  }
}
