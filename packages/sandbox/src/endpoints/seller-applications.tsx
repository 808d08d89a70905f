import { bodyParser } from '@koa/bodyparser'
import type Router from '@koa/router'
import type { Connections } from '../grants/connections.ts'
import type { LoggedRequest } from '../logged-request.ts'
import { SellerApplicationsPage } from '../pages/seller-applications.tsx'
import { withQuery } from '../query.ts'
import type { Applications } from '../registry/application.ts'
import type { Seller } from '../registry/seller.ts'
import type { NotedState } from '../request-log.ts'
import { useOf } from './connection-use.ts'
import { Form } from './form.ts'
import { allowOwnForms, languageOf, sendPage } from './page-response.tsx'
import { refuseCrossSite } from './same-site.ts'

/** `GET /sellers/<id>/applications`, and the button on it that withdraws one. */
export function addSellerApplications(
  router: Router<NotedState>,
  applications: Applications,
  sellers: readonly Seller[],
  connections: Connections,
  requests: readonly LoggedRequest[],
): void {
  const path = '/sellers/:id/applications'

  function findSeller(id: string | undefined): Seller | undefined {
    return sellers.find((seller) => String(seller.id) === id)
  }

  router.get(path, (ctx) => {
    const seller = findSeller(ctx.params.id)
    if (!seller) return
    const connected = connections.of(seller.id)
    const named = applications.find(String(ctx.query.withdrawn))
    // Anybody can write that address: only what is true is said.
    const isGone = connected.every(({ application }) => application !== named)
    const withdrawn = isGone ? named : undefined
    const language = languageOf(ctx)
    const uses = connected.map((connection) => ({ connection, ...useOf(connection, requests) }))
    const props = { language, seller, sellers, connections: uses, withdrawn }
    sendPage(ctx, <SellerApplicationsPage {...props} />)
    allowOwnForms(ctx)
  })

  const readForm = bodyParser({ enableTypes: ['form'], formLimit: '64kb' })

  router.post(path, refuseCrossSite, readForm, (ctx) => {
    const seller = findSeller(ctx.params.id)
    if (!seller) return
    const form = new Form(ctx.request.body)
    const clientId = form.text('client_id') ?? ''
    connections.withdraw(seller.id, clientId)
    const lang = languageOf(ctx, form.text('lang'))
    // Back by GET, so that loading the page again does not send the form again.
    ctx.status = 303
    ctx.redirect(withQuery(`/sellers/${seller.id}/applications`, { withdrawn: clientId, lang }))
  })
}
