/** Work that is under way, by name. A caller that asks for the same name joins it. Settled work is forgotten. */
export class Flights<T> {
  readonly #running = new Map<string, Promise<T>>()

  join(name: string, start: () => Promise<T>): Promise<T> {
    const running = this.#running.get(name)
    if (running !== undefined) return running
    const flight = start().finally(() => this.#running.delete(name))
    this.#running.set(name, flight)
    return flight
  }

  /** Resolves when all that is under way now has settled, however it did. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#running.values())
  }
}
