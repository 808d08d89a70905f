import type Router from '@koa/router'
import { originOf } from '../origin.ts'
import { HomePage } from '../pages/home.tsx'
import type { NotedState } from '../request-log.ts'
import { languageOf, sendPage } from './page-response.tsx'

/** `GET /` */
export function addHome(router: Router<NotedState>): void {
  router.get('/', (ctx) => {
    sendPage(ctx, <HomePage language={languageOf(ctx)} origin={originOf(ctx)} />)
  })
}
