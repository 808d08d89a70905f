import { randomFillSync } from 'node:crypto'

/** Drawn and not yet given out. Little, so that little of what is to come lies in memory. */
const drawn = Buffer.alloc(1024)
let given = drawn.length

/**
 * Random bytes, at most 1,024, as `randomBytes` of `node:crypto` makes them. Its generator takes as long
 * for a kilobyte as for one byte, so it is asked for a kilobyte at a time; what is given is wiped here.
 */
export function randomBytes(size: number): Buffer {
  if (given + size > drawn.length) {
    randomFillSync(drawn)
    given = 0
  }
  const bytes = Buffer.from(drawn.subarray(given, given + size))
  drawn.fill(0, given, given + size)
  given += size
  return bytes
}
