/** A clock that stands still until it is moved. */
export class MovableClock {
  #nowMs: number

  constructor(now = '2026-11-21T12:00:00.000Z') {
    this.#nowMs = Date.parse(now)
  }

  /** To be passed as the option `clock`. */
  readonly read = (): Date => new Date(this.#nowMs)

  /** The time so many seconds from now. */
  after(seconds: number): Date {
    return new Date(this.#nowMs + seconds * 1000)
  }

  advance(seconds: number): void {
    this.#nowMs += seconds * 1000
  }
}
