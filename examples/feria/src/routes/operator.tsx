import { NoSuchPage } from '../failure/failure.ts'
import { readOverview } from '../operator/overview.ts'
import { readSellerPage, type SellerQuery } from '../operator/seller-page.ts'
import { OperatorPage } from '../pages/operator.tsx'
import { OperatorSignInPage } from '../pages/operator-sign-in.tsx'
import { readForm } from './form.ts'
import { forOwnForms } from './gates.ts'
import type { Parts } from './parts.ts'
import { queryOf } from './query.ts'
import { pageReply, redirectReply } from './replies.ts'
import type { Reply, Route, Visit } from './route.ts'
import { viewOf } from './view-of.ts'

/** The page of the operator of the marketplace, behind its gate. */
export function operatorRoutes(parts: Parts): Route[] {
  const { site, sellers, sweeps, renewalFailures, operatorGate, assertOwnForm } = parts

  function forOperator(respond: (visit: Visit) => Promise<Reply>): Route['respond'] {
    return async function respondToOperator(visit) {
      if (!operatorGate.exists) throw new NoSuchPage()
      if (operatorGate.isOpenTo(visit.req, visit.res)) return await respond(visit)
      return redirectReply('/operator/sign-in')
    }
  }

  async function operator(visit: Visit) {
    const query = readQuery(visit)
    const [overview, page] = await Promise.all([
      readOverview(sellers, site.clock()),
      readSellerPage(sellers, query),
    ])
    const view = viewOf(visit, site, '/operator')
    const props = { overview, query, page, failure: renewalFailures.oldest, sweep: sweeps.last }
    return pageReply(<OperatorPage view={view} {...props} />)
  }

  async function sweep() {
    await sweeps.run()
    return redirectReply('/operator')
  }

  async function signInPage(visit: Visit) {
    if (!operatorGate.exists) throw new NoSuchPage()
    if (operatorGate.isOpenTo(visit.req, visit.res)) return redirectReply('/operator')
    return pageReply(<OperatorSignInPage view={viewOfSignIn(visit)} isWrong={false} />)
  }

  async function signIn(visit: Visit) {
    const form = await readForm(visit.req)
    const isRight = operatorGate.enter(visit.req, visit.res, form.get('password') ?? '')
    if (isRight) return redirectReply('/operator')
    return pageReply(<OperatorSignInPage view={viewOfSignIn(visit)} isWrong />, 422)
  }

  const viewOfSignIn = (visit: Visit) => viewOf(visit, site, '/operator/sign-in')
  return [
    { method: 'get', path: '/operator', respond: forOperator(operator) },
    {
      method: 'post',
      path: '/operator/sweep',
      respond: forOwnForms(assertOwnForm, forOperator(sweep)),
    },
    { method: 'get', path: '/operator/sign-in', respond: signInPage },
    { method: 'post', path: '/operator/sign-in', respond: forOwnForms(assertOwnForm, signIn) },
  ]
}

/** What cannot be an id is left out. */
function readQuery(visit: Visit): SellerQuery {
  const query = queryOf(visit)
  const after = query.get('after') ?? ''
  return {
    needs: query.get('needs') === 'relink' ? 'relink' : undefined,
    after: /^\d{1,32}$/.test(after) ? after : undefined,
  }
}
