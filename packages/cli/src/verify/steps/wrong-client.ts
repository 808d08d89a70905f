import { randomBytes } from 'node:crypto'
import { sawNothing } from '../linked.ts'
import { notSeen, type Sighting, seen, seenIfKnown } from '../sighting.ts'
import type { Step } from '../step.ts'
import type { TokenResponse } from '../token-response.ts'

/** Asks for the application's own token with a made-up client secret. */
export const wrongClient: Step = {
  name: 'wrong-client',
  tells: ['errorShape', 'invalidClientStatus'],
  async run({ service }) {
    const response = await service.clientCredentials({
      client_secret: randomBytes(16).toString('hex'),
    })
    if (response.tokens !== undefined) {
      return sawNothing(this, 'A made-up client secret was accepted.')
    }
    const said = `A made-up client secret is refused (HTTP ${response.status}, ${response.error}).`
    return { said, sightings: [shapeOf(response), statusOf(response, said)] }
  },
}

function shapeOf({ fields }: TokenResponse): Sighting {
  const names = ['error', 'errorKey', 'code', 'message', 'error_description', 'status', 'cause']
  const present = names.filter((name) => fields[name] !== undefined)
  const said = `A refusal has the fields ${present.join(', ') || '(none of those known)'}.`
  if (present.includes('errorKey')) return seen('errorShape', 'errorKey', said)
  if (!present.includes('error')) return notSeen('errorShape', said)
  if (present.includes('message')) return seen('errorShape', 'error', said)
  return present.includes('error_description')
    ? seen('errorShape', 'error_description', said)
    : notSeen('errorShape', said)
}

function statusOf({ status, error }: TokenResponse, said: string): Sighting {
  return error === 'invalid_client'
    ? seenIfKnown('invalidClientStatus', String(status), said)
    : notSeen('invalidClientStatus', said)
}
