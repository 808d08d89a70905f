import type { Context, Middleware } from 'koa'
import type { Endpoints } from 'mercadopago-oauth/adapter'
import { type FailureOptions, respond } from './response.ts'

/** Options of `connect()`. */
export interface ConnectOptions {
  /**
   * Where the seller is redirected afterwards; a URL on another site becomes the default. Default: the query's
   * `returnTo`.
   */
  returnTo?: (ctx: Context) => string | undefined
  /** Anything JSON holds, at most 1 KiB; it comes back in `ctx.state.mercadoPago.context`. */
  context?: (ctx: Context) => unknown
  /** The only seller who may come back, when a known one links again; another is `seller_mismatch`. Default: any. */
  expectedSellerId?: (ctx: Context) => string | undefined
}

interface Start extends ConnectOptions, FailureOptions {
  user: (ctx: Context) => unknown
  requireUser: boolean
}

export function connectMiddleware(endpoints: Endpoints, start: Start): Middleware {
  const { user, requireUser, returnTo = returnToOfQuery, context, expectedSellerId } = start
  return async function mercadoPagoConnect(ctx) {
    const reply = await endpoints.connect({
      method: ctx.method,
      header: (name) => ctx.get(name),
      user: () => user(ctx),
      requireUser,
      returnTo: returnTo(ctx),
      context: context?.(ctx),
      expectedSellerId: expectedSellerId?.(ctx),
    })
    respond(ctx, reply, start)
  }
}

function returnToOfQuery({ query: { returnTo } }: Context): string | undefined {
  return typeof returnTo === 'string' ? returnTo : undefined
}
