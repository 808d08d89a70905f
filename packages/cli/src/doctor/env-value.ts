import { fault, type Observation } from './finding.ts'

/**
 * What `.env` files do to a value: quotes, comments and blanks that become part of it, and references that
 * nobody resolved. `undefined` when nothing of that shows.
 */
export function envValueTrouble(name: string, value: string): Observation | undefined {
  const trouble = quotingTrouble(name, value)
  if (trouble !== undefined || !/\s/.test(value)) return trouble
  return fault(
    `${name} has blanks or line ends in it.`,
    'They count as a part of the value.',
    'Remove them; a file with Windows line ends leaves one behind every value.',
  )
}

/** The same without the blanks. */
export function quotingTrouble(name: string, value: string): Observation | undefined {
  if (/^\s*(["'`])[\s\S]*\1\s*$/.test(value)) {
    return fault(
      `${name} has quotes around it.`,
      'They count as a part of the value.',
      'Remove them: Docker and systemd, unlike a shell, keep quotes.',
    )
  }
  if (/\$\{\w+\}|^\$\w+$/.test(value)) {
    return fault(
      `${name} holds a reference ($NAME) that was not resolved.`,
      'Its name stands in place of the value.',
      'Write the value itself, or load the file with something that resolves references.',
    )
  }
  if (/\s#/.test(value)) {
    return fault(
      `${name} has a comment (#) behind it.`,
      'It counts as a part of the value.',
      'Put the comment on a line of its own.',
    )
  }
  return undefined
}
