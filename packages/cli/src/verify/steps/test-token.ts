import { sawNothing, withoutCode } from '../linked.ts'
import { notSeen, type Sighting, seen, seenIfKnown } from '../sighting.ts'
import type { Link, Step } from '../step.ts'
import type { TokenResponse } from '../token-response.ts'

/** What distinguishes a test token from others. */
interface Mark {
  readonly prefix: string
  readonly liveMode: unknown
}

/** Asks for a test token, and renews it without asking again. */
export const testToken: Step = {
  name: 'test-token',
  tells: ['testTokenPrefix', 'testTokenLiveMode', 'testTokenRenewal'],
  async run({ browser, service }, { link }) {
    const arrival = await browser.go()
    if (arrival.how !== 'code') return sawNothing(this, withoutCode(arrival))
    const test = await service.exchange(arrival, { test_token: 'true' })
    if (test.tokens === undefined) {
      return sawNothing(this, `A request with test_token was refused (${test.error}).`)
    }
    const { refreshToken } = test.tokens
    const renewed = refreshToken === undefined ? undefined : await service.refresh(refreshToken)
    const mark = markOf(test)
    return {
      said: 'A test token was requested and renewed.',
      sightings: [
        seenIfKnown('testTokenPrefix', mark.prefix, 'So the tokens of a test_token request begin.'),
        liveModeOf(mark.liveMode),
        renewalOf(mark, renewed, link),
      ],
    }
  },
}

function markOf({ tokens, fields }: TokenResponse): Mark {
  return { prefix: prefixOf(tokens?.accessToken ?? ''), liveMode: fields.live_mode }
}

function prefixOf(token: string): string {
  return /^(APP_USR|TEST)-/.exec(token)?.[1] ?? 'another'
}

function liveModeOf(value: unknown): Sighting {
  return typeof value === 'boolean'
    ? seen('testTokenLiveMode', value ? 'true' : 'false', `live_mode is ${value}.`)
    : notSeen('testTokenLiveMode', 'The response has no live_mode.')
}

function renewalOf(
  test: Mark,
  renewed: TokenResponse | undefined,
  link: Link | undefined,
): Sighting {
  if (renewed?.tokens === undefined) return notSeen('testTokenRenewal', 'It was not renewed.')
  const now = markOf(renewed)
  const before: Mark = {
    prefix: prefixOf(link?.tokens.accessToken ?? ''),
    liveMode: link?.liveMode,
  }
  // Only a mark that an ordinary token does not have says anything.
  if (test.prefix !== before.prefix) return comparison(now.prefix === test.prefix, 'prefix')
  if (test.liveMode !== before.liveMode && now.liveMode !== undefined) {
    return comparison(now.liveMode === test.liveMode, 'live_mode')
  }
  return notSeen('testTokenRenewal', 'Nothing tells a test token from another one.')
}

function comparison(isSame: boolean, mark: string): Sighting {
  return isSame
    ? seen('testTokenRenewal', 'remembered', `The renewed token has the ${mark} of a test token.`)
    : seen('testTokenRenewal', 'repeated', `The renewed token has the ${mark} of another token.`)
}
