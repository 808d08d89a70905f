import type Router from '@koa/router'
import { originOf } from '../origin.ts'
import { HomePage } from '../pages/home.tsx'
import type { Applications } from '../registry/application.ts'
import type { Seller } from '../registry/seller.ts'
import type { NotedState } from '../request-log.ts'
import { languageOf, sendPage } from './page-response.tsx'

/** `GET /` */
export function addHome(
  router: Router<NotedState>,
  applications: Applications,
  sellers: readonly Seller[],
): void {
  router.get('/', (ctx) => {
    const language = languageOf(ctx)
    const origin = originOf(ctx)
    const endpoints = [
      { method: 'GET', url: `${origin}/authorization` },
      { method: 'POST', url: `${origin}/oauth/token` },
      { method: 'GET', url: `${origin}/users/me` },
    ]
    const props = { language, endpoints, applications: applications.all(), sellers }
    sendPage(ctx, <HomePage {...props} />)
  })
}
