import type { Context } from 'koa'
import type { VNode } from 'preact'
import { renderPage } from '../pages/layout.tsx'
import { type Language, languages } from '../pages/words.ts'

// No form-action: Chromium applies it to the redirect after the form, and would stop the way back to
// the application.
const policy = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "frame-ancestors 'none'",
]
const livePolicy = [...policy, "script-src 'self'", "connect-src 'self'"]

/** Sends a page that runs no script. */
export function sendPage(ctx: Context, page: VNode, status = 200): void {
  send(ctx, page, status, policy)
}

/** Sends a page that may run the sandbox's own script and send forms to the sandbox. */
export function sendLivePage(ctx: Context, page: VNode, status = 200): void {
  send(ctx, page, status, livePolicy)
  allowOwnForms(ctx)
}

/** Under `no-referrer`, browsers hide the origin of a form from `refuseCrossSite()`. */
export function allowOwnForms(ctx: Context): void {
  ctx.set('referrer-policy', 'same-origin')
}

function send(ctx: Context, page: VNode, status: number, directives: readonly string[]): void {
  ctx.status = status
  ctx.type = 'text/html; charset=utf-8'
  ctx.set('cache-control', 'no-store')
  ctx.set('content-security-policy', directives.join('; '))
  ctx.set('referrer-policy', 'no-referrer')
  ctx.set('x-content-type-options', 'nosniff')
  ctx.body = renderPage(page)
}

/**
 * Sends the browser to the application. Not by `ctx.redirect()`: it re-encodes the URL, and the page it
 * adds would show the code.
 */
export function redirect(ctx: Context, url: string): void {
  ctx.status = 302
  ctx.set('location', url)
  ctx.set('cache-control', 'no-store')
  ctx.set('referrer-policy', 'no-referrer')
  ctx.body = ''
}

/** The language asked for, else the browser's, else Spanish. */
export function languageOf(ctx: Context, asked: unknown = ctx.query.lang): Language {
  return asLanguage(asked) ?? asLanguage(ctx.acceptsLanguages([...languages])) ?? 'es'
}

function asLanguage(name: unknown): Language | undefined {
  return languages.find((language) => language === name)
}
