import { sawNothing } from '../linked.ts'
import { seen } from '../sighting.ts'
import type { Step, Walker } from '../step.ts'

/** Tries the plain method in both spellings. The address then has the verifier in it, for this code alone. */
export const plainMethod: Step = {
  name: 'plain-method',
  tells: ['plainMethodName'],
  async run(walker) {
    const plain = await isAccepted('plain', walker)
    const capital = await isAccepted('Plain', walker)
    if (plain === undefined || capital === undefined) {
      return sawNothing(this, 'The browser did not come back.')
    }
    const said = `As a method, "plain" is ${tell(plain)} and "Plain" is ${tell(capital)}.`
    if (!plain && !capital) return sawNothing(this, said)
    const position = plain && capital ? 'either' : plain ? 'plain' : 'Plain'
    return { said, sightings: [seen('plainMethodName', position, said)] }
  },
}

/** `undefined`: nobody knows. */
async function isAccepted(
  method: string,
  { browser, service }: Walker,
): Promise<boolean | undefined> {
  const arrival = await browser.go({
    parameters: ({ codeVerifier }) => ({
      code_challenge: codeVerifier,
      code_challenge_method: method,
    }),
  })
  if (arrival.how === 'unknown') return undefined
  if (arrival.how !== 'code') return false
  return (await service.exchange(arrival)).tokens !== undefined
}

function tell(isGood: boolean): string {
  return isGood ? 'accepted' : 'refused'
}
