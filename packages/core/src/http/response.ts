import { type ErrorDetail, TokenResponseError, UpstreamUnavailableError } from '../errors.ts'
import type { HttpResponse } from './transport.ts'
import { secretsOf, upstreamDescription } from './upstream-description.ts'

/** Longest wait taken over from a provider, in seconds. */
const maxRetryAfterSeconds = 60

/** The body as a JSON object, or `undefined`: no other content type and no other JSON value is read. */
export function jsonObject(response: HttpResponse): Record<string, unknown> | undefined {
  if (!/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(response.headers['content-type'] ?? '')) {
    return undefined
  }
  try {
    const value: unknown = JSON.parse(response.body)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * What a response says about a failure, cut down to what an error may keep. The code is the lower-cased
 * `error`, else `errorKey`, else `code`; the text is `message`, else `error_description`: Mercado Pago uses all.
 */
export function upstreamDetail(response: HttpResponse): ErrorDetail {
  const body = jsonObject(response) ?? {}
  const error = [body.error, body.errorKey, body.code].find(isErrorCode)
  const text = [body.message, body.error_description].find((one) => typeof one === 'string')
  return {
    upstreamError: error?.toLowerCase(),
    upstreamStatus: response.status,
    upstreamDescription: upstreamDescription(text, secretsOf(response.request)),
  }
}

function isErrorCode(value: unknown): value is string {
  return typeof value === 'string' && /^[\w.-]{1,64}$/.test(value)
}

/** Throws for responses that say nothing about the request: overload, failure, a redirect. */
export function assertAvailable(response: HttpResponse): void {
  const { status } = response
  if (status === 429) {
    throw new UpstreamUnavailableError('upstream_rate_limited', {
      ...upstreamDetail(response),
      requestSent: true,
      retryAfterSeconds: retryAfterSeconds(response.headers['retry-after']),
    })
  }
  if (status >= 500) {
    throw new UpstreamUnavailableError('upstream_unavailable', {
      ...upstreamDetail(response),
      requestSent: true,
    })
  }
  if (status >= 300 && status < 400) throw new TokenResponseError(upstreamDetail(response))
}

function retryAfterSeconds(header: string | undefined): number | undefined {
  if (header === undefined || !/^\d{1,9}$/.test(header)) return undefined
  return Math.min(Number(header), maxRetryAfterSeconds)
}
