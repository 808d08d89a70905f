import { createState } from 'mercadopago-oauth'
import type { Arrival, Difference } from '../browser.ts'
import { sawNothing, withoutCode } from '../linked.ts'
import { seen } from '../sighting.ts'
import type { Outcome, Step } from '../step.ts'

/** Leaves `platform_id` out. */
export const platform: Step = {
  name: 'platform',
  tells: ['platformId'],
  async run({ browser }) {
    const arrival = await browser.go({ parameters: () => ({ platform_id: undefined }) })
    if (arrival.how === 'code') return sawCode('platformId', 'ignored', 'Without platform_id')
    return arrival.how === 'page'
      ? sawPage('platformId', 'required', 'Without platform_id')
      : sawNothing(this, withoutCode(arrival))
  },
}

/** Sends a state of 344 characters. */
export const longState: Step = {
  name: 'long-state',
  tells: ['longState'],
  async run({ browser }) {
    const state = Array.from({ length: 8 }, createState).join('')
    return acceptance(
      'longState',
      `With a state of ${state.length} characters`,
      await browser.go({ state }),
    )
  },
}

/** Uses a registered redirect URI with plain http. */
export const httpRedirect: Step = {
  name: 'http-redirect',
  tells: ['plainHttpRedirect'],
  async run({ browser, settings }) {
    const { redirectUri, httpRedirectUri } = settings
    if (redirectUri.startsWith('http:')) {
      const said = 'The redirect URI of this walk is plain http.'
      return { said, sightings: [seen('plainHttpRedirect', 'accepted', said)] }
    }
    if (httpRedirectUri === undefined) {
      return sawNothing(this, 'No plain http redirect URI was given (--http-redirect-uri).')
    }
    const difference: Difference = { redirectUri: httpRedirectUri }
    return acceptance(
      'plainHttpRedirect',
      'With a plain http redirect URI',
      await browser.go(difference),
    )
  },
}

/** Uses a registered redirect URI with a query. */
export const queryRedirect: Step = {
  name: 'query-redirect',
  tells: ['redirectQuery'],
  async run({ browser, settings }) {
    const { queryRedirectUri } = settings
    if (queryRedirectUri === undefined) {
      return sawNothing(this, 'No redirect URI with a query was given (--query-redirect-uri).')
    }
    const difference: Difference = { redirectUri: queryRedirectUri }
    return acceptance(
      'redirectQuery',
      'With a query in the redirect URI',
      await browser.go(difference),
    )
  },
}

type Accepting = 'longState' | 'plainHttpRedirect' | 'redirectQuery'

function acceptance(name: Accepting, what: string, arrival: Arrival): Outcome {
  if (arrival.how === 'code') return sawCode(name, 'accepted', what)
  if (arrival.how === 'page') return sawPage(name, 'refused', what)
  return sawNothing({ tells: [name] }, withoutCode(arrival))
}

function sawCode(
  name: Accepting | 'platformId',
  position: 'accepted' | 'ignored',
  what: string,
): Outcome {
  const said = `${what} a code came back.`
  return { said, sightings: [{ name, position, said }] }
}

function sawPage(
  name: Accepting | 'platformId',
  position: 'refused' | 'required',
  what: string,
): Outcome {
  const said = `${what} there is an error page.`
  return { said, sightings: [{ name, position, said }] }
}
