import { createHash } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { Applications } from '../registry/application.ts'
import type { Switches } from '../switches/switches.ts'
import type { Grant } from './grant.ts'
import { lifetimeSeconds } from './lifetime.ts'

/** When an application last used what a seller granted. */
export interface SavedCall {
  readonly clientId: string
  readonly userId: number
  readonly atMs: number
}

/** What ends a grant before its tokens expire, where Mercado Pago leaves open whether it does. */
export class GrantLife {
  readonly #lastCalls = new Map<string, SavedCall>()
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
    const { clientId, userId } = grant
    this.#lastCalls.set(keyOf(grant), { clientId, userId, atMs: this.#clock.now().getTime() })
  }

  goesOn(grant: Grant): boolean {
    return !this.#wasLeftAlone(grant) && !this.#lostItsSecret(grant)
  }

  save(): SavedCall[] {
    return [...this.#lastCalls.values()]
  }

  load(calls: readonly SavedCall[]): void {
    for (const call of calls) this.#lastCalls.set(keyOf(call), call)
  }

  #wasLeftAlone(grant: Grant): boolean {
    const lastMs = this.#lastCalls.get(keyOf(grant))?.atMs
    if (this.#switches.inactivity === 'lives' || lastMs === undefined) return false
    return this.#clock.now().getTime() - lastMs >= lifetimeSeconds.inactivity * 1000
  }

  #lostItsSecret(grant: Grant): boolean {
    if (this.#switches.secretChange === 'keeps') return false
    return grant.secretMark !== this.secretMark(grant.clientId)
  }
}

function keyOf({ clientId, userId }: Pick<Grant, 'clientId' | 'userId'>): string {
  return `${clientId} ${userId}`
}
