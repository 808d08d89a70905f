import { sawNothing, withoutCode } from '../linked.ts'
import { seen } from '../sighting.ts'
import type { Step } from '../step.ts'

const without = { code_challenge: undefined, code_challenge_method: undefined }

/** Leaves the challenge out, which only an application with "Enable PKCE" minds. */
export const missingChallenge: Step = {
  name: 'missing-challenge',
  tells: ['missingChallenge'],
  async run({ browser, service }) {
    const arrival = await browser.go({ parameters: () => without })
    if (arrival.how === 'page') {
      const said = 'Without a challenge there is an error page.'
      return { said, sightings: [seen('missingChallenge', 'page', said)] }
    }
    if (arrival.how !== 'code') return sawNothing(this, withoutCode(arrival))
    const { tokens, error, body } = await service.exchange(arrival, { code_verifier: undefined })
    if (tokens !== undefined) {
      return sawNothing(
        this,
        'The application does not demand PKCE: see "Enable PKCE" in the panel.',
      )
    }
    const said = `Without a challenge there is consent, and then a refusal (${error}).`
    return body.includes('code_verifier')
      ? { said, sightings: [seen('missingChallenge', 'token', said)] }
      : sawNothing(this, said)
  },
}
