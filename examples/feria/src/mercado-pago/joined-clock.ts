const everyMs = 1_000
/** What a request takes. A clock that was never moved is not moved by it. */
const toleranceMs = 2_000

/** The clock of a sandbox in another process: real time, and how far that one has been moved. */
export class JoinedClock {
  readonly #url: string
  #offsetMs = 0
  #timer: NodeJS.Timeout | undefined

  constructor(sandboxUrl: string) {
    this.#url = `${sandboxUrl}/sandbox/api/clock`
  }

  now(): Date {
    return new Date(Date.now() + this.#offsetMs)
  }

  /** Resolves when it has been read once; then reads it every second, until it is stopped. */
  async follow(): Promise<void> {
    await this.#read()
    // It keeps no process alive.
    this.#timer = setInterval(() => void this.#read(), everyMs).unref()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  async #read(): Promise<void> {
    try {
      const response = await fetch(this.#url, { signal: AbortSignal.timeout(everyMs) })
      const { now } = (await response.json()) as { now: string }
      const offsetMs = new Date(now).getTime() - Date.now()
      if (Number.isNaN(offsetMs)) return
      const isMoved = Math.abs(offsetMs - this.#offsetMs) > toleranceMs
      if (isMoved) this.#offsetMs = offsetMs
    } catch {
      // A sandbox that is away for a moment has moved no clock.
    }
  }
}
