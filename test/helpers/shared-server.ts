/** A database server, as its users need it. */
interface Server {
  readonly url: string
  end(): Promise<void>
}

/** A server that starts for its first user and ends with its last. */
export class SharedServer<S extends Server> {
  readonly #start: () => Promise<S>
  #server: Promise<S> | undefined
  #users = 0

  constructor(start: () => Promise<S>) {
    this.#start = start
    if (typeof after !== 'function') return
    // Under mocha the server stays until the last test of the run, not of the file.
    this.#users += 1
    after(() => this.leave())
  }

  /** Each use ends with one `leave()`. */
  use(): Promise<S> {
    this.#users += 1
    this.#server ??= this.#start()
    return this.#server
  }

  async leave(): Promise<void> {
    this.#users -= 1
    if (this.#users > 0) return
    const ending = await this.#server
    this.#server = undefined
    await ending?.end()
  }
}
