import { sawNothing } from '../linked.ts'
import type { Step } from '../step.ts'

/** Exchanges the code of `link` once more. No switch: that a code works once is documented. */
export const codeReuse: Step = {
  name: 'code-reuse',
  tells: [],
  question: 'The next step sends a used code, which may end its tokens. Go on?',
  async run({ service }, { link, renewed }) {
    if (link === undefined) return sawNothing(this, 'There is no used code.')
    const { accessToken } = renewed ?? link.tokens
    const before = await service.accepts(accessToken)
    const { tokens, error } = await service.exchange(link.arrived)
    const after = await service.accepts(accessToken)
    const reuse = tokens === undefined ? `was refused (${error})` : 'was ACCEPTED'
    const tell = (isAccepted: boolean) => (isAccepted ? 'accepted' : 'refused')
    return {
      said: `The used code ${reuse}. The access token was ${tell(before)} before and ${tell(after)} after.`,
      sightings: [],
    }
  },
}
