import { StoreUnavailableError } from '../../errors.ts'
import type { TokenStore } from '../../store/token-store.ts'
import { storeCalls } from '../../trace-channels.ts'

const slices = 15

/**
 * How long a caller waits for the store, in one call or in several after each other. It is counted in
 * slices: while this process is too busy to listen, one slice passes and no more.
 */
export class StoreDeadline {
  readonly #clientId: string
  readonly #sliceMs: number
  #slicesLeft = slices

  constructor(clientId: string, timeoutMs: number) {
    this.#clientId = clientId
    this.#sliceMs = timeoutMs / slices
  }

  /**
   * Waits for one store call. A call that was given up may still take effect.
   *
   * @throws StoreUnavailableError when the call fails, or takes longer than is left.
   */
  for<T>(operation: keyof TokenStore, work: () => Promise<T>): Promise<T> {
    const begun = () => ({ clientId: this.#clientId, operation })
    return storeCalls.trace(begun, () => this.#raced(work))
  }

  async #raced<T>(work: () => Promise<T>): Promise<T> {
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
      return await Promise.race([work(), over])
    } catch (error) {
      if (error instanceof StoreUnavailableError) throw error
      throw new StoreUnavailableError({ cause: error })
    } finally {
      clearTimeout(timer)
    }
  }
}
