import type { ServerResponse } from 'node:http'
import type OAuth2Strategy from 'passport-oauth2'

/** The request as passport-oauth2 types it. */
export type StrategyRequest = Parameters<OAuth2Strategy['authenticate']>[0]

export function responseOf(req: StrategyRequest): ServerResponse {
  if (req.res === undefined) throw new Error('The request has no "res": the strategy needs Express')
  return req.res
}

/** Of a target in absolute form (RFC 9112, section 3.2.2) the origin is left out, and so is a fragment, which has no place there. */
export function addressOf(req: StrategyRequest): { path: string; query: string } {
  const target = req.originalUrl ?? req.url
  const [url = ''] = target.replace(/^https?:\/\/[^/?#]*/i, '').split('#', 1)
  const mark = url.indexOf('?')
  return mark < 0
    ? { path: url, query: '' }
    : { path: url.slice(0, mark), query: url.slice(mark + 1) }
}

/** As Express compares paths by default: letter case and a last slash make no difference. */
export function isSamePath(one: string, other: string): boolean {
  const plain = (path: string) => path.toLowerCase().replace(/\/$/, '')
  return plain(one) === plain(other)
}

/** `req.user.id`, where Passport's sign-in usually leaves it. */
export function userOfRequest(req: StrategyRequest): string | undefined {
  const { id } = (req.user ?? {}) as { id?: unknown }
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined
}
