import type { Terminal } from './terminal.ts'

const firstTell = 100
const longestSilenceMs = 5_000

/**
 * Prints the progress of long work on stderr: after 100 sellers, whenever their number has doubled, and every 5
 * seconds.
 */
export class Progress {
  readonly #terminal: Terminal
  readonly #beganMs = performance.now()
  #toldMs = this.#beganMs
  #count = 0
  #next = firstTell

  constructor(terminal: Terminal) {
    this.#terminal = terminal
  }

  get count(): number {
    return this.#count
  }

  /** One more is done. */
  step(): void {
    this.#count += 1
    const nowMs = performance.now()
    if (this.#count < this.#next && nowMs - this.#toldMs < longestSilenceMs) return
    if (this.#count >= this.#next) this.#next *= 2
    this.#toldMs = nowMs
    const sellers = this.#count === 1 ? 'seller' : 'sellers'
    this.#terminal.err(`${this.#count} ${sellers}, ${this.#rate(nowMs)} per second`)
  }

  #rate(nowMs: number): string {
    const perSecond = (this.#count * 1000) / Math.max(1, nowMs - this.#beganMs)
    return perSecond >= 10 ? perSecond.toFixed(0) : perSecond.toFixed(1)
  }
}
