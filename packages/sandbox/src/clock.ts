import { assertOption } from './option.ts'

/** How far to move the clock. The parts add up; a part left out is zero. */
export interface Duration {
  /** Of 24 hours. */
  days?: number
  /** Of 60 minutes. */
  hours?: number
  /** Of 60 seconds. */
  minutes?: number
  /** May have a fraction. */
  seconds?: number
}

interface Alarm {
  readonly atMs: number
  readonly ring: () => void
  timer?: NodeJS.Timeout
}

// Node's timers cannot wait longer.
const longestTimerMs = 2 ** 31 - 1

/** The sandbox's clock: real time plus an offset. All ages and lifetimes use it. */
export class Clock {
  readonly #alarms = new Set<Alarm>()
  #offsetMs: number
  readonly #moved: () => void

  /**
   * @param startAt - What the clock says now. Default: real time.
   * @param moved - Called after `advance()` and `reset()`.
   */
  constructor(startAt: Date = new Date(), moved: () => void = () => {}) {
    this.#moved = moved
    assertOption(!Number.isNaN(startAt.getTime()), 'startAt', 'a valid date')
    this.#offsetMs = startAt.getTime() - Date.now()
  }

  /** The sandbox's present moment. */
  now(): Date {
    return new Date(Date.now() + this.#offsetMs)
  }

  /** How far the clock is ahead of real time, in milliseconds. */
  get offsetMs(): number {
    return this.#offsetMs
  }

  /**
   * Moves the clock forward, e.g. `advance({ days: 180 })`.
   *
   * @throws RangeError with code `ERR_OUT_OF_RANGE`: only `reset()` moves it back.
   */
  advance({ days = 0, hours = 0, minutes = 0, seconds = 0 }: Duration): void {
    const forwardMs = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000
    if (!(forwardMs >= 0 && Number.isFinite(forwardMs))) {
      const error = new RangeError('the clock only moves forward')
      throw Object.assign(error, { code: 'ERR_OUT_OF_RANGE' })
    }
    this.#moveTo(this.#offsetMs + forwardMs)
  }

  /**
   * Sets the clock to real time. What was issued under the former time keeps its end: after a step back it
   * lives longer, and retries that were planned wait until then.
   */
  reset(): void {
    this.#moveTo(0)
  }

  /**
   * Calls `ring` once the clock has come to a time: at once, after `advance()`, or as real time passes. A
   * waiting alarm keeps no process alive.
   */
  setAlarm(at: Date, ring: () => void): void {
    const alarm = { atMs: at.getTime(), ring }
    this.#alarms.add(alarm)
    this.#ringOrWait(alarm)
  }

  /** Removes every alarm. The clock goes on. */
  clearAlarms(): void {
    for (const { timer } of this.#alarms) clearTimeout(timer)
    this.#alarms.clear()
  }

  #moveTo(offsetMs: number): void {
    this.#offsetMs = offsetMs
    this.#moved()
    for (const alarm of [...this.#alarms]) this.#ringOrWait(alarm)
  }

  #ringOrWait(alarm: Alarm): void {
    clearTimeout(alarm.timer)
    const waitMs = alarm.atMs - this.now().getTime()
    if (waitMs <= 0) {
      this.#alarms.delete(alarm)
      alarm.ring()
      return
    }
    const again = (): void => this.#ringOrWait(alarm)
    alarm.timer = setTimeout(again, Math.min(waitMs, longestTimerMs)).unref()
  }
}
