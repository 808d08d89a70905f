import { createPkcePair } from 'mercadopago-oauth'
import { sawNothing, withoutCode } from '../linked.ts'
import { notSeen, type Sighting, seen, seenIfKnown } from '../sighting.ts'
import type { Step } from '../step.ts'

/** Sends a code with another attempt's verifier, then with its own. */
export const wrongVerifier: Step = {
  name: 'wrong-verifier',
  tells: ['wrongVerifierError', 'failedExchange'],
  async run({ browser, service }) {
    const arrival = await browser.go()
    if (arrival.how !== 'code') return sawNothing(this, withoutCode(arrival))
    const { codeVerifier } = createPkcePair()
    const wrong = await service.exchange(arrival, { code_verifier: codeVerifier })
    if (wrong.tokens !== undefined) return sawNothing(this, 'A WRONG VERIFIER WAS ACCEPTED.')
    const right = await service.exchange(arrival)
    const said = `A wrong verifier is refused (${wrong.error}).`
    return {
      said,
      sightings: [
        seenIfKnown('wrongVerifierError', wrong.error, said),
        codeAfter(right.tokens !== undefined, right.error),
      ],
    }
  },
}

function codeAfter(isAccepted: boolean, error: string): Sighting {
  if (isAccepted) return seen('failedExchange', 'keeps', 'After a wrong verifier the code works.')
  const said = `After a wrong verifier the code is refused (${error}).`
  return error === 'invalid_grant'
    ? seen('failedExchange', 'spends', said)
    : notSeen('failedExchange', said)
}
