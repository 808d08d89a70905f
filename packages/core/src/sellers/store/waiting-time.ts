import { StoreUnavailableError } from '../../errors.ts'

const slices = 15

/**
 * How long the store may still be waited for, in one call or in several after each other. It is counted
 * in slices: while this process itself is too busy to listen, one of them goes by and no more.
 */
export class WaitingTime {
  readonly #sliceMs: number
  #slicesLeft = slices

  constructor(timeoutMs: number) {
    this.#sliceMs = timeoutMs / slices
  }

  /** @throws StoreUnavailableError when the time is over first; the work may still take effect. */
  async for<T>(work: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined
    const over = new Promise<never>((_, reject) => {
      const wait = () => {
        if (this.#slicesLeft <= 0) return reject(new StoreUnavailableError())
        timer = setTimeout(() => {
          this.#slicesLeft -= 1
          wait()
        }, this.#sliceMs)
      }
      wait()
    })
    try {
      return await Promise.race([work, over])
    } finally {
      clearTimeout(timer)
    }
  }
}
