import type { Middleware } from 'koa'
import type { Log } from './log.ts'
import type { LoggedRequest, RequestNotes } from './logged-request.ts'

/** The Koa state in which endpoints leave their notes. */
export interface NotedState {
  notes: RequestNotes
  /** There will be no answer: the connection is cut. */
  isCut?: boolean
}

/**
 * Middleware that logs what an endpoint answered, before the answer leaves.
 *
 * @param paths - Only these: a path that somebody else made up may carry anything. `:id` stands for any
 *   one part, and for itself in the log.
 */
export function logRequests(
  log: Log<LoggedRequest>,
  clock: { now(): Date },
  paths: readonly string[],
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
    const answer = state.isCut ? {} : { status }
    log.record({ method, path, ...answer, at: clock.now(), ...state.notes })
  }
}
