import type { Switches, SwitchName } from '../../../switches/switches.ts'

/** Every switch in plain words. `Backticks` mark what is code. */
export type SwitchTexts = { readonly [Name in SwitchName]: SwitchText<Switches[Name]> }

/** What a switch decides, and one sentence or two for each position. */
export interface SwitchText<Position extends string = string> {
  readonly title: string
  readonly positions: Readonly<Record<Position, string>>
}
