import { takeNotice } from '../notices/notice.ts'
import { HomePage } from '../pages/home.tsx'
import { SignInPage } from '../pages/sign-in.tsx'
import { SignOutPage } from '../pages/sign-out.tsx'
import { WelcomePage } from '../pages/welcome.tsx'
import { ownPath } from '../sign-in/own-path.ts'
import { shopOwner } from '../sign-in/shop-owner.ts'
import { readForm } from './form.ts'
import { forOwnForms } from './gates.ts'
import type { Parts } from './parts.ts'
import { queryOf } from './query.ts'
import { pageReply, redirectReply } from './replies.ts'
import type { Route, Visit } from './route.ts'
import { viewOf } from './view-of.ts'

/** The first page and the sign-in. */
export function entranceRoutes(parts: Parts): Route[] {
  const { site, sellers, profiles, sessions, assertOwnForm } = parts

  async function home(visit: Visit) {
    const view = viewOf(visit, site, '/')
    const notice = takeNotice(visit.req, visit.res)
    if (visit.user === undefined) return pageReply(<WelcomePage view={view} notice={notice} />)
    const statuses = await sellers.byOwner(visit.user.id)
    const all = await Promise.all(statuses.map((status) => profiles.seller(status)))
    return pageReply(<HomePage view={view} sellers={all} notice={notice} />)
  }

  async function signInPage(visit: Visit) {
    const returnTo = ownPath(queryOf(visit).get('returnTo'))
    if (visit.user !== undefined) return redirectReply(returnTo)
    const view = viewOf(visit, site, visit.req.url ?? '/')
    return pageReply(<SignInPage view={view} returnTo={returnTo} />)
  }

  async function signIn(visit: Visit) {
    const form = await readForm(visit.req)
    const name = form.get('shop') ?? ''
    const returnTo = ownPath(form.get('returnTo'))
    const owner = shopOwner(name)
    if (owner === undefined) {
      const view = viewOf(visit, site, `/sign-in?${new URLSearchParams({ returnTo })}`)
      return pageReply(<SignInPage view={view} returnTo={returnTo} refused={name} />, 422)
    }
    sessions.start(visit.req, visit.res, owner)
    return redirectReply(returnTo)
  }

  async function signOutPage(visit: Visit) {
    if (visit.user === undefined) return redirectReply('/')
    return pageReply(<SignOutPage view={viewOf(visit, site, '/sign-out')} />)
  }

  async function signOut({ req, res }: Visit) {
    sessions.end(req, res)
    return redirectReply('/')
  }

  return [
    { method: 'get', path: '/', respond: home },
    { method: 'get', path: '/sign-in', respond: signInPage },
    { method: 'post', path: '/sign-in', respond: forOwnForms(assertOwnForm, signIn) },
    { method: 'get', path: '/sign-out', respond: signOutPage },
    { method: 'post', path: '/sign-out', respond: forOwnForms(assertOwnForm, signOut) },
  ]
}
