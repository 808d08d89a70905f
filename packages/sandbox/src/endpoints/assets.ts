import type Router from '@koa/router'
import type { NotedState } from '../request-log.ts'

/** `GET /assets/…`: the looks of all pages, and the script of those that are live. */
export function addAssets(router: Router<NotedState>): void {
  router.get('/assets/:name', async (ctx) => {
    // Loaded when a page asks for it: it locates files in a way that only ES modules can, and Jest makes
    // CommonJS of everything that is loaded with the sandbox.
    const { readAsset } = await import('./asset.ts')
    const { name = '' } = ctx.params
    const content = await readAsset(name)
    if (content === undefined) return
    ctx.type = name
    ctx.set('x-content-type-options', 'nosniff')
    ctx.body = content
  })
}
