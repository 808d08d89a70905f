import type { Middleware } from 'koa'
import type { Log } from './log.ts'

/** What an endpoint adds to the log entry of a request. */
interface RequestNotes {
  /** A grant type of RFC 6749; absent when the request named none, or another. */
  grantType?: string
  /** Only of an application that exists: anything else could be a secret in the wrong field. */
  clientId?: string
  /** The error code of the answer. */
  error?: string
}

/** A request to the authorization server, without a secret, code, verifier, state or token. */
export interface LoggedRequest extends Readonly<RequestNotes> {
  readonly method: string
  /** Without the query. */
  readonly path: string
  /** Status of the answer. */
  readonly status: number
  /** When the answer was ready, by the sandbox's clock. */
  readonly at: Date
}

/** The Koa state in which endpoints leave their notes. */
export interface NotedState {
  notes: RequestNotes
}

/**
 * Middleware that logs what an endpoint answered, before the answer leaves.
 *
 * @param paths - Only these: a path that somebody else made up may carry anything.
 */
export function logRequests(
  log: Log<LoggedRequest>,
  clock: { now(): Date },
  paths: readonly string[],
): Middleware<NotedState> {
  return async function requestLog(ctx, next) {
    ctx.state.notes = {}
    await next()
    if (!paths.includes(ctx.path)) return
    const { method, path, status, state } = ctx
    log.record({ method, path, status, at: clock.now(), ...state.notes })
  }
}
