import { type Position, type SwitchName, switchPositions } from './switch-positions.ts'

/** What a step saw of one switch, or why it saw nothing. No field holds a secret. */
export interface Sighting {
  readonly name: SwitchName
  /** `undefined`: not seen. */
  readonly position: string | undefined
  /** One sentence: what was seen, or why nothing was. */
  readonly said: string
}

export function seen<Name extends SwitchName>(
  name: Name,
  position: Position<Name>,
  said: string,
): Sighting {
  return { name, position, said }
}

export function notSeen(name: SwitchName, why: string): Sighting {
  return { name, position: undefined, said: why }
}

/** The observation is one of the sandbox's positions, or none of them. */
export function seenIfKnown(name: SwitchName, position: string, said: string): Sighting {
  const known: readonly string[] = switchPositions[name]
  return known.includes(position)
    ? { name, position, said }
    : notSeen(name, `The sandbox has no position for what was seen. ${said}`)
}
