import type { Fault, FaultEndpoint } from './fault.ts'

/** The faults that have yet to strike, in the order they were asked for. */
export class FaultQueue {
  readonly #pending: Fault[] = []
  readonly #stop = new AbortController()
  readonly #changed: (pending: readonly Fault[]) => void

  /** @param changed - Receives the pending faults whenever they change. */
  constructor(changed: (pending: readonly Fault[]) => void) {
    this.#changed = changed
  }

  /** Live: grows and shrinks. */
  get pending(): readonly Fault[] {
    return this.#pending
  }

  /** Aborted when the sandbox closes: nobody waits for a slow response any more. */
  get stopped(): AbortSignal {
    return this.#stop.signal
  }

  add(fault: Fault): void {
    this.#pending.push(Object.freeze(fault))
    this.#changed([...this.#pending])
  }

  /** The first fault that fits a request; it has then struck once. */
  take(endpoint: FaultEndpoint, grantType: unknown): Fault | undefined {
    const index = this.#pending.findIndex(
      (fault) =>
        fault.endpoint === endpoint &&
        (fault.grantType === undefined || fault.grantType === grantType),
    )
    const fault = this.#pending[index]
    if (!fault) return undefined
    const left = fault.times - 1
    this.#pending.splice(index, 1, ...(left > 0 ? [Object.freeze({ ...fault, times: left })] : []))
    this.#changed([...this.#pending])
    return fault
  }

  clear(): void {
    if (this.#pending.length === 0) return
    this.#pending.length = 0
    this.#changed([])
  }

  stop(): void {
    this.#stop.abort()
  }
}
