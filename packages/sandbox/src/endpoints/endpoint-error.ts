import type { Context, Middleware } from 'koa'
import type { FaultRefusal } from '../faults/fault-refusal.ts'
import type { NotedState } from '../request-log.ts'

/** A refusal of an endpoint for machines; each endpoint has a shape for its body. */
export class EndpointError extends Error {
  /** The error code. */
  readonly error: string
  readonly status: number

  constructor(error: string, message: string, status = 400) {
    super(message)
    this.error = error
    this.status = status
  }
}

/** How a fault refuses a request. */
export function refuseWithError(_ctx: Context, { error, message, status }: FaultRefusal): never {
  throw new EndpointError(error, message, status)
}

/**
 * Middleware that turns a thrown `EndpointError` into the response.
 *
 * @param shape - Its body. A `status` in it is that of the response, too.
 */
export function respondWithErrors(
  shape: (error: EndpointError) => { status?: number },
): Middleware<NotedState> {
  return async function endpointErrors(ctx, next) {
    // Also on errors, so before anything can throw (RFC 6749, section 5.1).
    ctx.set('cache-control', 'no-store')
    try {
      await next()
    } catch (error) {
      if (!(error instanceof EndpointError)) throw error
      const body = shape(error)
      ctx.state.notes.error = error.error
      ctx.status = body.status ?? error.status
      ctx.body = body
    }
  }
}
