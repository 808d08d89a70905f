import type { Middleware } from 'koa'
import type { VNode } from 'preact'
import type { Language } from '../pages/words.ts'
import type { NotedState } from '../request-log.ts'
import { languageOf, sendPage } from './page-response.tsx'

/** Middleware that shows a page to a browser where Koa would respond with the bare text `Not Found`. */
export function showNotFound(page: (language: Language) => VNode): Middleware<NotedState> {
  return async function notFound(ctx, next) {
    await next()
    const isBare = ctx.status === 404 && ctx.body === undefined
    // A client that accepts anything is no browser.
    const isBrowser = ctx.accepts('text/plain', 'text/html') === 'text/html'
    if (!isBare || !isBrowser || ctx.state.isCut) return
    sendPage(ctx, page(languageOf(ctx)), 404)
  }
}
