import type { Clock } from '../clock.ts'
import type { Application } from '../registry/application.ts'
import type { Ledger } from './ledger.ts'

/** A seller allowed an application to act for them, and has not withdrawn it. */
export interface Connection {
  readonly sellerId: number
  readonly application: Application
  /** When the seller first consented. */
  readonly since: Date
}

/** What happened to a connection. */
type ConnectionChange = 'authorized' | 'deauthorized'

type Announce = (change: ConnectionChange, sellerId: number, application: Application) => void

/** Who is connected with what. Consent makes a connection, whether or not its code is exchanged. */
export class Connections {
  readonly #connections: Connection[] = []
  readonly #ledger: Ledger
  readonly #clock: Clock
  readonly #announce: Announce

  /** @param announce - Hears of every consent and every withdrawal. */
  constructor(ledger: Ledger, clock: Clock, announce: Announce) {
    this.#ledger = ledger
    this.#clock = clock
    this.#announce = announce
  }

  /** The applications of a seller, oldest connection first. */
  of(sellerId: number): Connection[] {
    return this.#connections.filter((each) => each.sellerId === sellerId)
  }

  /** The seller consented. A second consent leaves the connection as old as it is. */
  connect(sellerId: number, application: Application): void {
    if (!this.of(sellerId).some((each) => each.application === application)) {
      this.#connections.push({ sellerId, application, since: this.#clock.now() })
    }
    this.#announce('authorized', sellerId, application)
  }

  /** Ends everything between a seller and an application, or all applications. */
  withdraw(sellerId: number, clientId: string | undefined): void {
    this.#ledger.withdraw(sellerId, clientId)
    for (const connection of this.of(sellerId)) {
      const { application } = connection
      if (clientId !== undefined && application.clientId !== clientId) continue
      this.#connections.splice(this.#connections.indexOf(connection), 1)
      this.#announce('deauthorized', sellerId, application)
    }
  }
}
