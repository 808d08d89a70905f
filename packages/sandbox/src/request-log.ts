import type { Context, Middleware } from 'koa'
import type { Log } from './log.ts'
import type { LoggedRequest, RequestNotes } from './logged-request.ts'

/** The Koa state in which endpoints leave their notes. */
export interface NotedState {
  notes: RequestNotes
  /** There will be no response: the connection is cut. */
  isCut?: boolean
  /** Of the consent page that was shown. */
  consentId?: string
}

/** Receives each request with what it carried, before it is in the log. */
type Trace = (request: LoggedRequest, ctx: Context & { state: NotedState }) => void

/**
 * Middleware that logs the response of an endpoint before it is sent.
 *
 * @param paths - Only these paths are logged: any other may contain anything. `:id` stands for any one part, and is
 * logged as `:id`.
 * @param trace - Default: nothing more is kept than the log.
 */
export function logRequests(
  log: Log<LoggedRequest>,
  clock: { now(): Date },
  paths: readonly string[],
  trace: Trace = () => {},
): Middleware<NotedState> {
  const patterns = paths.map((path) => ({
    path,
    pattern: new RegExp(`^${path.replace('/:id', '/[^/]+')}/?$`),
  }))

  return async function requestLog(ctx, next) {
    ctx.state.notes = {}
    await next()
    const path = patterns.find(({ pattern }) => pattern.test(ctx.path))?.path
    if (path === undefined) return
    const { method, status, state } = ctx
    const response = state.isCut ? {} : { status }
    const request = { method, path, ...response, at: clock.now(), ...state.notes }
    trace(request, ctx)
    log.record(request)
  }
}
