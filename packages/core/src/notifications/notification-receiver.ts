import type { IncomingMessage } from 'node:http'
import { UpstreamUnavailableError } from '../errors.ts'
import type { ReplayGuard } from '../flow/replay-guard.ts'
import { assertObject, assertOptionalFunction, positiveInteger } from '../option.ts'
import type { SellerTokens } from '../sellers/seller-tokens.ts'
import {
  checkedSecrets,
  defaultMaxAgeMs,
  type Notification,
  verifyNotification,
} from './notification.ts'
import { readBody } from './notification-body.ts'

/** Options of {@link createNotificationReceiver}. */
export interface NotificationReceiverOptions {
  /** The webhook secret of the application, from its panel; several while it is being replaced. */
  secret: string | readonly string[]
  /** Whose authorizations are looked at. */
  sellers: SellerTokens
  /** Remembers deliveries. Default: the store of `sellers`. */
  replayGuard?: ReplayGuard | undefined
  /** How old a delivery may be, in milliseconds. Default 300,000. */
  maxAgeMs?: number | undefined
  /** Tells the time. Default: the system clock. */
  clock?: (() => Date) | undefined
  /** Called once for each delivery, of every topic, after what it says was confirmed. What it throws makes Mercado Pago deliver again. */
  onNotification?: ((notification: Notification) => void | Promise<void>) | undefined
}

/** Takes in notifications, whatever the framework. */
export interface NotificationReceiver {
  /**
   * Verifies a notification and does what it calls for. When it resolves, answer 200.
   *
   * @param body - what a parser of the app made of the body; `undefined` when there was none.
   * @throws WebhookSignatureError `webhook_unsigned`, `webhook_malformed`, `webhook_mismatch`, `webhook_stale`
   * @throws StoreUnavailableError `store_unavailable`: answer with the error's status, and it is delivered
   *   again. Likewise the others:
   * @throws UpstreamUnavailableError `upstream_unavailable`, `upstream_timeout`, `upstream_rate_limited`:
   *   Mercado Pago could not be asked, or not within 20 s.
   * @throws TokenResponseError `token_response_invalid`
   * @throws CodeExchangeError `client_rejected`
   * @throws SellerConflictError `seller_mismatch`
   * @throws TokenIntegrityError `token_undecryptable`
   */
  receive(request: IncomingMessage, body?: unknown): Promise<void>
}

/** Mercado Pago waits 22 s for an answer. */
const answerWithinMs = 20_000

/**
 * Makes the receiver of an application's notifications. A seller who is said to have withdrawn is marked
 * only after Mercado Pago refuses the seller's token.
 *
 * @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming the option.
 */
export function createNotificationReceiver(
  options: NotificationReceiverOptions,
): NotificationReceiver {
  assertObject(options, 'options')
  assertObject(options.sellers, 'sellers')
  assertOptionalFunction(options.onNotification, 'onNotification')
  const { sellers, replayGuard = sellers, clock, onNotification } = options
  const secret = checkedSecrets(options.secret)
  const maxAgeMs = positiveInteger(options.maxAgeMs, 'maxAgeMs', defaultMaxAgeMs)

  async function act(request: IncomingMessage, given: unknown): Promise<void> {
    const { headers, url = '' } = request
    const [, query = ''] = /\?(.*)$/.exec(url) ?? []
    const body = isParsed(request, given) ? given : await readBody(request)
    const notification = verifyNotification({ headers, query, body, secret, maxAgeMs, clock })
    // A copy is refused by its age later on, and before that by this.
    const forgetAt = new Date(notification.sentAt.getTime() + 2 * maxAgeMs)
    if (!(await replayGuard.claim(notification.replayKey, forgetAt))) return
    await confirm(notification, sellers)
    await onNotification?.(notification)
  }

  return Object.freeze({
    async receive(request: IncomingMessage, body?: unknown) {
      let timer: NodeJS.Timeout | undefined
      const deadline = new Promise<never>((_, reject) => {
        const late = () => reject(new UpstreamUnavailableError('upstream_timeout'))
        timer = setTimeout(late, answerWithinMs)
      })
      try {
        await Promise.race([act(request, body), deadline])
      } finally {
        clearTimeout(timer)
      }
    },
  })
}

/** Many a parser leaves an empty object of a body that it did not read, being for another content type. */
function isParsed({ readableDidRead }: IncomingMessage, body: unknown): boolean {
  return body !== undefined && (readableDidRead || Object.keys(Object(body)).length > 0)
}

/** Only Mercado Pago itself can say that a seller is gone: the body is not signed. */
async function confirm(
  { type, action, sellerId }: Notification,
  sellers: SellerTokens,
): Promise<void> {
  const isWithdrawal = type === 'mp-connect' && action === 'application.deauthorized'
  if (isWithdrawal && sellerId !== undefined) await sellers.confirmAuthorization(sellerId)
}
