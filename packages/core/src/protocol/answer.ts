import { TokenResponseError, UpstreamUnavailableError } from '../errors.ts'
import type { HttpAnswer } from './transport.ts'

/** Longest wait taken over from a provider, in seconds. */
const maxRetryAfterSeconds = 60

/** What a provider's error body says, cut down to what may be kept. */
export interface UpstreamFault {
  /** Lower-cased `error`, else `errorKey`, else `code`: Mercado Pago uses all three. */
  error: string | undefined
  /** `message`, else `error_description`; only ever searched, never shown. */
  description: string
}

/** The body as a JSON object, or `undefined`: no other content type and no other JSON value is read. */
export function jsonObject(answer: HttpAnswer): Record<string, unknown> | undefined {
  if (!/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(answer.headers['content-type'] ?? '')) {
    return undefined
  }
  try {
    const value: unknown = JSON.parse(answer.body)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function upstreamFault(answer: HttpAnswer): UpstreamFault {
  const body = jsonObject(answer) ?? {}
  const error = [body.error, body.errorKey, body.code].find(isErrorCode)
  const description = [body.message, body.error_description].find((one) => typeof one === 'string')
  return { error: error?.toLowerCase(), description: String(description ?? '').slice(0, 256) }
}

function isErrorCode(value: unknown): value is string {
  return typeof value === 'string' && /^[\w.-]{1,64}$/.test(value)
}

/** Throws for what says nothing about the request: overload, failure, a redirect. */
export function assertAvailable(answer: HttpAnswer): void {
  const { status } = answer
  if (status === 429) {
    throw new UpstreamUnavailableError('upstream_rate_limited', {
      upstreamStatus: status,
      requestSent: true,
      retryAfterSeconds: retryAfterSeconds(answer.headers['retry-after']),
    })
  }
  if (status >= 500) {
    throw new UpstreamUnavailableError('upstream_unavailable', {
      upstreamStatus: status,
      requestSent: true,
    })
  }
  if (status >= 300 && status < 400) throw new TokenResponseError({ upstreamStatus: status })
}

function retryAfterSeconds(header: string | undefined): number | undefined {
  if (header === undefined || !/^\d{1,9}$/.test(header)) return undefined
  return Math.min(Number(header), maxRetryAfterSeconds)
}
