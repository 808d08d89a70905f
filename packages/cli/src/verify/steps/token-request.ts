import { sawNothing } from '../linked.ts'
import { notSeen, type Sighting, seen } from '../sighting.ts'
import type { Step } from '../step.ts'
import type { TokenResponse } from '../token-response.ts'

/** Asks for the application's own token with more than is asked for: no grant of a seller is touched. */
export const tokenRequest: Step = {
  name: 'token-request',
  tells: ['unknownFields', 'queryParameters'],
  async run({ service }) {
    const plain = await service.clientCredentials()
    if (plain.tokens === undefined) {
      return sawNothing(this, `The flow client_credentials is refused (${plain.error}).`)
    }
    const withField = await service.clientCredentials({ state: 'verify-live' })
    const withQuery = await service.clientCredentials({}, '?from=verify-live')
    return {
      said: 'Tried with the flow client_credentials.',
      sightings: [
        excessOf('unknownFields', 'A token request with a field more', withField),
        excessOf('queryParameters', 'A token request with a query', withQuery),
      ],
    }
  },
}

function excessOf(
  name: 'unknownFields' | 'queryParameters',
  what: string,
  { tokens, error }: TokenResponse,
): Sighting {
  if (tokens !== undefined) return seen(name, 'ignored', `${what} is accepted.`)
  const said = `${what} is refused (${error}).`
  return error === 'invalid_request' ? seen(name, 'refused', said) : notSeen(name, said)
}
