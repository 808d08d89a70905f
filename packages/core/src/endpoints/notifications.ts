import { MercadoPagoOAuthError, UpstreamUnavailableError } from '../errors.ts'
import type { ReplayGuard } from '../flow/replay-guard.ts'
import { createDeliveries } from '../notifications/deliveries.ts'
import {
  checkedSecrets,
  defaultMaxAgeMs,
  isWithdrawal,
  type Notification,
  verifyNotification,
} from '../notifications/notification.ts'
import { assertObject, assertOptionalFunction, positiveInteger } from '../option.ts'
import type { SellerTokens } from '../sellers/seller-tokens.ts'
import type { Reply } from './reply.ts'
import type { EndpointRequest } from './request.ts'

/** Options of {@link createNotificationsEndpoint}. */
export interface NotificationsOptions {
  /** The webhook secret of the application, from its panel; several while it is being replaced. */
  secret: string | readonly string[]
  /** The sellers whose authorizations are checked. */
  sellers: SellerTokens
  /** Remembers finished deliveries. Default: the store of `sellers`. */
  replayGuard?: ReplayGuard | undefined
  /** How old a delivery may be, in milliseconds, unless it says that a seller withdrew. Default 300,000. */
  maxAgeMs?: number | undefined
  /** Tells the time. Default: the system clock. */
  clock?: (() => Date) | undefined
  /**
   * Called for each delivery, of every topic, after what it says was confirmed. Once it succeeded, copies are
   * ignored; after what it throws, Mercado Pago delivers again and it is called again. Two machines that get
   * copies in the same moment may both call it.
   */
  onNotification?: ((notification: Notification) => void | Promise<void>) | undefined
}

/** A request that delivers a notification. */
export interface NotificationsRequest extends EndpointRequest {
  /** The query string as it arrived, without the question mark. */
  readonly query: string
  /** Reads the body: text, bytes, or what a parser made of them. Only called for a POST. */
  readonly body: () => unknown
}

/**
 * Receives Mercado Pago's notifications: verifies one, does what it calls for, and replies 200. GET and HEAD get a
 * 200, because some senders probe an address before they use it.
 */
export type NotificationsEndpoint = (request: NotificationsRequest) => Promise<Reply>

/** Mercado Pago waits 22 s for a response. */
const respondWithinMs = 20_000
const noStore: [string, string] = ['Cache-Control', 'no-store']

/**
 * Makes the endpoint for an application's notifications. A seller who is said to have withdrawn is marked
 * only after Mercado Pago refuses the seller's token.
 *
 * @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming the option.
 */
export function createNotificationsEndpoint(options: NotificationsOptions): NotificationsEndpoint {
  assertObject(options, 'options')
  assertObject(options.sellers, 'sellers')
  assertOptionalFunction(options.onNotification, 'onNotification')
  const { sellers, replayGuard = sellers, clock, onNotification } = options
  const secret = checkedSecrets(options.secret, 'secret')
  const now = clock ?? (() => new Date())
  const deliveries = createDeliveries(replayGuard)
  const maxAgeMs = positiveInteger(options.maxAgeMs, 'maxAgeMs', defaultMaxAgeMs)

  async function act({ header, query, body }: NotificationsRequest): Promise<void> {
    const headers = {
      'x-signature': header('x-signature') ?? undefined,
      'x-request-id': header('x-request-id') ?? undefined,
    }
    const given = { headers, query, body: await body(), secret, maxAgeMs, clock }
    const notification = verifyNotification(given)
    // By then a copy is too old, or it is about a withdrawal and does no harm.
    const forgetAt = Math.max(notification.sentAt.getTime(), now().getTime()) + 2 * maxAgeMs
    await deliveries.once(notification.replayKey, new Date(forgetAt), async () => {
      await confirm(notification, sellers)
      await onNotification?.(notification)
    })
  }

  return async function notifications(request) {
    const { method } = request
    if (method === 'GET' || method === 'HEAD') return { status: 200, headers: [noStore], body: '' }
    if (method !== 'POST') return { status: 405, headers: [noStore, ['Allow', 'POST']], body: '' }
    try {
      await withinDeadline(act(request))
      return { status: 200, headers: [noStore], body: '' }
    } catch (error) {
      return refusal(error)
    }
  }
}

async function withinDeadline(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<never>((_, reject) => {
    const late = () => reject(new UpstreamUnavailableError('upstream_timeout'))
    timer = setTimeout(late, respondWithinMs)
  })
  try {
    await Promise.race([work, deadline])
  } finally {
    clearTimeout(timer)
  }
}

function refusal(error: unknown): Reply {
  if (!(error instanceof MercadoPagoOAuthError)) {
    return { status: 500, headers: [noStore], body: '', error }
  }
  const { status, headers, code } = error
  return { status, headers: Object.entries(headers), body: `${code}\n`, error }
}

/** Only Mercado Pago itself can say that a seller is gone: the body is not signed. */
async function confirm(notification: Notification, sellers: SellerTokens): Promise<void> {
  const { sellerId } = notification
  if (sellerId === undefined || !isWithdrawal(notification)) return
  await sellers.confirmAuthorization(sellerId)
}
