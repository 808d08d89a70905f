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
  /** The callback's path as this router sees it. Default: the path of the redirect URI. */
  callbackPath?: string
  /** Default `/mercadopago/notifications`. */
  notificationsPath?: string
}

/** What the routes lead to. */
interface Handlers {
  connect(options: ConnectOptions): Middleware
  callback(): Middleware<MercadoPagoState>
  /** Absent where no secret could judge a notification. */
  notifications?(): Middleware
}

export function routesMiddleware(
  redirectUri: URL,
  { connect, callback, notifications }: Handlers,
  options: RoutesOptions,
): Routes {
  const { connectPath = '/mercadopago/connect', callbackPath, ...others } = options
  const { notificationsPath = '/mercadopago/notifications', ...connectOptions } = others
  const router = new Router()
  router.get(connectPath, connect(connectOptions))
  // Every method, so that the callback itself can refuse all but GET, HEAD included.
  router.all(callbackPath ?? literalPath(redirectUri.pathname), callback(), (ctx) => {
    ctx.redirect(ctx.state.mercadoPago.returnTo)
    ctx.body = ''
  })
  if (notifications) router.all(notificationsPath, notifications())
  return router.routes()
}

/** The path itself, not a pattern. */
function literalPath(pathname: string): string {
  return pathname.replace(/[{}()[\]+?!:*\\]/g, '\\$&')
}
