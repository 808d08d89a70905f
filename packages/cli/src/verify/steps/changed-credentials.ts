import { linkedAnew, sawNothing } from '../linked.ts'
import { seen } from '../sighting.ts'
import type { Step } from '../step.ts'

/** The client secret is renewed in the panel. */
export const secretChange: Step = {
  name: 'changed-credentials',
  tells: ['secretChange'],
  question:
    'The next step renews the Client Secret of the application in the panel: apps that have the old one stop. Go on?',
  async run(walker) {
    const { person, service } = walker
    const linked = await linkedAnew(walker)
    if (typeof linked === 'string') return sawNothing(this, linked)
    const { accessToken } = linked.tokens
    if (!(await service.accepts(accessToken))) {
      return sawNothing(this, 'The access token was not accepted to begin with.')
    }
    if (!(await person.says('Renew the Client Secret in the panel, at once. Is it renewed?'))) {
      return sawNothing(this, 'The Client Secret was not renewed.')
    }
    service.useSecret(await person.types('The new Client Secret'))
    const { tokens, error } = await service.clientCredentials()
    if (tokens === undefined && error === 'invalid_client') {
      return sawNothing(this, 'The new Client Secret is refused.')
    }
    const lives = await service.accepts(accessToken)
    const said = `After the Client Secret was renewed, an access token from before is ${lives ? 'accepted' : 'refused'}.`
    return { said, sightings: [seen('secretChange', lives ? 'keeps' : 'ends', said)] }
  },
}
