import { Deadline } from '../../deadline.ts'
import { StoreUnavailableError } from '../../errors.ts'
import type { TokenStore } from '../../store/token-store.ts'
import { storeCalls } from '../../trace-channels.ts'

/** How long a caller waits for the store, in one call or in several after each other. */
export class StoreDeadline {
  readonly #clientId: string
  readonly #deadline: Deadline

  constructor(clientId: string, timeoutMs: number) {
    this.#clientId = clientId
    this.#deadline = new Deadline(timeoutMs, ({ cause }) =>
      cause instanceof StoreUnavailableError ? cause : new StoreUnavailableError({ cause }),
    )
  }

  /**
   * Waits for one store call. A call that was given up may still take effect.
   *
   * @throws StoreUnavailableError when the call fails, or takes longer than is left.
   */
  for<T>(operation: keyof TokenStore, work: () => Promise<T>): Promise<T> {
    const begun = () => ({ clientId: this.#clientId, operation })
    return storeCalls.trace(begun, () => this.#deadline.for(work))
  }
}
