import { lifetimeSeconds } from '../grants/lifetime.ts'
import type { Attempt } from './attempt.ts'

/** What the seller decided in the attempt that is run again. */
interface PastConsent {
  readonly sellerId: number
  readonly decision: 'allow' | 'deny'
}

/** A request that an attempt can begin with. */
interface Beginning {
  readonly kind: Attempt['kind']
  readonly clientId: string | undefined
}

/**
 * The attempt that somebody runs again: the next one of the same kind and application is its repetition, if it
 * begins while a code would live.
 */
export class Reruns {
  readonly #clock: { now(): Date }
  #waiting: { attempt: Attempt; untilMs: number } | undefined

  constructor(clock: { now(): Date }) {
    this.#clock = clock
  }

  /** Takes the place of one that still waits. */
  start(attempt: Attempt): void {
    const untilMs = this.#clock.now().getTime() + lifetimeSeconds.code * 1000
    this.#waiting = { attempt, untilMs }
  }

  /** The decision to repeat when the application asks for one; `undefined` where the seller made none. */
  consentFor(clientId: string): PastConsent | undefined {
    const attempt = this.#waitingFor({ kind: 'link', clientId })
    if (attempt?.sellerId === undefined) return undefined
    const { sellerId, code, verdict } = attempt
    if (code !== undefined) return { sellerId, decision: 'allow' }
    return verdict === 'denied' ? { sellerId, decision: 'deny' } : undefined
  }

  /** The id of the attempt that this request begins anew, once. */
  take(beginning: Beginning): number | undefined {
    const attempt = this.#waitingFor(beginning)
    if (attempt !== undefined) this.#waiting = undefined
    return attempt?.id
  }

  clear(): void {
    this.#waiting = undefined
  }

  #waitingFor({ kind, clientId }: Beginning): Attempt | undefined {
    const { attempt, untilMs = 0 } = this.#waiting ?? {}
    const isWaiting = this.#clock.now().getTime() < untilMs
    const fits = attempt?.kind === kind && attempt.clientId === clientId
    return isWaiting && fits ? attempt : undefined
  }
}
