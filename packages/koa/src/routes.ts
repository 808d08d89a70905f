import type { Context, Middleware } from 'koa'
import type { MercadoPagoState } from './callback.ts'
import type { ConnectOptions } from './connect.ts'

/** Options of `routes()`. */
export interface RoutesOptions extends ConnectOptions {
  /** Default `/mercadopago/connect`. */
  connectPath?: string
  /** Default `/mercadopago/notifications`. */
  notificationsPath?: string
}

/** What the routes lead to. */
interface Handlers {
  connect: Middleware
  callback: Middleware<MercadoPagoState>
  /** Absent where no secret could judge a notification. */
  notifications: Middleware | undefined
}

/** Leads each of its paths, with or without a last slash, to an endpoint, which refuses the methods it does not take. */
export function routesMiddleware(
  callbackPath: string,
  { connect, callback, notifications }: Handlers,
  options: RoutesOptions,
): Middleware {
  const { connectPath = '/mercadopago/connect' } = options
  const { notificationsPath = '/mercadopago/notifications' } = options
  const routes: [path: string, endpoint: Middleware][] = [
    [connectPath, connect],
    [callbackPath, (ctx) => callback(ctx, () => returned(ctx))],
  ]
  if (notifications) routes.push([notificationsPath, notifications])
  const endpoints = new Map(routes.map(([path, endpoint]) => [plain(path), endpoint]))
  return async function mercadoPagoRoutes(ctx, next) {
    const endpoint = endpoints.get(plain(ctx.path))
    await (endpoint === undefined ? next() : endpoint(ctx, next))
  }
}

async function returned(ctx: Context): Promise<void> {
  ctx.redirect(ctx.state.mercadoPago.returnTo)
  ctx.body = ''
}

function plain(path: string): string {
  return path.replace(/\/$/, '')
}
