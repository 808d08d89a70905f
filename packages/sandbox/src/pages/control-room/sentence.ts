import type { FaultEndpoint } from '../../faults/fault.ts'
import type { LoggedRequest } from '../../logged-request.ts'
import type { Names } from './names.ts'
import type { ControlRoomWords } from './words/words.ts'

/** What a request did or failed to do, for readers who do not know OAuth. */
export function sentenceOf(
  request: LoggedRequest,
  names: Names,
  { events }: ControlRoomWords,
): string {
  const { clientId, sellerId, status, error, fault } = request
  const isGood = error === undefined && status !== undefined && status < 400
  const endpoint = endpointOf(request.path)
  if (endpoint === undefined) return events.other
  if (fault !== undefined && !isGood) return events.struck[endpoint]

  const parties: Parties = {
    application:
      (clientId === undefined ? undefined : names.application(clientId)) ?? events.anApplication,
    seller: (sellerId === undefined ? undefined : names.seller(sellerId)) ?? events.somebody,
  }
  return sentences[endpoint](request, isGood, parties, events)
}

interface Parties {
  application: string
  seller: string
}

type Sentence = (
  request: LoggedRequest,
  isGood: boolean,
  parties: Parties,
  events: ControlRoomWords['events'],
) => string

const sentences: Record<FaultEndpoint, Sentence> = {
  authorization({ method, error }, isGood, { application, seller }, events) {
    if (method === 'GET') {
      return isGood ? events.consentShown(application) : events.consentRefused(application)
    }
    if (error === 'consent_gone') return events.consentGone
    if (error === 'access_denied') return events.denied(application)
    return isGood ? events.allowed(application, seller) : events.notAllowed(application)
  },
  token({ grantType }, isGood, { application, seller }, events) {
    if (grantType === 'authorization_code') {
      return isGood ? events.exchanged(application, seller) : events.notExchanged(application)
    }
    if (grantType === 'refresh_token') {
      return isGood ? events.renewed(application, seller) : events.notRenewed(application)
    }
    return isGood ? events.ownToken(application) : events.noToken(application)
  },
  profile(_request, isGood, { application, seller }, events) {
    return isGood ? events.profileShown(application, seller) : events.profileRefused
  },
  checkout({ method }, isGood, { application, seller }, events) {
    if (!isGood) return events.checkoutRefused
    return method === 'POST'
      ? events.checkoutCreated(application, seller)
      : events.checkoutRead(application)
  },
}

function endpointOf(path: string): FaultEndpoint | undefined {
  if (path === '/authorization') return 'authorization'
  if (path === '/oauth/token') return 'token'
  if (path === '/users/me') return 'profile'
  return /^\/(checkout\/preferences|v1\/orders)/.test(path) ? 'checkout' : undefined
}
