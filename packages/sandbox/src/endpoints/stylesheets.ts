import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type Router from '@koa/router'
import { stylesheet } from '../pages/stylesheet.ts'
import type { NotedState } from '../request-log.ts'

/** `GET /assets/pico.css` and `/assets/sandbox.css`: the looks of all pages. */
export function addStylesheets(router: Router<NotedState>): void {
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
