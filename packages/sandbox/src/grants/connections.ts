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

type Announce = (change: ConnectionChange, connection: Connection) => void

/** Who is connected with what. Consent makes a connection, whether or not its code is exchanged. */
export class Connections {
  readonly #connections: Connection[] = []
  readonly #ledger: Ledger
  readonly #clock: Clock
  readonly #announce: Announce

  /** @param announce - Receives every consent and every withdrawal. */
  constructor(ledger: Ledger, clock: Clock, announce: Announce) {
    this.#ledger = ledger
    this.#clock = clock
    this.#announce = announce
  }

  /** Oldest first. */
  all(): readonly Connection[] {
    return this.#connections
  }

  /** The applications of a seller, oldest connection first. */
  of(sellerId: number): Connection[] {
    return this.#connections.filter((each) => each.sellerId === sellerId)
  }

  isConnected(sellerId: number, application: Application): boolean {
    return this.of(sellerId).some((each) => each.application === application)
  }

  /** Puts back what was saved. Nobody is told. */
  load(connection: Connection): void {
    this.#connections.push(connection)
  }

  /** The seller consented. A second consent leaves the connection as old as it is. */
  connect(sellerId: number, application: Application): void {
    const old = this.of(sellerId).find((each) => each.application === application)
    const connection = old ?? { sellerId, application, since: this.#clock.now() }
    if (!old) this.#connections.push(connection)
    this.#announce('authorized', connection)
  }

  /** Ends everything between a seller and an application, or all applications. */
  withdraw(sellerId: number, clientId: string | undefined): void {
    this.#ledger.withdraw(sellerId, clientId)
    for (const connection of this.of(sellerId)) {
      const { application } = connection
      if (clientId !== undefined && application.clientId !== clientId) continue
      this.#connections.splice(this.#connections.indexOf(connection), 1)
      this.#announce('deauthorized', connection)
    }
  }
}
