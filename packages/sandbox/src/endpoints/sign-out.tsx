import type Router from '@koa/router'
import { SignedOutPage } from '../pages/signed-out.tsx'
import type { Applications } from '../registry/application.ts'
import { originsOf } from '../registry/application-origins.ts'
import type { NotedState } from '../request-log.ts'
import { languageOf, sendPage } from './page-response.tsx'
import { forgetAccount } from './remembered-account.ts'

/** `GET /logout`: a link to it signs out, as links to Mercado Pago's own are used. */
export function addSignOut(router: Router<NotedState>, applications: Applications): void {
  router.get('/logout', (ctx) => {
    forgetAccount(ctx)
    const origins = originsOf(applications.all())
    sendPage(ctx, <SignedOutPage language={languageOf(ctx)} origins={origins} />)
  })
}
