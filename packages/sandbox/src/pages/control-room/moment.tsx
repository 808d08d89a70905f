import type { VNode } from 'preact'
import { dateTime, type Language } from '../words.ts'

/** A moment by the sandbox's clock: in UTC, which it says. Where scripts run, in the reader's time zone instead. */
export function Moment({ at, language }: { at: Date; language: Language }): VNode {
  return (
    <time dateTime={at.toISOString()} data-local>
      {dateTime(at, language)}
    </time>
  )
}
