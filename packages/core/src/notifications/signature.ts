import { createHmac, timingSafeEqual } from 'node:crypto'
import { WebhookSignatureError } from '../errors.ts'

/** The parts of a notification that Mercado Pago signs; the body is none of them. */
export interface SignedParts {
  /** `data.id` of the query, as received. */
  readonly dataId: string | undefined
  /** The header `x-request-id`. */
  readonly requestId: string | undefined
}

/** What an `x-signature` says. */
export interface Signature {
  /** As it stands in the header; digits. */
  readonly ts: string
  /** HMAC-SHA256 as Mercado Pago wrote it. */
  readonly v1: string
}

/** Below, a time is in seconds: the documentation says milliseconds, and its samples show both. */
const firstMilliseconds = 100_000_000_000

/**
 * Reads the header `x-signature`, `ts=…,v1=…`.
 *
 * @throws WebhookSignatureError `webhook_unsigned`, `webhook_malformed`
 */
export function readSignature(header: string | undefined): Signature {
  if (header === undefined || header.trim() === '') {
    throw new WebhookSignatureError('webhook_unsigned')
  }
  const parts = header.split(',').map((part) => part.trim())
  const ts = only(parts, 'ts')
  const v1 = only(parts, 'v1')
  if (!/^\d{1,16}$/.test(ts)) throw new WebhookSignatureError('webhook_malformed')
  return { ts, v1 }
}

function only(parts: readonly string[], name: string): string {
  const [value, ...others] = parts.filter((part) => part.startsWith(`${name}=`))
  if (value === undefined || others.length > 0) throw new WebhookSignatureError('webhook_malformed')
  return value.slice(name.length + 1)
}

/** When it was signed. */
export function signedAt({ ts }: Signature): Date {
  const time = Number(ts)
  return new Date(time < firstMilliseconds ? time * 1000 : time)
}

/**
 * Whether one of the secrets signed these parts. The id is tried as received and in lower case: Mercado
 * Pago signs it in lower case, whatever the query holds.
 */
export function isSignedBy(
  secrets: readonly string[],
  { ts, v1 }: Signature,
  { dataId, requestId }: SignedParts,
): boolean {
  if (!/^[\da-f]{64}$/.test(v1)) return false
  const received = Buffer.from(v1, 'hex')
  const ids = new Set([dataId, dataId?.toLowerCase()])
  return secrets.some((secret) =>
    [...ids].some((id) =>
      timingSafeEqual(received, digest(secret, manifest({ dataId: id, requestId }, ts))),
    ),
  )
}

/** What is missing is left out. */
function manifest({ dataId, requestId }: SignedParts, ts: string): string {
  const id = dataId === undefined ? '' : `id:${dataId};`
  const request = requestId === undefined ? '' : `request-id:${requestId};`
  return `${id}${request}ts:${ts};`
}

function digest(secret: string, text: string): Buffer {
  return createHmac('sha256', secret).update(text).digest()
}
