import fc from 'fast-check'
import { type SwitchEntry, type Switches, switchTable } from 'mercadopago-oauth-sandbox'
import type { Report } from '../reliability/report.ts'
import { type ExplorationOptions, explore } from './exploration.ts'
import { type LifeCase, liveSellerLife } from './seller-life.ts'

/** Every switch that is not at its default, one at a time. */
export const singleSwitches: readonly (readonly [string, Partial<Switches>])[] = Object.entries(
  switchTable,
).flatMap(([name, { values }]: [string, SwitchEntry]) =>
  values.slice(1).map((value) => [`${name}, ${value}`, { [name]: value }] as const),
)

const positions: Record<string, fc.Arbitrary<string>> = Object.fromEntries(
  Object.entries(switchTable).map(([name, { values }]) => [name, fc.constantFrom(...values)]),
)

const lives = fc.record({
  switches: fc.record(positions, { requiredKeys: [] }),
  testToken: fc.boolean(),
}) as fc.Arbitrary<LifeCase>

/** Under any set of switches no seller is lost. A case that shows a fault is cut down to its fewest switches. */
export function sellerLives(options: ExplorationOptions): Promise<Report> {
  const attempt = async (one: LifeCase): Promise<string> => {
    await liveSellerLife(one)
    return one.testToken ? 'test credentials' : 'production credentials'
  }
  return explore({ run: 'seller lives', cases: lives, attempt }, options)
}
