import type { AssertOwnForm } from '../sign-in/own-forms.ts'
import type { ShopOwner } from '../sign-in/shop-owner.ts'
import { redirectReply } from './replies.ts'
import type { Reply, Route, Visit } from './route.ts'

/** A visit by a signed-in user. */
export interface OwnersVisit extends Visit {
  readonly user: ShopOwner
}

/** For signed-in users. Other visitors are sent to the sign-in page and then back. */
export function forOwners(respond: (visit: OwnersVisit) => Promise<Reply>): Route['respond'] {
  return async function respondToOwner(visit) {
    const { user } = visit
    if (user !== undefined) return await respond({ ...visit, user })
    const returnTo = pageOf(visit)
    return redirectReply(`/sign-in?${new URLSearchParams({ returnTo })}`)
  }
}

/** For a form of ours: what another site makes a browser send is refused. */
export function forOwnForms(
  assertOwnForm: AssertOwnForm,
  respond: Route['respond'],
): Route['respond'] {
  return async function respondToOwnForm(visit) {
    assertOwnForm(visit.req.headers)
    return await respond(visit)
  }
}

/** The page itself, or the seller's page if the request was for a form or an event stream. */
function pageOf({ req }: Visit): string {
  const { method, url = '/' } = req
  if (method === 'GET' && !url.endsWith('/events')) return url
  return /^\/sellers\/\d+/.exec(url)?.[0] ?? '/'
}
