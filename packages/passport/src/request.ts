import type { ServerResponse } from 'node:http'
import { type EndpointRequest, type HeaderPairs, nodeHeader } from 'mercadopago-oauth/adapter'
import type OAuth2Strategy from 'passport-oauth2'

/** The request as passport-oauth2 types it. */
export type StrategyRequest = Parameters<OAuth2Strategy['authenticate']>[0]

export function endpointRequest(req: StrategyRequest): EndpointRequest {
  return { method: req.method, header: nodeHeader(req) }
}

/**
 * The response beside a request, as Express leaves it.
 *
 * @throws Error where there is none of Node's.
 */
export function responseOf({ res }: StrategyRequest): ServerResponse {
  if (typeof res?.getHeader === 'function') return res
  throw new Error(
    'The strategy needs a response of Node in "req.res", as Express has it: with connect or node:http set it before, with Koa use the package koa-mercadopago instead of koa-passport',
  )
}

/** Adds to what other middleware has set. */
export function setHeaders(response: ServerResponse, headers: HeaderPairs): void {
  for (const [name, value] of headers) {
    const before = name === 'Set-Cookie' ? response.getHeader(name) : undefined
    response.setHeader(name, before === undefined ? value : [before, value].flat().map(String))
  }
}

/**
 * Of a target in absolute form (RFC 9112, section 3.2.2) the origin is left out, and so is a fragment, which has no
 * place there.
 */
export function addressOf(req: StrategyRequest): { path: string; query: string } {
  const target = req.originalUrl ?? req.url
  const [url = ''] = target.replace(/^https?:\/\/[^/?#]*/i, '').split('#', 1)
  const mark = url.indexOf('?')
  return mark < 0
    ? { path: url, query: '' }
    : { path: url.slice(0, mark), query: url.slice(mark + 1) }
}

/** Whether a request goes to a path, by the rules for letter case and a last slash that its Express app has. */
export function isSamePath(req: StrategyRequest, path: string): boolean {
  const { app } = req as { app?: { enabled?: (setting: string) => boolean } }
  const isCaseSensitive = app?.enabled?.('case sensitive routing') ?? false
  const isStrict = app?.enabled?.('strict routing') ?? false
  const plain = (one: string) => {
    const cased = isCaseSensitive ? one : one.toLowerCase()
    return isStrict ? cased : cased.replace(/\/$/, '')
  }
  return plain(addressOf(req).path) === plain(path)
}
