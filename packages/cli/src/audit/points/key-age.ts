import { ok, unknown, warning } from '../../doctor/finding.ts'
import type { Point } from '../point.ts'

const dayMs = 24 * 60 * 60 * 1000
/** No published requirement names a number; a year is a common period. */
const oldDays = 365

export const keyAge: Point = {
  name: 'key-age',
  looksAt: 'which key sealed each record, and when the record was written',
  async look(evidence) {
    const { keys } = await evidence.records()
    const [newest, ...others] = keys
    if (newest === undefined) {
      return [
        unknown(
          'No record is sealed.',
          'The age of a key is only known from the records that it sealed.',
          'Note when the key was made.',
        ),
      ]
    }
    const days = Math.floor((evidence.settings.clock().getTime() - newest.oldest.getTime()) / dayMs)
    const age = `The oldest record sealed with the key ${newest.keyId} is ${days} days old`
    const caveat = 'sealing anew keeps its date, so the key may be younger, or unused for longer'
    if (others.length > 0) {
      return [
        warning(
          `Records are sealed with ${keys.length} keys. ${age}; ${caveat}.`,
          'A key that was replaced must be kept as long as a record needs it.',
          'Run "sellers rewrap", then retire the other keys.',
        ),
      ]
    }
    if (days > oldDays) {
      return [
        warning(
          `${age}; ${caveat}.`,
          'The longer a key is in use, the more copies of it and of what it sealed exist.',
          'Replace it: docs/operations.md says how, without a pause.',
        ),
      ]
    }
    return [ok(`${age}; ${caveat}.`)]
  },
}
