import { sawNothing } from '../linked.ts'
import { seen } from '../sighting.ts'
import type { Step } from '../step.ts'

/** Sends the refresh token that was renewed once more. */
export const oldRefreshToken: Step = {
  name: 'old-refresh-token',
  tells: ['refreshToken'],
  question: 'The next step sends a refresh token twice, which may end this grant. Go on?',
  async run({ service }, { link, renewed }) {
    const old = link?.tokens.refreshToken
    if (old === undefined || renewed === undefined) return sawNothing(this, 'Nothing was renewed.')
    const isNew = renewed.refreshToken !== undefined && renewed.refreshToken !== old
    const { tokens, error } = await service.refresh(old)
    if (tokens === undefined && !isNew) {
      return sawNothing(this, `No new refresh token came, and the old one was refused (${error}).`)
    }
    if (tokens !== undefined) {
      const said = `The old refresh token works again; the renewal gave ${isNew ? 'a new' : 'no new'} one.`
      return { said, sightings: [seen('refreshToken', isNew ? 'reusable' : 'kept', said)] }
    }
    const lives = await service.accepts(renewed.accessToken)
    const said = `The old refresh token was refused (${error}); after that the new access token is ${lives ? 'accepted' : 'refused'}.`
    return { said, sightings: [seen('refreshToken', 'rotates', said)] }
  },
}
