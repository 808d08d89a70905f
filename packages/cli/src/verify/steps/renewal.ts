import { sawNothing } from '../linked.ts'
import { notSeen, type Sighting, seen } from '../sighting.ts'
import type { Step } from '../step.ts'

/** Renews the tokens of `link`. */
export const renewal: Step = {
  name: 'renewal',
  tells: ['renewalResponse'],
  async run({ service }, { link }) {
    const refreshToken = link?.tokens.refreshToken
    if (refreshToken === undefined) {
      return sawNothing(this, 'There is no refresh token: the application lacks offline_access.')
    }
    const { tokens, fields, error } = await service.refresh(refreshToken)
    if (tokens === undefined) return sawNothing(this, `The renewal was refused (${error}).`)
    return {
      said: `Renewed; ${tokens.refreshToken === undefined ? 'no' : 'a'} refresh token came with it.`,
      sightings: [responseOf(fields)],
      kept: { renewed: tokens },
    }
  },
}

const members = ['user_id', 'public_key', 'live_mode'] as const

function responseOf(fields: Readonly<Record<string, unknown>>): Sighting {
  const present = members.filter((name) => fields[name] !== undefined)
  const said = `The renewal has ${present.length > 0 ? present.join(', ') : 'none of user_id, public_key, live_mode'}.`
  if (present.length === members.length) return seen('renewalResponse', 'full', said)
  return present.length === 0
    ? seen('renewalResponse', 'sparse', said)
    : notSeen('renewalResponse', `The sandbox has no position for this: ${said}`)
}
