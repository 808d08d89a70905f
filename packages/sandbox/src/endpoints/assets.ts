import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type Router from '@koa/router'
import type { NotedState } from '../request-log.ts'

/** `GET /assets/…`: the looks of all pages, and the script of those that are live. */
export function addAssets(router: Router<NotedState>): void {
  // Not by import.meta.resolve(): vitest, which runs tests from sources, has none.
  const require = createRequire(import.meta.url)
  addAsset(router, 'pico.css', require.resolve('@picocss/pico/css/pico.indigo.min.css'))
  for (const name of ['sandbox.css', 'control-room.css', 'live.js']) {
    addAsset(router, name, ownAsset(name))
  }
}

function addAsset(router: Router<NotedState>, name: string, source: string | URL): void {
  const content = readFileSync(source, 'utf8')
  router.get(`/assets/${name}`, (ctx) => {
    ctx.type = name
    ctx.set('x-content-type-options', 'nosniff')
    ctx.body = content
  })
}

// As they were written: nothing is built from them, and the sources are in the package.
function ownAsset(name: string): URL {
  return new URL(`../../src/assets/${name}`, import.meta.url)
}
