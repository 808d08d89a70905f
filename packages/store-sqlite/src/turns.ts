/** One after the other, in the order they asked. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve()

  /** Runs the work when all before it have ended, well or badly. */
  take<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work)
    this.#last = turn.catch(() => undefined)
    return turn
  }
}
