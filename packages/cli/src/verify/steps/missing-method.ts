import { sawNothing, withoutCode } from '../linked.ts'
import { seen } from '../sighting.ts'
import type { Outcome, Step, Walker } from '../step.ts'

/** Leaves the method of the challenge out. What it is taken for shows in the verifier that fits. */
export const missingMethod: Step = {
  name: 'missing-method',
  tells: ['missingChallengeMethod'],
  async run(walker) {
    return (
      (await triedAs('S256', walker)) ??
      (await triedAs('plain', walker)) ??
      sawNothing(this, neither)
    )
  },
}

const neither = 'A challenge without its method fits neither as S256 nor as plain.'

/** `undefined`: the challenge was not taken for this. */
async function triedAs(
  method: 'S256' | 'plain',
  { browser, service }: Walker,
): Promise<Outcome | undefined> {
  const arrival = await browser.go({
    parameters: ({ codeVerifier }) => ({
      code_challenge_method: undefined,
      ...(method === 'plain' && { code_challenge: codeVerifier }),
    }),
  })
  if (arrival.how !== 'code') return sawNothing(missingMethod, withoutCode(arrival))
  const { tokens } = await service.exchange(arrival)
  if (tokens === undefined) return undefined
  const said = `A challenge without its method is taken for ${method}.`
  return { said, sightings: [seen('missingChallengeMethod', method, said)] }
}
