import type { AssertOwnForm } from '../sign-in/own-forms.ts'
import type { ShopOwner } from '../sign-in/shop-owner.ts'
import { redirectAnswer } from './answers.ts'
import type { Answer, Route, Visit } from './route.ts'

/** A visit of somebody who is signed in. */
export interface OwnersVisit extends Visit {
  readonly user: ShopOwner
}

/** For whoever is signed in; others are led to the sign-in, and back. */
export function forOwners(answer: (visit: OwnersVisit) => Promise<Answer>): Route['answer'] {
  return async function answerOwner(visit) {
    const { user } = visit
    if (user !== undefined) return await answer({ ...visit, user })
    const returnTo = pageOf(visit)
    return redirectAnswer(`/sign-in?${new URLSearchParams({ returnTo })}`)
  }
}

/** For a form of ours: what another site makes a browser send is refused. */
export function forOwnForms(
  assertOwnForm: AssertOwnForm,
  answer: Route['answer'],
): Route['answer'] {
  return async function answerOwnForm(visit) {
    assertOwnForm(visit.req.headers)
    return await answer(visit)
  }
}

/** The page itself, or that of the seller whom a form or a stream of events was about. */
function pageOf({ req }: Visit): string {
  const { method, url = '/' } = req
  if (method === 'GET' && !url.endsWith('/events')) return url
  return /^\/sellers\/\d+/.exec(url)?.[0] ?? '/'
}
