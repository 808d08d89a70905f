import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  createNotificationReceiver,
  MercadoPagoOAuthError,
  type NotificationReceiverOptions,
} from 'mercadopago-oauth'

/** Options of {@link mercadoPagoNotifications}. */
export interface MercadoPagoNotificationsOptions extends NotificationReceiverOptions {
  /** Told of failures with a status of 500 and above, which Mercado Pago is answered with. Default: a process warning. */
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
 * Takes in Mercado Pago's notifications, for `app.post(path, …)` or `app.all(path, …)`; with or without a
 * body parser before it.
 *
 * @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming `secret` or `sellers`.
 */
export function mercadoPagoNotifications(
  options: MercadoPagoNotificationsOptions,
): NotificationsHandler {
  const receiver = createNotificationReceiver(options)
  const { onError = (error) => process.emitWarning(error) } = options

  async function statusOf(req: NotificationIncoming, res: ServerResponse): Promise<number> {
    // Some addresses are probed before they are used.
    if (req.method === 'GET' || req.method === 'HEAD') return 200
    if (req.method !== 'POST') {
      res.setHeader('Allow', 'POST')
      return 405
    }
    await receiver.receive(req, req.body)
    return 200
  }

  return function notifications(req, res, next) {
    res.setHeader('Cache-Control', 'no-store')
    statusOf(req, res)
      .then(
        (status) => {
          res.statusCode = status
          res.end()
        },
        (error: unknown) => {
          if (!(error instanceof MercadoPagoOAuthError)) throw error
          if (error.status >= 500) onError(error, req)
          res.statusCode = error.status
          for (const [name, value] of Object.entries(error.headers)) res.setHeader(name, value)
          res.setHeader('Content-Type', 'text/plain; charset=utf-8')
          res.end(`${error.code}\n`)
        },
      )
      // What the app's own functions throw is the app's.
      .catch(next)
  }
}
