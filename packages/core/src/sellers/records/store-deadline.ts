import { Deadline } from '../../deadline.ts'
import { StoreUnavailableError } from '../../errors.ts'

/** How long a caller waits for the store. Its calls throw `StoreUnavailableError`, and nothing else. */
export class StoreDeadline extends Deadline {
  constructor(timeoutMs: number) {
    super(timeoutMs, ({ cause }) =>
      cause instanceof StoreUnavailableError ? cause : new StoreUnavailableError({ cause }),
    )
  }
}
