import { sawNothing, withoutCode } from '../linked.ts'
import { seen } from '../sighting.ts'
import type { Step } from '../step.ts'

/** The second test user declines: a user who has already consented may not be asked again. */
export const denial: Step = {
  name: 'denial',
  tells: ['denial'],
  async run({ browser, person }) {
    const arrival = await browser.go({ decision: 'decline' })
    if (arrival.how === 'error') {
      const said = withoutCode(arrival)
      return { said, sightings: [seen('denial', 'redirect', said)] }
    }
    const isSilent =
      arrival.how === 'unknown' &&
      (await person.says('Did you decline, and did the browser stay at Mercado Pago?'))
    if (isSilent) {
      const said = 'After the denial the browser stayed at Mercado Pago.'
      return { said, sightings: [seen('denial', 'silent', said)] }
    }
    const why = arrival.how === 'code' ? 'The request was accepted.' : withoutCode(arrival)
    return sawNothing(this, `Nothing was declined: ${why}`)
  },
}
