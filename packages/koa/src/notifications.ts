import type { Context, Middleware } from 'koa'
import {
  createNotificationReceiver,
  MercadoPagoOAuthError,
  type NotificationReceiverOptions,
} from 'mercadopago-oauth'

/** Options of `notifications()`; what is left out comes from `mercadoPago()`. */
export type NotificationsOptions = Partial<NotificationReceiverOptions>

/** @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming `secret` or `sellers`. */
export function notificationsMiddleware(options: NotificationReceiverOptions): Middleware {
  const receiver = createNotificationReceiver(options)
  return async function mercadoPagoNotifications(ctx) {
    ctx.set('Cache-Control', 'no-store')
    ctx.body = ''
    // Some addresses are probed before they are used.
    ctx.status = ctx.method === 'POST' || isProbe(ctx) ? 200 : 405
    if (ctx.status === 405) ctx.set('Allow', 'POST')
    if (ctx.method !== 'POST') return
    try {
      // Where a body parser has been, it left the body here.
      const { body } = ctx.request as { body?: unknown }
      await receiver.receive(ctx.req, body)
    } catch (error) {
      if (!(error instanceof MercadoPagoOAuthError)) throw error
      if (error.status >= 500) ctx.app.emit('error', error, ctx)
      ctx.status = error.status
      ctx.set(error.headers)
      ctx.body = `${error.code}\n`
    }
  }
}

function isProbe({ method }: Context): boolean {
  return method === 'GET' || method === 'HEAD'
}
