import { linkedAnew, sawNothing } from '../linked.ts'
import { seenIfKnown } from '../sighting.ts'
import type { Step } from '../step.ts'

/** The seller withdraws the application. */
export const withdrawal: Step = {
  name: 'withdrawal',
  tells: ['withdrawnGrant'],
  question: 'The next step withdraws the application in the account of the test user. Go on?',
  async run(walker) {
    const { person, service } = walker
    const linked = await linkedAnew(walker)
    if (typeof linked === 'string') return sawNothing(this, linked)
    const { refreshToken, accessToken } = linked.tokens
    if (refreshToken === undefined) return sawNothing(this, 'There is no refresh token.')
    if (!(await person.says('Withdraw the application in that account. Is it withdrawn?'))) {
      return sawNothing(this, 'The application was not withdrawn.')
    }
    const lives = await service.accepts(accessToken)
    const { tokens, error } = await service.refresh(refreshToken)
    if (tokens !== undefined) return sawNothing(this, 'A withdrawn refresh token was ACCEPTED.')
    const said = `After the withdrawal the access token is ${lives ? 'accepted' : 'refused'}, and the refresh token is refused (${error}).`
    return { said, sightings: [seenIfKnown('withdrawnGrant', error, said)] }
  },
}
