import { Router } from '@koa/router'
import type { Middleware } from 'koa'
import type { MercadoPagoState } from './callback.ts'
import type { ConnectOptions } from './connect.ts'

/** Middleware for `app.use()`, as `@koa/router` makes it. */
export type Routes = ReturnType<Router['routes']>

/** Options of `routes()`. */
export interface RoutesOptions extends ConnectOptions {
  /** Default `/mercadopago/connect`. */
  connectPath?: string
  /** Default `/mercadopago/notifications`. */
  notificationsPath?: string
}

/** The handlers of the routes. */
interface Handlers {
  connect: Middleware
  callback: Middleware<MercadoPagoState>
  /** Absent where no secret could judge a notification. */
  notifications: Middleware | undefined
}

export function routesMiddleware(
  callbackPath: string,
  { connect, callback, notifications }: Handlers,
  options: RoutesOptions,
): Routes {
  const { connectPath = '/mercadopago/connect' } = options
  const { notificationsPath = '/mercadopago/notifications' } = options
  const router = new Router()
  // Every method everywhere, so that each endpoint itself refuses those it does not take.
  router.all(connectPath, connect)
  router.all(literalPath(callbackPath), callback, (ctx) => {
    ctx.redirect(ctx.state.mercadoPago.returnTo)
    ctx.body = ''
  })
  if (notifications) router.all(notificationsPath, notifications)
  return router.routes()
}

/** The path itself, not a pattern. */
function literalPath(pathname: string): string {
  return pathname.replace(/[{}()[\]+?!:*\\]/g, '\\$&')
}
