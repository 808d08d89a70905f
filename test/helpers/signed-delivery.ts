import { createHmac } from 'node:crypto'

/** The webhook secret of the tests. */
export const webhookSecret = 'canary-webhook-secret'

/** A notification on its way: what the sender puts on the wire. */
export interface Delivery {
  /** With the question mark, or empty. */
  query: string
  headers: Record<string, string>
  body: string | Uint8Array
}

/** What is said, what is signed, and with which secret. */
export interface DeliveryParts {
  /** `data.id` of the query; `null` for none. Default `4242`. */
  dataId?: string | null
  /** The id that is signed. Default: that of the query. */
  signedId?: string | null
  /** The header `x-request-id`; `null` for none. */
  requestId?: string | null
  /** The time as it is signed: digits, in whatever unit. */
  ts: string
  secret?: string
  /** Fields that replace those of a withdrawal of seller 4242. */
  body?: Record<string, unknown>
}

/**
 * Mercado Pago's signature over a template that its documentation gives, with the pairs left out that
 * have no value: `id:<data.id>;request-id:<x-request-id>;ts:<ts>;`.
 */
export function signatureOver(
  parts: { id: string | null; requestId: string | null; ts: string },
  secret: string = webhookSecret,
): string {
  const pairs = [
    ...(parts.id === null ? [] : [`id:${parts.id};`]),
    ...(parts.requestId === null ? [] : [`request-id:${parts.requestId};`]),
    `ts:${parts.ts};`,
  ]
  return createHmac('sha256', secret).update(pairs.join('')).digest('hex')
}

/** The body of a seller's withdrawal, as in the documented sample. */
export function withdrawalBody(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    action: 'application.deauthorized',
    api_version: 'v1',
    data: { id: '4242' },
    date_created: '2026-11-21T12:00:00.000Z',
    id: 120000000001,
    live_mode: true,
    type: 'mp-connect',
    user_id: 4242,
    ...changes,
  }
}

/** A signed delivery: unless changed, that seller 4242 withdrew. */
export function signedDelivery(parts: DeliveryParts): Delivery {
  const { dataId = '4242', requestId = 'request-1', ts, secret, body } = parts
  const { signedId = dataId } = parts
  const v1 = signatureOver({ id: signedId, requestId, ts }, secret)
  const id = dataId === null ? '' : `data.id=${encodeURIComponent(dataId)}&`
  return {
    query: `?${id}type=mp-connect`,
    headers: {
      'content-type': 'application/json',
      'x-signature': `ts=${ts},v1=${v1}`,
      ...(requestId === null ? {} : { 'x-request-id': requestId }),
    },
    body: JSON.stringify(withdrawalBody(body)),
  }
}
