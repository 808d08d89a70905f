/** Why a grant is dead. `lost`: the provider renewed it, and the process or the response was lost before the save. */
export type DeathCause = 'withdrawn' | 'lost'

/** A grant that is dead, and since when the product can know it. */
export interface Death {
  readonly cause: DeathCause
  readonly at: Date
  /** When its renewal was due. */
  readonly dueAt: Date
  knownFrom?: Date
}

interface Grant {
  death?: Death
  isReported: boolean
}

/** The grants of all sellers as they are, whatever the product believes. */
export class Grants {
  readonly #bySeller = new Map<string, Grant>()

  link(sellerId: string): void {
    this.#bySeller.set(sellerId, { isReported: false })
  }

  isLinked(sellerId: string): boolean {
    return this.#bySeller.has(sellerId)
  }

  die(sellerId: string, death: Death): void {
    const grant = this.#bySeller.get(sellerId)
    if (grant === undefined || grant.death !== undefined) return
    grant.death = death
  }

  /** The product can know of a death from then on. */
  couldKnow(sellerId: string, from: Date): void {
    const death = this.#bySeller.get(sellerId)?.death
    if (death !== undefined) death.knownFrom ??= from
  }

  deathOf(sellerId: string): Death | undefined {
    return this.#bySeller.get(sellerId)?.death
  }

  report(sellerId: string): void {
    const grant = this.#bySeller.get(sellerId)
    if (grant !== undefined) grant.isReported = true
  }

  isReported(sellerId: string): boolean {
    return this.#bySeller.get(sellerId)?.isReported ?? false
  }

  alive(): string[] {
    return [...this.#bySeller].filter(([, { death }]) => !death).map(([sellerId]) => sellerId)
  }

  /** Sellers that have not been reported, dead or alive. */
  unreported(): string[] {
    return [...this.#bySeller]
      .filter(([, grant]) => !grant.isReported)
      .map(([sellerId]) => sellerId)
  }
}
