const slices = 15

/** The error that a failure is turned into. `cause` is absent where the time was over. */
export type Unavailable = (detail: { cause?: unknown }) => Error

/**
 * How long a caller waits for something outside, in one call or in several after each other. It is counted in
 * slices: while this process is too busy to listen, one slice passes and no more.
 */
export class Deadline {
  readonly #sliceMs: number
  readonly #unavailable: Unavailable
  #slicesLeft = slices

  constructor(timeoutMs: number, unavailable: Unavailable) {
    this.#sliceMs = timeoutMs / slices
    this.#unavailable = unavailable
  }

  /** Waits for one call. Throws `unavailable` when it fails or takes longer than is left; it may still take effect. */
  async for<T>(work: () => Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined
    let isOver = false
    const over = new Promise<never>((_, reject) => {
      const wait = () => {
        if (this.#slicesLeft <= 0) {
          isOver = true
          return reject(this.#unavailable({}))
        }
        timer = setTimeout(() => {
          this.#slicesLeft -= 1
          wait()
        }, this.#sliceMs)
      }
      wait()
    })
    try {
      return await Promise.race([work(), over])
    } catch (error) {
      throw isOver ? error : this.#unavailable({ cause: error })
    } finally {
      clearTimeout(timer)
    }
  }
}
