import { Log } from '../log.ts'
import type { LoggedRequest } from '../logged-request.ts'
import type { Applications } from '../registry/application.ts'
import type { Seller } from '../registry/seller.ts'
import type { Switches } from '../switches/switches.ts'
import type { Registered } from './shown-parameter.ts'
import {
  type ServedRequest,
  type TracedRequest,
  traceOf,
  type Wire,
  wireOf,
  wireOfConsent,
} from './traced-request.ts'

/** Keeps what the last thousand requests carried, with secrets shortened. */
export class Tracer {
  readonly #log = new Log<TracedRequest>()
  readonly #registered: Registered
  readonly #switches: Switches
  #count = 0

  constructor(applications: Applications, sellers: readonly Seller[], switches: Switches) {
    this.#switches = switches
    this.#registered = {
      isClientId: (value) => applications.find(value) !== undefined,
      isRedirectUri: (value) =>
        applications.all().some(({ redirectUris }) => redirectUris.includes(value)),
      isSeller: (value) => sellers.some(({ id }) => String(id) === value),
    }
  }

  /** Oldest first. */
  get traces(): readonly TracedRequest[] {
    return this.#log.entries
  }

  trace(request: LoggedRequest, served: ServedRequest): void {
    this.#record(wireOf(served, request))
  }

  /** A consent without a browser. */
  traceConsent(
    authorizationUrl: URL,
    redirect: string,
    about: Pick<LoggedRequest, 'clientId' | 'sellerId' | 'error' | 'at'>,
  ): void {
    const request = { method: 'GET', path: '/authorization', status: 302, ...about }
    this.#record(wireOfConsent(authorizationUrl, redirect, request))
  }

  clear(): void {
    this.#log.clear()
  }

  #record(wire: Wire): void {
    this.#count += 1
    const missingMethod = this.#switches.missingChallengeMethod
    this.#log.record(traceOf(this.#count, wire, this.#registered, missingMethod))
  }
}
