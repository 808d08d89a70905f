import { errorResponse, MercadoPagoOAuthError } from '../errors.ts'

/** Header lines in order. Only `Set-Cookie` may come more than once. */
export type HeaderPairs = readonly (readonly [name: string, value: string])[]

/** The response of an endpoint, independent of any framework. */
export interface Reply {
  /** HTTP status. */
  readonly status: number
  /** Without `Content-Type`: the body is plain text in UTF-8. */
  readonly headers: HeaderPairs
  /** Constant text, often empty. */
  readonly body: string
  /**
   * What went wrong, for the app's log or its own error handling; never in the body. It is an error of
   * this package, or whatever a function of the app threw.
   */
  readonly error?: unknown
}

/** The URL of a callback holds the code and the state: it must not be cached or sent as a referrer. */
export const privateHeaders: HeaderPairs = [
  ['Cache-Control', 'no-store'],
  ['Referrer-Policy', 'no-referrer'],
]

/** The reply to a request that the endpoint does not take, in which nobody has done anything wrong. */
export function plainReply(status: number, headers: HeaderPairs = [], body = ''): Reply {
  return { status, headers: [...privateHeaders, ...headers], body }
}

/** The reply to a prefetch: browsers discard it and send the request again when the user visits the page. */
export const prefetchReply: Reply = plainReply(503, [['Retry-After', '0']])

/** The reply to a failure: constant text, the headers of the error, and the cookies that were set before it. */
export function failureReply(error: unknown, cookies: HeaderPairs = []): Reply {
  if (!(error instanceof MercadoPagoOAuthError)) {
    const body = 'Something went wrong. Please try again later.\n'
    return { status: 500, headers: [...privateHeaders, ...cookies], body, error }
  }
  const { status, body } = errorResponse(error)
  return { status, headers: [...Object.entries(error.headers), ...cookies], body, error }
}
