import { sawNothing } from '../linked.ts'
import { seen } from '../sighting.ts'
import type { Step } from '../step.ts'

/** Uses the access token that was renewed. The new one must work, or the old one's failure means nothing. */
export const oldAccessToken: Step = {
  name: 'old-access-token',
  tells: ['renewedAccessToken'],
  async run({ service }, { link, renewed }) {
    if (link === undefined || renewed === undefined) return sawNothing(this, 'Nothing was renewed.')
    if (!(await service.accepts(renewed.accessToken))) {
      return sawNothing(this, 'The new access token is not accepted.')
    }
    const lives = await service.accepts(link.tokens.accessToken)
    const said = `After the renewal the old access token is ${lives ? 'accepted' : 'refused'}.`
    return { said, sightings: [seen('renewedAccessToken', lives ? 'lives' : 'ends', said)] }
  },
}
