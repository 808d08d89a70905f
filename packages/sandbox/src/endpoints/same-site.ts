import type { Context, Next } from 'koa'
import { parsedUrl } from '../parsed-url.ts'

/** Middleware that refuses with 403 what another site's page sent. */
export async function refuseCrossSite(ctx: Context, next: Next): Promise<void> {
  if (isForeign(ctx)) ctx.throw(403, 'requests from other sites are refused')
  await next()
}

// Who sends neither header is no browser, and has nobody's rights to abuse.
function isForeign(ctx: Context): boolean {
  const site = ctx.get('sec-fetch-site')
  const origin = ctx.get('origin')
  if (site === '') return origin !== '' && !isOwn(origin, ctx)
  // An address that was typed in, or a link from elsewhere in the browser itself, can only read.
  if (site === 'none') return ctx.method !== 'GET'
  return site !== 'same-origin'
}

function isOwn(origin: string, ctx: Context): boolean {
  return parsedUrl(origin)?.host === ctx.host
}
