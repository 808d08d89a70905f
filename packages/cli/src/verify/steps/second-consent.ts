import { linkedAnew, sawNothing } from '../linked.ts'
import { seen } from '../sighting.ts'
import type { Step } from '../step.ts'

/** The same seller consents twice. */
export const secondConsent: Step = {
  name: 'second-consent',
  tells: ['secondConsent'],
  question: 'The next step consents twice, which may end the first grant. Go on?',
  async run(walker) {
    const first = await linkedAnew(walker)
    if (typeof first === 'string') return sawNothing(this, first)
    const { accessToken } = first.tokens
    if (!(await walker.service.accepts(accessToken))) {
      return sawNothing(this, 'The first access token was not accepted to begin with.')
    }
    const second = await linkedAnew(walker)
    if (typeof second === 'string') return sawNothing(this, second)
    const lives = await walker.service.accepts(accessToken)
    const said = `After a second consent the first access token is ${lives ? 'accepted' : 'refused'}.`
    return { said, sightings: [seen('secondConsent', lives ? 'keeps' : 'ends', said)] }
  },
}
