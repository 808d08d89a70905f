import { createHmac } from 'node:crypto'

/** What a signature vouches for. */
interface Signed {
  /** `data.id` of the URL's query, if there is one. */
  dataId: string | undefined
  /** The header `X-Request-Id`. */
  requestId: string
  /** Digits, in the unit that the sandbox is set to. */
  timestamp: string
}

/**
 * The value of `X-Signature`: `ts=<timestamp>,v1=<64 hex digits>`. The digits are an HMAC-SHA256 over
 * the signed values; the body is not among them.
 */
export function sign({ dataId, requestId, timestamp }: Signed, secret: string): string {
  const id = dataId === undefined ? '' : `id:${dataId};`
  const manifest = `${id}request-id:${requestId};ts:${timestamp};`
  const digest = createHmac('sha256', secret).update(manifest).digest('hex')
  return `ts=${timestamp},v1=${digest}`
}
