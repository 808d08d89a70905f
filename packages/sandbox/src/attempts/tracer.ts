import { Log } from '../log.ts'
import type { LoggedRequest } from '../logged-request.ts'
import type { Applications } from '../registry/application.ts'
import type { Seller } from '../registry/seller.ts'
import type { Switches } from '../switches/switches.ts'
import type { Attempt } from './attempt.ts'
import type { Reruns } from './reruns.ts'
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
  readonly #reruns: Reruns
  #count = 0

  constructor(
    applications: Applications,
    sellers: readonly Seller[],
    switches: Switches,
    reruns: Reruns,
  ) {
    this.#switches = switches
    this.#reruns = reruns
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
    const trace = traceOf(this.#count, wire, this.#registered, missingMethod)
    const kind = beginningOf(trace)
    const againOf = kind && this.#reruns.take({ kind, clientId: wire.sent.get('client_id') })
    this.#log.record(againOf === undefined ? trace : { ...trace, againOf })
  }
}

/** The kind of attempt that a request can begin. */
function beginningOf({ request, grantType }: TracedRequest): Attempt['kind'] | undefined {
  if (request.path === '/authorization' && request.method === 'GET') return 'link'
  return grantType === 'refresh_token' ? 'renewal' : undefined
}
