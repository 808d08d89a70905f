import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  createNotificationsEndpoint,
  MercadoPagoOAuthError,
  type NotificationsOptions,
  nodeBody,
  nodeHeader,
} from 'mercadopago-oauth/adapter'

/** Options of {@link mercadoPagoNotifications}. */
export interface MercadoPagoNotificationsOptions extends NotificationsOptions {
  /**
   * Receives failures with a status of 500 and above, the status that Mercado Pago receives. Default: a process
   * warning.
   */
  onError?: ((error: MercadoPagoOAuthError, req: IncomingMessage) => void) | undefined
}

/** A request as Express, or Node itself, gives it. */
export type NotificationIncoming = IncomingMessage & { body?: unknown }

/** A handler for Express, connect, or a server of Node. */
export type NotificationsHandler = (
  req: NotificationIncoming,
  res: ServerResponse,
  next: (error?: unknown) => void,
) => void

/**
 * Receives Mercado Pago's notifications, for `app.post(path, …)` or `app.all(path, …)`; with or without a
 * body parser before it.
 *
 * @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming `secret` or `sellers`.
 */
export function mercadoPagoNotifications(
  options: MercadoPagoNotificationsOptions,
): NotificationsHandler {
  const endpoint = createNotificationsEndpoint(options)
  const { onError = (error) => process.emitWarning(error) } = options

  async function handle(req: NotificationIncoming, res: ServerResponse): Promise<void> {
    const [, query = ''] = /\?(.*)$/.exec(req.url ?? '') ?? []
    const { status, headers, body, error } = await endpoint({
      method: req.method ?? '',
      header: nodeHeader(req),
      query,
      body: () => nodeBody(req, req.body),
    })
    for (const [name, value] of headers) res.setHeader(name, value)
    // Errors of the app's own functions go to the app.
    if (error !== undefined && !(error instanceof MercadoPagoOAuthError)) throw error
    if (error !== undefined && status >= 500) onError(error, req)
    res.statusCode = status
    if (body !== '') res.setHeader('Content-Type', 'text/plain; charset=utf-8')
    res.end(body)
  }

  return function notifications(req, res, next) {
    handle(req, res).catch(next)
  }
}
