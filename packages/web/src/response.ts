import { type HeaderPairs, MercadoPagoOAuthError, type Reply } from 'mercadopago-oauth/adapter'

// biome-ignore lint/suspicious/noConfusingVoidType: a function that returns nothing is as good.
type Nothing = undefined | void

/** A response of the app's own, or none. */
export type MaybeResponse = Response | Nothing | Promise<Response | Nothing>

/**
 * How the app handles failures. Failures are not thrown: a framework's error page has neither our headers nor our
 * cookies.
 */
export interface FailureOptions {
  /**
   * Receives every failure with a status of 500 and above, and every error that a function of the app threw. The
   * response waits for it. Default: `console.error`.
   */
  onError?: ((error: unknown, request: Request) => void | Promise<void>) | undefined
  /**
   * Makes the page for a failure of any status; `error.status` and `error.code` say which. Without one the browser
   * gets constant text. It is not used for notifications.
   */
  errorPage?: ((error: unknown, request: Request) => MaybeResponse) | undefined
}

/** Reports a failure to the app, if it is one to report. */
export async function report(
  error: unknown,
  request: Request,
  { onError = print }: FailureOptions,
): Promise<void> {
  if (error === undefined || (error instanceof MercadoPagoOAuthError && error.status < 500)) return
  await Promise.resolve()
    .then(() => onError(error, request))
    .catch(print)
}

/** A reply to a browser. */
export async function pageOf(
  reply: Reply,
  request: Request,
  options: FailureOptions,
): Promise<Response> {
  const { error, headers } = reply
  if (error === undefined) return responseOf(reply)
  await report(error, request, options)
  try {
    const own = await options.errorPage?.(error, request)
    if (isResponse(own)) return withHeaders(own, headers)
  } catch (mistake) {
    await report(mistake, request, options)
  }
  return responseOf(reply)
}

export function responseOf({ status, headers, body }: Reply): Response {
  return withHeaders(new Response(body || null, { status }), headers)
}

/** The app's own response, or a redirect; what we say about caches and cookies holds in either. */
export function linkedResponse(own: unknown, returnTo: string, headers: HeaderPairs): Response {
  if (isResponse(own)) return withHeaders(own, headers)
  return responseOf({ status: 302, headers: [...headers, ['Location', returnTo]], body: '' })
}

/** A copy: the headers of `Response.redirect()` and of a fetched response cannot be changed. */
function withHeaders(response: Response, headers: HeaderPairs): Response {
  const copy = new Response(response.body, response)
  for (const [name, value] of headers) {
    if (name === 'Set-Cookie') copy.headers.append(name, value)
    else copy.headers.set(name, value)
  }
  return copy
}

/** By its tag: frameworks have their own classes, and test runners their own globals. */
function isResponse(value: unknown): value is Response {
  return Object.prototype.toString.call(value) === '[object Response]'
}

function print(error: unknown): void {
  // biome-ignore lint/suspicious/noConsole: the only log that every runtime has.
  console.error(error)
}
