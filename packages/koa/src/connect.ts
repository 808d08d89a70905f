import type { Context, Middleware } from 'koa'
import type { AuthorizationFlow } from 'mercadopago-oauth'
import { cookiesOf } from './cookies.ts'

/** Options of `connect()`. */
export interface ConnectOptions {
  /** Where the seller goes afterwards; a foreign address becomes the default. Default: the query's `returnTo`. */
  returnTo?: (ctx: Context) => string | undefined
  /** Anything JSON holds, at most 1 KiB; it comes back in `ctx.state.mercadoPago.context`. */
  context?: (ctx: Context) => unknown
  /** The only seller who may come back, when a known one links again; another is `seller_mismatch`. Default: any. */
  expectedSellerId?: (ctx: Context) => string | undefined
}

interface Start extends ConnectOptions {
  user: (ctx: Context) => string | undefined
  scope: string | readonly string[] | undefined
}

export function connectMiddleware(flow: AuthorizationFlow, start: Start): Middleware {
  const { user, scope, returnTo = returnToOfQuery, context, expectedSellerId } = start
  return function mercadoPagoConnect(ctx) {
    const { authorizationUrl } = flow.start({
      cookies: cookiesOf(ctx),
      user: user(ctx),
      returnTo: returnTo(ctx),
      context: context?.(ctx),
      expectedSellerId: expectedSellerId?.(ctx),
      scope,
    })
    ctx.status = 302
    ctx.set({ 'Cache-Control': 'no-store', Location: authorizationUrl })
    ctx.body = ''
  }
}

function returnToOfQuery(ctx: Context): string | undefined {
  const { returnTo } = ctx.query
  return typeof returnTo === 'string' ? returnTo : undefined
}
