import { assertOption } from '../option.ts'
import { type SwitchEntry, switchTable } from './switch-table.ts'

/** The name of a switch. */
export type SwitchName = keyof typeof switchTable

/** The position of every switch. Live: assign one, and the next request sees it. */
export type Switches = {
  -readonly [Name in SwitchName]: (typeof switchTable)[Name]['values'][number]
}

/** Receives each switch whose position changes. */
type SwitchListener = (name: SwitchName, value: string) => void

/**
 * Switches that check what they are assigned.
 *
 * @param chosen - Those that are not at their default.
 * @throws TypeError with code `ERR_INVALID_ARG_VALUE`, now and at any assignment.
 */
export function createSwitches(chosen: Partial<Switches>, changed: SwitchListener): Switches {
  const positions = defaultPositions()
  const switches = new Proxy(positions, {
    set(_target, name, value) {
      assertPosition(name, value)
      if (positions[name] === value) return true
      Object.assign(positions, { [name]: value })
      changed(name, value)
      return true
    },
    defineProperty: () => false,
    deleteProperty: () => false,
  })
  for (const [name, value] of Object.entries(chosen)) {
    assertPosition(name, value)
    Object.assign(positions, { [name]: value })
  }
  return switches
}

/**
 * Assigns several, or none of them when one is wrong.
 *
 * @throws TypeError with code `ERR_INVALID_ARG_VALUE`.
 */
export function setSwitches(switches: Switches, positions: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(positions)) assertPosition(name, value)
  Object.assign(switches, positions)
}

/** The position of every switch that nobody touched. */
export function defaultPositions(): Switches {
  const entries: [string, SwitchEntry][] = Object.entries(switchTable)
  return Object.fromEntries(entries.map(([name, { values }]) => [name, values[0]])) as Switches
}

/** @throws TypeError with code `ERR_INVALID_ARG_VALUE`. */
export function assertPosition(name: string | symbol, value: unknown): asserts name is SwitchName {
  const entries = new Map<string | symbol, SwitchEntry>(Object.entries(switchTable))
  const entry = entries.get(name)
  assertOption(entry !== undefined, `switches.${String(name)}`, 'the name of a switch')
  assertOption(
    typeof value === 'string' && entry.values.includes(value),
    `switches.${String(name)}`,
    `one of ${entry.values.join(', ')}`,
  )
}
