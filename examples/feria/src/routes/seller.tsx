import { ReauthorizationRequiredError } from 'mercadopago-oauth'
import { renderToString } from 'preact-render-to-string'
import { NoSuchPage } from '../failure/failure.ts'
import { leaveNotice, takeNotice } from '../notices/notice.ts'
import { DisconnectPage } from '../pages/disconnect.tsx'
import { SellerPage, SellerParts } from '../pages/seller.tsx'
import { occasions } from '../sellers/occasion.ts'
import { ownSeller } from '../sellers/own-seller.ts'
import { forOwners, forOwnForms, type OwnersVisit } from './gates.ts'
import type { Parts } from './parts.ts'
import { eventsReply, pageReply, redirectReply } from './replies.ts'
import type { Reply, Route } from './route.ts'
import { viewOf } from './view-of.ts'

/** The page of a seller, kept up to date while it is open, and its buttons. */
export function sellerRoutes(parts: Parts): Route[] {
  const { site, sellers, profiles, timeline, livePages, assertOwnForm } = parts

  async function propsOf(visit: OwnersVisit) {
    const status = await ownSeller(sellers, visit.user.id, visit.params.id)
    const seller = await profiles.seller(status)
    const view = viewOf(visit, site, `/sellers/${status.sellerId}`)
    return { view, seller, moments: timeline.of(status) }
  }

  async function page(visit: OwnersVisit) {
    const props = await propsOf(visit)
    const notice = takeNotice(visit.req, visit.res, props.seller)
    return pageReply(<SellerPage {...props} notice={notice} />)
  }

  async function events(visit: OwnersVisit): Promise<Reply> {
    const { sellerId } = await ownSeller(sellers, visit.user.id, visit.params.id)
    const stream = livePages.watch(sellerId, async () => {
      try {
        return renderToString(<SellerParts {...(await propsOf(visit))} />)
      } catch (error) {
        if (error instanceof NoSuchPage) return undefined
        throw error
      }
    })
    if (stream !== undefined) return eventsReply(stream)
    // A browser does not ask again: its page is still there, only not live.
    return { status: 503, headers: {}, body: '' }
  }

  // The sweep renews the sellers that are due. This button renews one now.
  async function renew(visit: OwnersVisit) {
    const { sellerId } = await ownSeller(sellers, visit.user.id, visit.params.id)
    try {
      await occasions.run('hand', () => sellers.renew(sellerId))
      leaveNotice(visit.req, visit.res, 'renewed', { sellerId })
    } catch (error) {
      // The seller's page says why, and what to do.
      if (!(error instanceof ReauthorizationRequiredError)) throw error
    }
    return redirectReply(`/sellers/${sellerId}`)
  }

  async function disconnectPage(visit: OwnersVisit) {
    const { view, seller } = await propsOf(visit)
    const path = `/sellers/${seller.sellerId}/disconnect`
    return pageReply(<DisconnectPage view={{ ...view, path }} seller={seller} />)
  }

  async function disconnect(visit: OwnersVisit) {
    const { sellerId } = await ownSeller(sellers, visit.user.id, visit.params.id)
    await sellers.unlink(sellerId)
    leaveNotice(visit.req, visit.res, 'disconnected')
    return redirectReply('/')
  }

  const ofForm = (respond: (visit: OwnersVisit) => Promise<Reply>): Route['respond'] =>
    forOwnForms(assertOwnForm, forOwners(respond))
  return [
    { method: 'get', path: '/sellers/:id', respond: forOwners(page) },
    { method: 'get', path: '/sellers/:id/events', respond: forOwners(events) },
    { method: 'post', path: '/sellers/:id/renew', respond: ofForm(renew) },
    { method: 'get', path: '/sellers/:id/disconnect', respond: forOwners(disconnectPage) },
    { method: 'post', path: '/sellers/:id/disconnect', respond: ofForm(disconnect) },
  ]
}
