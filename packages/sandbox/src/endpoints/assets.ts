import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type Router from '@koa/router'
import type { NotedState } from '../request-log.ts'

/** `GET /assets/pico.css` and `/assets/sandbox.css`: the looks of all pages. */
export function addAssets(router: Router<NotedState>): void {
  const pico = import.meta.resolve('@picocss/pico/css/pico.indigo.min.css')
  addAsset(router, 'pico.css', pico)
  addAsset(router, 'sandbox.css', ownAsset('sandbox.css'))
}

function addAsset(router: Router<NotedState>, name: string, source: string): void {
  const content = readFileSync(fileURLToPath(source), 'utf8')
  router.get(`/assets/${name}`, (ctx) => {
    ctx.type = name
    ctx.set('x-content-type-options', 'nosniff')
    ctx.body = content
  })
}

// As they were written: nothing is built from them.
function ownAsset(name: string): string {
  return new URL(`../../assets/${name}`, import.meta.url).href
}
