import type { Middleware } from 'koa'
import {
  createNotificationsEndpoint,
  type NotificationsOptions as EndpointOptions,
  nodeBody,
} from 'mercadopago-oauth/adapter'
import { respond } from './response.ts'

/** Options of `notifications()`; what is left out comes from `mercadoPago()`. */
export type NotificationsOptions = Partial<EndpointOptions>

/** @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming `secret` or `sellers`. */
export function notificationsMiddleware(options: EndpointOptions): Middleware {
  const notifications = createNotificationsEndpoint(options)
  return async function mercadoPagoNotifications(ctx) {
    // The parsed body, if a body parser ran before.
    const { body: parsed } = ctx.request as { body?: unknown }
    const reply = await notifications({
      method: ctx.method,
      header: (name) => ctx.get(name),
      query: ctx.querystring,
      body: () => nodeBody(ctx.req, parsed),
    })
    respond(ctx, reply, { errors: 'respond', failureRedirect: undefined })
  }
}
