import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { ExpiringMap } from '../grants/expiring-map.ts'
import type { AuthorizationRequest } from './authorization-request.ts'

const lifetimeSeconds = 600
const mostRemembered = 1000

/** A consent that nobody can decide any more. */
export interface ClosedConsent {
  /** `unknown` after a restart, or when a thousand others came later. */
  readonly reason: 'used' | 'expired' | 'unknown'
  /** Of its authorization request; absent when that is unknown. */
  readonly redirectUri?: string
}

/** The authorization requests whose consent page was shown. Each can be decided once, within ten minutes. */
export class OpenConsents {
  readonly #open: ExpiringMap<AuthorizationRequest>
  readonly #used: ExpiringMap<AuthorizationRequest>

  constructor(clock: Clock) {
    this.#open = new ExpiringMap(clock, mostRemembered)
    this.#used = new ExpiringMap(clock, mostRemembered)
  }

  /** Returns the id of the consent. */
  add(request: AuthorizationRequest): string {
    const id = randomUUID()
    this.#open.set(id, request, lifetimeSeconds)
    return id
  }

  find(id: string): AuthorizationRequest | undefined {
    return this.#open.get(id)
  }

  /** Returns an open consent and closes it. */
  take(id: string): AuthorizationRequest | undefined {
    const request = this.#open.get(id)
    if (!request) return undefined
    this.#open.take(id)
    this.#used.set(id, request, lifetimeSeconds)
    return request
  }

  /** Says why a consent is not open. */
  whyClosed(id: string): ClosedConsent {
    const used = this.#used.get(id) ?? this.#used.findExpired(id)
    if (used) return { reason: 'used', redirectUri: used.redirectUri }
    const expired = this.#open.findExpired(id)
    if (expired) return { reason: 'expired', redirectUri: expired.redirectUri }
    return { reason: 'unknown' }
  }
}
