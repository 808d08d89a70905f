import type { Arrival, Arrived } from './browser.ts'
import { notSeen } from './sighting.ts'
import type { Outcome, Step, Walker } from './step.ts'
import type { Tokens } from './token-response.ts'

/** A new consent and its tokens; else why there are none. */
export async function linkedAnew({
  browser,
  service,
}: Walker): Promise<{ arrived: Arrived; tokens: Tokens } | string> {
  const arrival = await browser.go()
  if (arrival.how !== 'code') return withoutCode(arrival)
  const { tokens, error } = await service.exchange(arrival)
  return tokens === undefined
    ? `The token endpoint refused the code (${error}).`
    : { arrived: arrival, tokens }
}

/** How an attempt without a code ended, as a sentence. */
export function withoutCode(arrival: Exclude<Arrival, Arrived>): string {
  if (arrival.how === 'page') return 'The consent page showed an error page.'
  if (arrival.how === 'unknown') return 'The browser did not come back.'
  const isCode = /^[a-z_]{1,32}$/.test(arrival.error)
  return `The browser came back with an error${isCode ? ` (${arrival.error})` : ''}.`
}

/** A step saw nothing, for one reason. */
export function sawNothing({ tells }: Pick<Step, 'tells'>, why: string): Outcome {
  return { said: why, sightings: tells.map((name) => notSeen(name, why)) }
}
