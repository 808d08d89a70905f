import { createHash } from 'node:crypto'
import { assertCredential } from '../credential.ts'
import { WebhookSignatureError } from '../errors.ts'
import { invalidValue, positiveInteger } from '../option.ts'
import { isSignedBy, readSignature, signedAt } from './signature.ts'

/**
 * A notification whose signature is Mercado Pago's. The signature covers `dataId`, `requestId` and
 * `sentAt`; everything else is a hint, to be confirmed with Mercado Pago before anything is done.
 */
export interface Notification {
  /** What the body calls it, e.g. `mp-connect`; else what the query does. */
  readonly type: string | undefined
  /** What the query calls it, in `type` or `topic`: for some topics another word, to which `dataId` belongs. */
  readonly topic: string | undefined
  /** E.g. `application.authorized`, `application.deauthorized`. */
  readonly action: string | undefined
  /** The user the notification is about. */
  readonly sellerId: string | undefined
  /** The application's Client ID, where Mercado Pago names it. */
  readonly applicationId: string | undefined
  /** The same in every delivery of one notification. */
  readonly id: string | undefined
  /** `data.id` of the query, which is signed: for `mp-connect` the seller's id. */
  readonly dataId: string | undefined
  /** What it is about: `dataId`, else `id` of the query, else `data.id` of the body, which are not signed. */
  readonly resourceId: string | undefined
  /** The header `x-request-id`. */
  readonly requestId: string | undefined
  /** `live_mode` of the body. */
  readonly liveMode: boolean | undefined
  /** When this delivery was signed. */
  readonly sentAt: Date
  /** Different for every delivery, the same for its copies: what was done for it need not be done again. */
  readonly replayKey: string
}

/** What a notification's request held, and how to judge it. */
export interface NotificationRequest {
  /** As Node gives them: names in lower case. */
  headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** The query string as it arrived, without the question mark. */
  query: string
  /** Text, bytes, or what a parser made of them. */
  body: unknown
  /** The webhook secret of the application, from its panel; several while it is being replaced. */
  secret: string | readonly string[]
  /** How old it may be, in milliseconds, unless it says that a seller withdrew. Default 300,000. */
  maxAgeMs?: number | undefined
  /** Tells the time. Default: the system clock. */
  clock?: (() => Date) | undefined
}

/** The longest body that is read, in bytes. */
export const maxBodyBytes: number = 64 * 1024
/** Default of `maxAgeMs`. */
export const defaultMaxAgeMs = 300_000

/**
 * Judges a notification by its signature and age.
 *
 * @throws WebhookSignatureError `webhook_unsigned`, `webhook_malformed`, `webhook_mismatch`, `webhook_stale`
 * @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming `secret` or `maxAgeMs`.
 * @see https://www.mercadopago.com.mx/developers/en/docs/your-integrations/notifications/webhooks
 */
export function verifyNotification(request: NotificationRequest): Notification {
  const secrets = checkedSecrets(request.secret, 'secret')
  const maxAgeMs = positiveInteger(request.maxAgeMs, 'maxAgeMs', defaultMaxAgeMs)
  const { clock = () => new Date() } = request
  const signature = readSignature(single(request.headers['x-signature']))
  const requestId = single(request.headers['x-request-id'])
  const query = new URLSearchParams(request.query)
  const dataId = single(query.getAll('data.id'))
  if (!isSignedBy(secrets, signature, { dataId, requestId })) {
    throw new WebhookSignatureError('webhook_mismatch')
  }
  const sentAt = signedAt(signature)
  const body = parsed(request.body)
  const bodyDataId = identifier(Object(body.data).id)
  const type = word(body.type) ?? word(query.get('type')) ?? word(query.get('topic'))
  const action = word(body.action)
  const ageMs = clock().getTime() - sentAt.getTime()
  // A time that no calendar has is of no age at all.
  const isTimely = ageMs >= -maxAgeMs && (ageMs <= maxAgeMs || isWithdrawal({ type, action }))
  if (!isTimely) throw new WebhookSignatureError('webhook_stale')
  // Elsewhere the query names one thing and the body another, each by its own id.
  const isAboutOneSeller =
    type !== connectTopic || dataId === undefined || isSame(bodyDataId, dataId)
  if (!isAboutOneSeller) throw new WebhookSignatureError('webhook_mismatch')
  return {
    type,
    topic: word(query.get('type')) ?? word(query.get('topic')),
    action,
    sellerId: identifier(body.user_id),
    applicationId: identifier(body.application_id),
    id: identifier(body.id),
    dataId,
    resourceId: dataId ?? identifier(query.get('id')) ?? bodyDataId,
    requestId,
    liveMode: typeof body.live_mode === 'boolean' ? body.live_mode : undefined,
    sentAt,
    replayKey: `notification-${createHash('sha256').update(signature.v1).digest('base64url')}`,
  }
}

const connectTopic = 'mp-connect'

/**
 * Whether a notification says that a seller withdrew. It is only a hint, and an old one is as good as a new one:
 * check with Mercado Pago before you act on it.
 */
export function isWithdrawal({ type, action }: Pick<Notification, 'type' | 'action'>): boolean {
  return type === connectTopic && action === 'application.deauthorized'
}

function isSame(one: string | undefined, other: string): boolean {
  return one?.toLowerCase() === other.toLowerCase()
}

/** @throws TypeError: unsigned notifications are never taken. */
export function checkedSecrets(
  secret: string | readonly string[],
  name: string,
): readonly string[] {
  const secrets: readonly unknown[] = Array.isArray(secret) ? [...secret] : [secret]
  if (secrets.length === 0) throw invalidValue(name, 'must hold a webhook secret')
  for (const each of secrets) assertCredential(each, name)
  return secrets as readonly string[]
}

/** One value or none, an empty one being none: of two, nobody can tell which was signed. */
function single(value: string | readonly string[] | undefined): string | undefined {
  const values = [value ?? []].flat()
  if (values.length > 1) throw new WebhookSignatureError('webhook_malformed')
  return values[0] || undefined
}

function parsed(body: unknown): Record<string, unknown> {
  const value = typeof body === 'string' || body instanceof Uint8Array ? parsedText(body) : body
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new WebhookSignatureError('webhook_malformed')
  }
  return value as Record<string, unknown>
}

function parsedText(body: string | Uint8Array): unknown {
  if (Buffer.byteLength(body) > maxBodyBytes) throw new WebhookSignatureError('webhook_malformed')
  try {
    return JSON.parse(typeof body === 'string' ? body : Buffer.from(body).toString())
  } catch {
    // The parser's own error would quote the body.
    throw new WebhookSignatureError('webhook_malformed')
  }
}

/** Numbers and text both occur; no `~`, which marks what a store keeps beside sellers. */
function identifier(value: unknown): string | undefined {
  if (Number.isSafeInteger(value)) return String(value)
  return typeof value === 'string' && /^[\w.-]{1,64}$/.test(value) ? value : undefined
}

function word(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w.-]{1,64}$/.test(value) ? value : undefined
}
