import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type Router from '@koa/router'
import { HomePage } from '../pages/home.tsx'
import { stylesheet } from '../pages/stylesheet.ts'
import type { Applications } from '../registry/application.ts'
import type { Seller } from '../registry/seller.ts'
import type { NotedState } from '../request-log.ts'
import { languageOf, sendPage } from './page-response.tsx'

/** `GET /`, and the stylesheets of all pages. */
export function addHome(
  router: Router<NotedState>,
  applications: Applications,
  sellers: readonly Seller[],
): void {
  router.get('/', (ctx) => {
    const language = languageOf(ctx)
    // As the browser knows this server, which may be under another name in a container.
    const origin = `${ctx.protocol}://${ctx.host}`
    const endpoints = [
      { method: 'GET', url: `${origin}/authorization` },
      { method: 'POST', url: `${origin}/oauth/token` },
      { method: 'GET', url: `${origin}/users/me` },
    ]
    const props = { language, endpoints, applications: applications.all(), sellers }
    sendPage(ctx, <HomePage {...props} />)
  })

  const pico = fileURLToPath(import.meta.resolve('@picocss/pico/css/pico.min.css'))
  const sheets = { pico: readFileSync(pico, 'utf8'), sandbox: stylesheet }
  for (const [name, sheet] of Object.entries(sheets)) {
    router.get(`/assets/${name}.css`, (ctx) => {
      ctx.type = 'text/css; charset=utf-8'
      ctx.set('x-content-type-options', 'nosniff')
      ctx.body = sheet
    })
  }
}
