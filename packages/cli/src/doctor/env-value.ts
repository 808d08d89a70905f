import { edgeOf } from '../edge.ts'
import { fault, type Observation } from './finding.ts'

const counts = 'It counts as part of the value.'

/**
 * What `.env` files and files of secrets do to a value: blanks, line breaks, quotes and comments that become part
 * of it, and unresolved references. `undefined` when no such problem is found.
 */
export function envValueTrouble(name: string, value: string): Observation | undefined {
  const trouble = quotingTrouble(name, value) ?? edgeTrouble(name, value)
  if (trouble !== undefined || !/[\s\p{Cf}]/u.test(value)) return trouble
  return fault(
    `${name} contains a blank, a line break or an invisible character.`,
    counts,
    'Remove it.',
  )
}

/** Only the beginning and the end of the value. */
export function edgeTrouble(name: string, value: string): Observation | undefined {
  const edge = edgeOf(value)
  if (edge === undefined) return undefined
  return fault(
    `${name} ${edge}.`,
    'It counts as part of the value, so the value is wrong.',
    'Remove it. It often comes from a file: a last line break, Windows line ends, or UTF-8 with a BOM.',
  )
}

/** Only quotes, references and comments. */
export function quotingTrouble(name: string, value: string): Observation | undefined {
  if (/^\s*(["'`])[\s\S]*\1\s*$/.test(value)) {
    return fault(
      `${name} has quotes around it.`,
      'They count as part of the value.',
      'Remove them. Unlike a shell, Docker and systemd keep quotes.',
    )
  }
  if (/\$\{\w+\}|^\$\w+$/.test(value)) {
    return fault(
      `${name} contains a reference ($NAME) that was not resolved.`,
      'The app uses the name of the variable as the value.',
      'Write the value itself, or load the file with a tool that resolves references.',
    )
  }
  if (/\s#/.test(value)) {
    return fault(
      `${name} has a comment (#) at its end.`,
      counts,
      'Put the comment on a separate line.',
    )
  }
  return undefined
}
