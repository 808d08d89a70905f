import { randomInt } from 'node:crypto'

/** A time between half and one and a half times as long, so that machines do not act in step. */
export function jittered(ms: number): number {
  return randomInt(Math.ceil(ms / 2), Math.ceil(ms * 1.5) + 1)
}
