import { FailedError } from '../failure.ts'
import { notSeen, type Sighting, seen } from './sighting.ts'
import type { TokenResponse } from './token-response.ts'

/** The service wants no more requests. What a 429 looks like was seen by chance. */
export class RateLimited extends FailedError {
  readonly sightings: readonly Sighting[]

  constructor(response: TokenResponse) {
    super('Mercado Pago receives too many requests (HTTP 429): try again later.')
    this.sightings = [bodyOf(response), retryAfterOf(response)]
  }
}

function bodyOf({ body, fields, error }: TokenResponse): Sighting {
  const said = `A 429 came, with ${Object.keys(fields).length > 0 ? `JSON (${error})` : 'text'}.`
  if (error === 'too_many_requests') return seen('rateLimitBody', 'too_many_requests', said)
  if (error === 'local_rate_limited') return seen('rateLimitBody', 'json', said)
  return body.trim() === 'local_rate_limited'
    ? seen('rateLimitBody', 'text', said)
    : notSeen('rateLimitBody', said)
}

function retryAfterOf({ headers }: TokenResponse): Sighting {
  return headers['retry-after'] === undefined
    ? seen('retryAfter', 'absent', 'A 429 came without Retry-After.')
    : seen('retryAfter', 'present', 'A 429 came with Retry-After.')
}
