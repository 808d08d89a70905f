import { createHash } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { Applications } from '../registry/application.ts'
import type { Switches } from '../switches/switches.ts'
import type { Grant } from './grant.ts'
import { lifetimeSeconds } from './lifetime.ts'

/** What ends a grant before its tokens expire, where Mercado Pago leaves open whether it does. */
export class GrantLife {
  readonly #lastCalls = new Map<string, number>()
  readonly #applications: Applications
  readonly #switches: Switches
  readonly #clock: Clock

  constructor(applications: Applications, switches: Switches, clock: Clock) {
    this.#applications = applications
    this.#switches = switches
    this.#clock = clock
  }

  /** For `Grant.secretMark`: the same as long as the client secret is. */
  secretMark(clientId: string): string {
    const secret = this.#applications.find(clientId)?.clientSecret ?? ''
    return createHash('sha256').update(secret).digest('base64url').slice(0, 16)
  }

  /** The application used what the seller granted: another 120 days. */
  called(grant: Grant): void {
    this.#lastCalls.set(keyOf(grant), this.#clock.now().getTime())
  }

  goesOn(grant: Grant): boolean {
    return !this.#wasLeftAlone(grant) && !this.#lostItsSecret(grant)
  }

  #wasLeftAlone(grant: Grant): boolean {
    const lastMs = this.#lastCalls.get(keyOf(grant))
    if (this.#switches.inactivity === 'lives' || lastMs === undefined) return false
    return this.#clock.now().getTime() - lastMs >= lifetimeSeconds.inactivity * 1000
  }

  #lostItsSecret(grant: Grant): boolean {
    if (this.#switches.secretChange === 'keeps') return false
    return grant.secretMark !== this.secretMark(grant.clientId)
  }
}

function keyOf({ clientId, userId }: Grant): string {
  return `${clientId} ${userId}`
}
