import { assertOption } from './option.ts'

/** How far to move the clock. The parts add up; a part left out is zero. */
export interface Duration {
  days?: number
  hours?: number
  minutes?: number
  seconds?: number
}

/** The sandbox's clock: real time plus an offset. Ages and lifetimes are judged by it alone. */
export class Clock {
  #offsetMs: number

  /** @param startAt - What the clock says now. Default: real time. */
  constructor(startAt: Date = new Date()) {
    assertOption(!Number.isNaN(startAt.getTime()), 'startAt', 'a valid date')
    this.#offsetMs = startAt.getTime() - Date.now()
  }

  /** The sandbox's present moment. */
  now(): Date {
    return new Date(Date.now() + this.#offsetMs)
  }

  /**
   * Moves the clock forward, e.g. `advance({ days: 180 })`.
   *
   * @throws RangeError with code `ERR_OUT_OF_RANGE`: time does not run backwards here.
   */
  advance({ days = 0, hours = 0, minutes = 0, seconds = 0 }: Duration): void {
    const forwardMs = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000
    if (!(forwardMs >= 0 && Number.isFinite(forwardMs))) {
      const error = new RangeError('the clock only moves forward')
      throw Object.assign(error, { code: 'ERR_OUT_OF_RANGE' })
    }
    this.#offsetMs += forwardMs
  }
}
