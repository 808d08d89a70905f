import { createHistogram, type RecordableHistogram } from 'node:perf_hooks'

/**
 * For how long cases keep the event loop from everything else.
 *
 * While a case runs, an immediate comes round with every turn of the loop; the longest time between two is
 * what another request would have waited. Making and shrinking cases happens between them and does not
 * count. What judges a case, and the servers it asks, run in the same turns and do count, so the packages'
 * own share is at most this. A machine that is busy with other programs inflates the delay, but hardly the
 * time that this process computed.
 */
export class LoopDelay {
  readonly #delays = createHistogram()
  readonly #computing = createHistogram()

  /** Runs a case and counts the longest turn of the loop in it. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    let isOver = false
    const turns = new Turns()
    const before = process.cpuUsage()
    function nextTurn(): void {
      if (isOver) return
      turns.end()
      setImmediate(nextTurn)
    }
    setImmediate(nextTurn)
    try {
      return await work()
    } finally {
      isOver = true
      turns.end()
      record(this.#delays, turns.longestMs)
      const { user, system } = process.cpuUsage(before)
      record(this.#computing, (user + system) / 1000)
    }
  }

  /** 99 % of the cases have no longer turn, in milliseconds. */
  get p99Ms(): number {
    return p99Ms(this.#delays)
  }

  /** The same of the processor time that this process took in a case, all its threads together. */
  get computingP99Ms(): number {
    return p99Ms(this.#computing)
  }
}

/** Turns of the loop, one after another. */
class Turns {
  longestMs = 0
  #sinceMs = performance.now()

  /** Ends one and begins the next. */
  end(): void {
    const nowMs = performance.now()
    this.longestMs = Math.max(this.longestMs, nowMs - this.#sinceMs)
    this.#sinceMs = nowMs
  }
}

function record(histogram: RecordableHistogram, ms: number): void {
  histogram.record(Math.max(1, Math.round(ms * 1e6)))
}

function p99Ms(histogram: RecordableHistogram): number {
  return Math.round(histogram.percentile(99) / 1e5) / 10
}
