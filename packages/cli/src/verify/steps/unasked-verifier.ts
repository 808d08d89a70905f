import { withoutCode } from '../linked.ts'
import { notSeen, type Sighting, seen } from '../sighting.ts'
import type { Step, Walker } from '../step.ts'

const without = { code_challenge: undefined, code_challenge_method: undefined }

/** Sends a verifier that belongs to no challenge. Needs an application without PKCE. */
export const unaskedVerifier: Step = {
  name: 'unasked-verifier',
  tells: ['unaskedVerifier'],
  question: 'Switch "Enable PKCE" OFF in the panel and save. Is it off? (no: leave this step out)',
  async run(walker) {
    const sighting = await verifierSighting(walker)
    await walker.person.says('Switch "Enable PKCE" ON again and save. Is it on?')
    return { said: sighting.said, sightings: [sighting] }
  },
}

async function verifierSighting({ browser, service }: Walker): Promise<Sighting> {
  const arrival = await browser.go({ parameters: () => without })
  if (arrival.how !== 'code') return notSeen('unaskedVerifier', withoutCode(arrival))
  const { tokens, error } = await service.exchange(arrival)
  if (tokens !== undefined) {
    return seen('unaskedVerifier', 'ignored', 'A verifier without a challenge is ignored.')
  }
  const said = `A verifier without a challenge is refused (${error}).`
  return /^invalid_(grant|request)$/.test(error)
    ? seen('unaskedVerifier', 'refused', said)
    : notSeen('unaskedVerifier', said)
}
