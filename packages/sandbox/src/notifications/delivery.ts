import { once } from 'node:events'
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { finished } from 'node:stream/promises'

/** How long Mercado Pago waits for a response, in milliseconds of real time. */
export const patienceMs = 22_000

/** How a delivery ended: the status of the response, or Node's code of what went wrong. */
export type Outcome = { readonly status: number } | { readonly error: string }

/**
 * Posts once and waits for the whole response. Never rejects: a response that does not come in time is
 * the error `ETIMEDOUT`, a URL that is none `ERR_INVALID_URL`. Redirects are not followed.
 *
 * @param stop - Ends the delivery with the error `ABORT_ERR`.
 */
export async function post(
  url: string,
  headers: Record<string, string>,
  body: string,
  stop: AbortSignal,
): Promise<Outcome> {
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), patienceMs)
  const signal = AbortSignal.any([patience.signal, stop])
  try {
    const response = await responseTo(new URL(url), headers, body, signal)
    await finished(response.resume())
    return { status: response.statusCode ?? 0 }
  } catch (error) {
    if (stop.aborted) return { error: 'ABORT_ERR' }
    return { error: patience.signal.aborted ? 'ETIMEDOUT' : codeOf(error) }
  } finally {
    clearTimeout(timer)
  }
}

async function responseTo(
  url: URL,
  headers: Record<string, string>,
  body: string,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const send = url.protocol === 'https:' ? requestHttps : requestHttp
  // No shared agent, so that no idle connection outlives the delivery.
  const request = send(url, { method: 'POST', headers, agent: false, signal })
  // Once there is a response nobody waits for errors here, and one that nobody hears ends the process.
  request.on('error', () => {})
  request.end(body)
  const [response] = await once(request, 'response')
  return response
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
}
