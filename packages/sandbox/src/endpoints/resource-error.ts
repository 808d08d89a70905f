import type { Context, Middleware } from 'koa'
import type { FaultRefusal } from '../faults/fault-refusal.ts'
import type { NotedState } from '../request-log.ts'

/** A refusal of a resource, in the shape that Mercado Libre documents for its APIs. */
export class ResourceError extends Error {
  readonly status: number
  readonly error: string

  constructor(status: number, error: string, message: string) {
    super(message)
    this.status = status
    this.error = error
  }

  get body(): { status: number; error: string; message: string; code: string } {
    const { status, error, message } = this
    return { status, error, message, code: error.toUpperCase() }
  }
}

export function invalidAccessToken(): ResourceError {
  return new ResourceError(401, 'unauthorized', 'invalid access token')
}

/** How a fault refuses a request for a resource. */
export function refuseAsResource(_ctx: Context, { status, error, message }: FaultRefusal): never {
  throw new ResourceError(status, error, message)
}

/** Middleware that turns a thrown `ResourceError` into the answer. */
export function answerResourceErrors(): Middleware<NotedState> {
  return async function resourceErrors(ctx, next) {
    ctx.set('cache-control', 'no-store')
    try {
      await next()
    } catch (error) {
      if (!(error instanceof ResourceError)) throw error
      ctx.state.notes.error = error.error
      ctx.status = error.status
      ctx.body = error.body
    }
  }
}
